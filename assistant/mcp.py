"""Offer the assistant to other programs as tools of the Model Context Protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from index import IndexingError

T = TypeVar("T")

INSTRUCTIONS = (
    "Answers questions about a corpus by quoting it. Every quote is exactly the characters start to end of its "
    "document. Ask first; read a document around a citation when more context is needed."
)
MOST_RESULTS = 50
# What one call of `read` returns at most.
MOST_CHARACTERS = 20_000


def _tried(call: Callable[[], T]) -> T:
    """Return what a call gives; the words of what goes wrong reach the client."""
    try:
        return call()
    except (AssistantError, IndexingError) as error:
        raise ToolError(str(error)) from None


def mcp_server(assistant: Assistant) -> MCPServer[Any]:
    """Return a server with the tools ask, search and read; run it over stdio, or over HTTP at /mcp."""
    server: MCPServer[Any] = MCPServer("assistant", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool()
    def ask(question: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Answer a question by quoting the documents, or only those whose names are given.

        Returns `text` (Markdown in which [n] is the marker of citation n), `plain` (without marks),
        `citations` (document, title, published,
        quote, start, end), `abstained` with a `reason` and the `nearest` passages, `confidence` from 0 to 1, and
        `disagreements` between documents. If a language model wrote it, `written_by` names the model, and `withheld`
        are sentences of its that are not proven and no part of the answer; `note` says why quotes are shown instead.
        """
        answer = _tried(lambda: assistant.answer(question, documents=documents))
        return answer.to_json() | {"plain": answer.plain}

    @server.tool()
    def search(query: str, limit: int = 10, documents: list[str] | None = None) -> list[dict[str, Any]]:
        """Find the passages that come nearest to a query, best first, at most 50; in `documents`, if they are given."""
        wanted = max(1, min(limit, MOST_RESULTS))
        hits = _tried(lambda: assistant.search(query, limit=wanted, documents=documents))
        return [
            {
                "document": hit.passage.document,
                "title": hit.passage.title,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]

    @server.tool()
    def read(document: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
        """Read the characters start to end of a document, at most 20,000; `length` is that of the whole document."""
        found = next((each for each in assistant.documents if each.name == document), None)
        if found is None:
            names = ", ".join(each.name for each in assistant.documents[:MOST_RESULTS])
            raise ToolError(f"There is no document {document}. There are: {names}.")
        first = max(start, 0)
        last = min(len(found.text) if end is None else end, first + MOST_CHARACTERS)
        text = found.text[first : max(last, first)]
        return {
            "document": found.name,
            "title": found.title,
            "start": first,
            "end": first + len(text),
            "length": len(found.text),
            "text": text,
        }

    return server
