"""What the reader shows: whole documents with marked spans, the list of documents, and search results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from typing_extensions import TypedDict

from assistant.proving import is_order
from assistant.web.errors import RequestError
from assistant.web.markup import day_in_words
from assistant.web.rendering import outline, render, render_table
from index import Document, Span
from index.language import detect_language
from index.reading import is_markdown, paragraphs

HEADING_CHARACTERS = 90
SENTENCE_ENDS = ".!?…:;,”\"'’)]"


class DocumentCard(TypedDict):
    """What a list of documents shows of one; `published` is ISO 8601 or "", `day` the same in words."""

    name: str
    title: str
    published: str
    day: str
    author: str
    publisher: str
    words: int


def card(document: Document) -> DocumentCard:
    """Return what a list of documents shows of one."""
    return {
        "name": document.name,
        "title": document.title,
        "published": document.published.isoformat() if document.published else "",
        "day": day_in_words(document.published) if document.published else "",
        "author": document.author,
        "publisher": document.publisher,
        "words": len(document.text.split()),
    }


def article(document: Document, spans: Sequence[Span]) -> dict[str, Any]:
    """Return the whole document as blocks of runs, each run with the indices of the spans that cover it.

    The texts of all runs, joined, are exactly `document.text`. Markdown and separated values are a `tree` as well, if
    all spans can be marked in it, with an `outline` of its headings. `orders` counts the sentences that read
    like orders to a language model.
    """
    blocks = [_block(document.text, extent, spans) for extent in _extents(document.text)]
    shown_as = render if is_markdown(document.name) else partial(render_table, name=document.name)
    tree = shown_as(document.text, spans=spans)
    shown: dict[str, Any] = {"tree": tree, "outline": outline(tree)} if tree else {"tree": None, "outline": []}
    orders = sum(is_order(each.of(document.text)) for block in paragraphs(document.text) for each in block.sentences)
    language = detect_language(document.text)
    return {**card(document), "language": language, "orders": orders, "blocks": blocks, **shown}


def check_span(document: Document, start: int, end: int) -> Span:
    """Return the span; raises RequestError if it is empty or does not lie in the document."""
    if not 0 <= start < end <= len(document.text):
        raise RequestError(f"{document.title} has no characters {start} to {end}. The document may have changed.")
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class _Extent:
    """A paragraph with the blanks that follow it, so that nothing of the text is between two extents."""

    start: int
    end: int
    heading: bool


def _extents(text: str) -> list[_Extent]:
    found = paragraphs(text)
    if not found:
        return [_Extent(0, len(text), heading=False)]
    starts = [0, *(paragraph.span.start for paragraph in found[1:])]
    ends = [*starts[1:], len(text)]
    return [
        _Extent(start, end, _is_heading(paragraph.span.of(text)))
        for start, end, paragraph in zip(starts, ends, found, strict=True)
    ]


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= HEADING_CHARACTERS and "\n" not in paragraph and paragraph[-1] not in SENTENCE_ENDS


def _block(text: str, extent: _Extent, spans: Sequence[Span]) -> dict[str, Any]:
    return {"heading": extent.heading, "runs": list(_runs(text, extent, spans))}


def _runs(text: str, extent: _Extent, spans: Sequence[Span]) -> Iterator[dict[str, Any]]:
    edges = {edge for span in spans for edge in (span.start, span.end) if extent.start < edge < extent.end}
    cuts = [extent.start, *sorted(edges), extent.end]
    for start, end in pairwise(cuts):
        covering = [index for index, span in enumerate(spans) if span.start <= start and end <= span.end]
        yield {"text": text[start:end], "spans": covering}
