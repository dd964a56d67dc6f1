"""Offer the assistant to other programs as tools and resources of the Model Context Protocol."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.server.mcpserver.resources import FunctionResource
from typing_extensions import TypedDict

from assistant.answers import AnswerJson
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.version import own_version
from index import IndexingError

T = TypeVar("T")

INSTRUCTIONS = (
    "Answers questions about a corpus by quoting it. Every quote is exactly the characters start to end of its "
    "document. Ask first; read a document around a citation when more context is needed."
)
MOST_RESULTS = 50
# What one call of `read` returns at most.
MOST_CHARACTERS = 20_000
# A client shows the resources as a list; all documents can be read by the template.
MOST_RESOURCES = 500


class FoundPassage(TypedDict):
    """A passage that a search found: `text` is exactly the characters start to end of the document."""

    document: str
    title: str
    start: int
    end: int
    text: str
    score: float


class DocumentEntry(TypedDict):
    """What is known of a document; `published` is ISO 8601 or "", `length` in characters."""

    name: str
    title: str
    published: str
    author: str
    publisher: str
    length: int


class Piece(TypedDict):
    """The characters start to end of a document; `length` is that of the whole document."""

    document: str
    title: str
    start: int
    end: int
    length: int
    text: str


def mcp_server(assistant: Assistant) -> MCPServer[Any]:
    """Return a server with tools to ask, list, search and read; run it over stdio, or over HTTP at /mcp."""
    server: MCPServer[Any] = MCPServer(
        "assistant", instructions=INSTRUCTIONS, version=own_version(), log_level="WARNING"
    )
    for function in tools(assistant):
        server.add_tool(function)
    _add_resources(server, assistant)
    return server


def tools(assistant: Assistant) -> list[Callable[..., Any]]:
    """Return the functions that are offered; their names, types and docstrings are their documentation."""

    def ask(
        question: str,
        history: list[tuple[str, str]] | None = None,
        documents: list[str] | None = None,
        quotes_only: bool = False,
    ) -> AnswerJson:
        """Answer a question by quoting the documents, or only those whose names are given.

        `history` are the questions before, oldest first, each with the text of its answer: a follow-up such as "and
        in May?" is understood from it. Returns `text` (Markdown in which [n] is the marker of citation n), `plain`
        (without marks), `short` (the words that answer by themselves, or ""), `citations` (document, title,
        published, quote, start, end), `abstained` with a `reason` and the `nearest` passages, `confidence` from 0 to
        1 and the `record` of how often such answers were right, and `disagreements` between documents. If a language
        model wrote it, `written_by` names the model, and `withheld` are sentences of its that are not proven and no
        part of the answer; `note` says why quotes are shown instead. If `quotes_only`, none is asked.
        """
        answer = _tried(
            lambda: assistant.answer(question, history=history or (), documents=documents, quotes_only=quotes_only)
        )
        return answer.to_json() | {"plain": answer.plain}

    def documents() -> list[DocumentEntry]:
        """List the documents that can be asked, searched and read, by their names."""
        return [
            DocumentEntry(
                name=each.name,
                title=each.title,
                published=each.published.isoformat() if each.published else "",
                author=each.author,
                publisher=each.publisher,
                length=len(each.text),
            )
            for each in assistant.documents
        ]

    def search(query: str, limit: int = 10, documents: list[str] | None = None) -> list[FoundPassage]:
        """Find the passages that come nearest to a query, best first, at most 50; in `documents`, if they are given."""
        wanted = max(1, min(limit, MOST_RESULTS))
        return [
            FoundPassage(
                document=hit.passage.document,
                title=hit.passage.title,
                start=hit.passage.start,
                end=hit.passage.end,
                text=hit.passage.text,
                score=round(float(hit.score), 4),
            )
            for hit in _tried(lambda: assistant.search(query, limit=wanted, documents=documents))
        ]

    def read(document: str, start: int = 0, end: int | None = None) -> Piece:
        """Read the characters start to end of a document, at most 20,000; `length` is that of the whole document."""
        found = assistant.document(document)
        if found is None:
            names = ", ".join(each.name for each in assistant.documents[:MOST_RESULTS])
            raise ToolError(f"There is no document {document}. There are: {names}.")
        first = max(start, 0)
        last = min(len(found.text) if end is None else end, first + MOST_CHARACTERS)
        text = found.text[first : max(last, first)]
        return Piece(
            document=found.name,
            title=found.title,
            start=first,
            end=first + len(text),
            length=len(found.text),
            text=text,
        )

    return [ask, documents, search, read]


def _add_resources(server: MCPServer[Any], assistant: Assistant) -> None:
    """Offer each document to be read whole, at document:///NAME."""

    @server.resource("document:///{name}", name="document", description="A document, whole", mime_type="text/plain")
    def whole(name: str) -> str:
        found = assistant.document(unquote(name))
        if found is None:
            raise ResourceError(f"There is no document {unquote(name)}.")
        return found.text

    for document in assistant.documents[:MOST_RESOURCES]:
        server.add_resource(
            FunctionResource(
                uri=f"document:///{quote(document.name, safe='')}",
                name=document.name,
                title=document.title,
                mime_type="text/plain",
                fn=partial(whole, document.name),
            )
        )


def _tried(call: Callable[[], T]) -> T:
    """Return what a call gives; the words of what goes wrong reach the client."""
    try:
        return call()
    except (AssistantError, IndexingError) as error:
        raise ToolError(str(error)) from None
