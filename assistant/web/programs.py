"""The interface for other programs: ask, search and documents, as typed JSON."""

# Without `from __future__ import annotations`: Gradio reads the types of what comes back as they stand.

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import gradio as gr
from typing_extensions import TypedDict

from assistant.answers import AnswerJson
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.web.articles import DocumentCard, card
from assistant.web.markup import day_in_words
from assistant.web.metrics import Metrics
from index import IndexingError

MOST_RESULTS = 50

T = TypeVar("T")


class FoundPassage(TypedDict):
    """A passage that a search found: `text` is exactly the characters start to end of the document."""

    document: str
    title: str
    day: str
    text: str
    plain: str
    start: int
    end: int
    score: float


def functions(assistant: Assistant, metrics: Metrics) -> list[Callable[..., Any]]:
    """Return the functions that are offered; their names, types and docstrings are their documentation."""

    def ask(
        question: str, history: list[tuple[str, str]] | None = None, documents: list[str] | None = None
    ) -> AnswerJson:
        """Answer a question by quoting the documents, or only those whose names are given.

        `history` are the questions before, oldest first, each with the text of its answer.
        Returns `text` (Markdown in which [n] is the marker of citation n), `plain` (without marks), `short` (the
        words that answer by themselves, or ""),
        `statements`, `citations` (each with
        `document`, `title`, `published`, `quote`, `start` and `end`: the quote is exactly those characters of the
        document), `abstained` with a `reason` and the `nearest` passages, `confidence` from 0 to 1 and the `record` of
        how often such answers were right, `disagreements`, `documents_searched` and `timings` in milliseconds.
        """
        _refuse_other_types(question, documents)
        before = _pairs(history or [])
        growing = metrics.watch(assistant.stream(question, history=before, documents=documents))
        *_, answer = _tried(lambda: list(growing))
        return answer.to_json() | {"plain": answer.plain}

    def search(query: str, limit: int = 10, documents: list[str] | None = None) -> list[FoundPassage]:
        """Find the passages that come nearest to a query, best first, at most 50; in `documents`, if they are given.

        Each has `document`, `title`, `day`, `text`, `start`, `end` and `score`.
        """
        _refuse_other_types(query, documents)
        if not isinstance(limit, int | float) or not limit >= 1:
            raise gr.Error("'limit' is not a number of passages, 1 at least.")
        wanted = int(min(limit, MOST_RESULTS))
        return [
            FoundPassage(
                document=hit.passage.document,
                title=hit.passage.title,
                day=day_in_words(hit.passage.published) if hit.passage.published else "",
                text=hit.passage.text,
                plain=hit.passage.words,
                start=hit.passage.start,
                end=hit.passage.end,
                score=round(float(hit.score), 4),
            )
            for hit in _tried(lambda: assistant.search(query, limit=wanted, documents=documents))
        ]

    def documents() -> list[DocumentCard]:
        """List the documents: `name`, `title`, `published` (ISO 8601 or ""), `author`, `publisher` and `words`."""
        return [card(document) for document in assistant.documents]

    return [ask, search, documents]


def _refuse_other_types(words: object, documents: object) -> None:
    """Refuse what a program sent that is no text, or no list of names: Gradio checks no types."""
    if not isinstance(words, str):
        raise gr.Error("The question is not a text.")
    if documents is not None and not (
        isinstance(documents, list | tuple) and all(isinstance(name, str) for name in documents)
    ):
        raise gr.Error("'documents' is not a list of names.")


def _pairs(history: Sequence[Any]) -> list[tuple[str, str]]:
    """Return the questions and answers that a program sent; what is no pair of texts is refused."""
    if not all(isinstance(pair, list | tuple) and [*map(type, pair)] == [str, str] for pair in history):
        raise gr.Error("'history' is not a list of pairs [question, answer].")
    return [(question, answer) for question, answer in history]


def _tried(call: Callable[[], T]) -> T:
    """Return what a call gives; the words of what goes wrong reach the client."""
    try:
        return call()
    except (AssistantError, IndexingError) as error:
        raise gr.Error(str(error)) from None
