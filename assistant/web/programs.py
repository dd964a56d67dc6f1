"""The interface for other programs: ask, search and documents, as typed JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.web.articles import card
from assistant.web.services import result
from index import IndexingError

T = TypeVar("T")

MOST_RESULTS = 50


def _tried(call: Callable[[], T]) -> T:
    """Return what a call gives; the words of what goes wrong reach the client."""
    try:
        return call()
    except (AssistantError, IndexingError) as error:
        raise gr.Error(str(error)) from None


def functions(assistant: Assistant) -> list[Callable[..., Any]]:
    """Return the functions that are offered; their names, types and docstrings are their documentation."""

    def ask(question: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Answer a question by quoting the documents, or only those whose names are given.

        Returns `text` (Markdown in which [n] is the marker of citation n), `plain` (without marks),
        `statements`, `citations` (each with
        `document`, `title`, `published`, `quote`, `start` and `end`: the quote is exactly those characters of the
        document), `abstained` with a `reason` and the `nearest` passages, `confidence` from 0 to 1, `disagreements`,
        `documents_searched` and `timings` in milliseconds.
        """
        answer = _tried(lambda: assistant.answer(question, documents=documents))
        return answer.to_json() | {"plain": answer.plain}

    def search(query: str, limit: int = 10, documents: list[str] | None = None) -> list[dict[str, Any]]:
        """Find the passages that come nearest to a query, best first, at most 50; in `documents`, if they are given.

        Each has `document`, `title`, `day`, `text`, `start`, `end` and `score`.
        """
        wanted = max(1, min(limit, MOST_RESULTS))
        hits = _tried(lambda: assistant.search(query, limit=wanted, documents=documents))
        return [{**result(hit), "score": round(float(hit.score), 4)} for hit in hits]

    def documents() -> list[dict[str, Any]]:
        """List the documents: `name`, `title`, `published` (ISO 8601 or ""), `author`, `publisher` and `words`."""
        return [card(document) for document in assistant.documents]

    return [ask, search, documents]
