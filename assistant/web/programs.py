"""The interface for other programs: ask, search and documents, as typed JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.assistant import Assistant
from assistant.web.articles import card
from assistant.web.services import result

MOST_RESULTS = 50


def functions(assistant: Assistant) -> list[Callable[..., Any]]:
    """Return the functions that are offered; their names, types and docstrings are their documentation."""

    def ask(question: str) -> dict[str, Any]:
        """Answer a question by quoting the documents.

        Returns `text` (Markdown in which [n] is the marker of citation n), `plain` (without marks),
        `statements`, `citations` (each with
        `document`, `title`, `published`, `quote`, `start` and `end`: the quote is exactly those characters of the
        document), `abstained` with a `reason` and the `nearest` passages, `confidence` from 0 to 1, `disagreements`,
        `documents_searched` and `timings` in milliseconds.
        """
        answer = assistant.answer(question)
        return answer.to_json() | {"plain": answer.plain}

    def search(query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Find the passages that come nearest to a query, best first, at most 50.

        Each has `document`, `title`, `day`, `text`, `start`, `end` and `score`.
        """
        hits = assistant.search(query, limit=max(1, min(limit, MOST_RESULTS)))
        return [{**result(hit), "score": round(float(hit.score), 4)} for hit in hits]

    def documents() -> list[dict[str, Any]]:
        """List the documents: `name`, `title`, `published` (ISO 8601 or ""), `author`, `publisher` and `words`."""
        return [card(document) for document in assistant.documents]

    return [ask, search, documents]
