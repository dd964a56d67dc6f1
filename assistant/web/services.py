"""What the page's script may ask of the server: open, list and search documents, export, rate and upload.

Every function takes the request as the browser sent it and trusts nothing in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.answering import quote_lines
from assistant.answers import Citation
from assistant.assistant import Assistant
from assistant.finding import Place
from assistant.web.articles import article, card, check_span
from assistant.web.conversation import turns_from_json
from assistant.web.errors import RequestError
from assistant.web.examples import follow_ups
from assistant.web.export import FORMS, export
from assistant.web.feedback import record
from index import Document
from index.reading import is_markdown

MOST_SPANS = 50
SEARCH_CHARACTERS = 300


def open_document(assistant: Assistant, request: object) -> dict[str, Any]:
    """Return the article of {"document", "spans": [[start, end], ...]} with these spans marked."""
    document = find(assistant, text_of(request, "document"))
    spans = [check_span(document, start, end) for start, end in _spans(request)]
    return article(document, spans)


def quote(assistant: Assistant, request: object) -> dict[str, Any]:
    """Return the characters that {"document", "start", "end"} point at, title and date; `plain` has no marks."""
    document = find(assistant, text_of(request, "document"))
    span = check_span(document, number_of(request, "start"), number_of(request, "end"))
    citation = Citation(
        1, document.name, document.title, document.published, span.of(document.text), span.start, span.end
    )
    plain = "\n".join(quote_lines(citation)) if is_markdown(document.name) else citation.quote
    return {**card(document), "quote": citation.quote, "plain": plain}


def list_documents(assistant: Assistant, request: object = None) -> list[dict[str, Any]]:  # noqa: ARG001  (as the other services)
    """Return the cards of all documents, by title; `added` are those that can be replaced and removed."""
    uploads = assistant.uploads
    return [
        {**card(document), "added": document.name in uploads}
        for document in sorted(assistant.documents, key=lambda each: each.title.casefold())
    ]


def look_at_folders(assistant: Assistant, request: object = None) -> dict[str, Any]:  # noqa: ARG001
    """Return the `revision` of the documents and what is `skipped`; why they are `stale` and the `promise`, or ""."""
    skipped = [{"name": name, "reason": reason} for name, reason in sorted(assistant.skipped.items())]
    promise = assistant.promise.words if assistant.promise else ""
    return {"revision": assistant.revision, "stale": assistant.stale, "skipped": skipped, "promise": promise}


def offer_questions(assistant: Assistant, request: object) -> list[str]:
    """Return the questions that may follow the last of {"turns"}."""
    return follow_ups(assistant, turns_from_json(_field(request, "turns")))


def search_documents(assistant: Assistant, request: object) -> dict[str, Any]:
    """Return what {"query"} brings up: `documents` by their cards, and the places `holding` its words or `similar`."""
    found = assistant.look_up(text_of(request, "query")[:SEARCH_CHARACTERS])
    return {
        "documents": [card(document) for document in found.documents],
        "holding": [_place(place) for place in found.holding],
        "similar": [_place(place) for place in found.similar],
    }


def _place(place: Place) -> dict[str, Any]:
    """Return what a list of search results shows of a place: its excerpt as runs, those that are sought marked."""
    document, span = place.sentence.document, place.sentence.span
    edges = [0, *(edge for mark in place.marks for edge in (mark.start, mark.end)), len(place.excerpt)]
    runs = [
        {"text": place.excerpt[start:end], "marked": bool(number % 2)}
        for number, (start, end) in enumerate(pairwise(edges))
        if start < end
    ]
    return {**card(document), "runs": runs, "start": span.start, "end": span.end}


def export_conversation(assistant: Assistant, request: object) -> dict[str, Any]:
    """Return the file {"turns", "form"} asks for: its "name", "type" and "content"."""
    turns, form = turns_from_json(_field(request, "turns")), text_of(request, "form")
    if form not in FORMS:
        raise RequestError(f"There is no form {form}. Choose one of {', '.join(FORMS)}.")
    if not turns:
        raise RequestError("The conversation is empty. Ask something first.")
    return export(turns, assistant.documents, form)


def rate(file: Path, request: object) -> bool:
    """Keep {"turn", "note"}, a turn with its thumb and what the person has to say about it."""
    (turn,) = turns_from_json([_field(request, "turn")])
    record(file, turn, text_of(request, "note"))
    return True


def find(assistant: Assistant, name: str) -> Document:
    """Return the document of this name; raises RequestError if there is none."""
    document = assistant.document(name)
    if document is None:
        raise RequestError(f"There is no document {name}. It may have been renamed or removed.")
    return document


def _field(request: object, key: str) -> Any:
    if not isinstance(request, Mapping) or key not in request:
        raise RequestError(f"The request lacks {key!r}.")
    return request[key]


def text_of(request: object, key: str) -> str:
    """Return the text under `key` of a request; raises RequestError if there is none."""
    value = _field(request, key)
    if not isinstance(value, str):
        raise RequestError(f"{key!r} is not text.")
    return value


def number_of(request: object, key: str) -> int:
    """Return the whole number under `key` of a request; raises RequestError if there is none."""
    value = _field(request, key)
    if type(value) is not int:
        raise RequestError(f"{key!r} is not a whole number.")
    return value


def _spans(request: object) -> list[tuple[int, int]]:
    spans = _field(request, "spans")
    if not isinstance(spans, list) or len(spans) > MOST_SPANS:
        raise RequestError(f"'spans' is not a list of at most {MOST_SPANS} spans.")
    for span in spans:
        if not isinstance(span, list) or [type(edge) for edge in span] != [int, int]:
            raise RequestError("A span is not [start, end].")
    return [(start, end) for start, end in spans]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how many turns are kept before it, the names of the documents that are asked, and whether in quotes.

    Without names all documents are asked.
    """

    question: str
    keep: int
    documents: tuple[str, ...] = ()
    quotes_only: bool = False


def asked(data: object) -> Asked:
    """Return what {"question", "keep", "documents", "quotes_only"} asks."""
    keep = number_of(data, "keep")
    if keep < 0:
        raise RequestError("'keep' is negative.")
    documents = _field(data, "documents")
    if not isinstance(documents, list) or not all(isinstance(name, str) for name in documents):
        raise RequestError("'documents' is not a list of names.")
    quotes_only = _field(data, "quotes_only")
    if not isinstance(quotes_only, bool):
        raise RequestError("'quotes_only' is neither true nor false.")
    return Asked(text_of(data, "question"), keep, tuple(documents), quotes_only)
