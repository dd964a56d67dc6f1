"""The paragraphs and sentences of a document, read once and looked up by their place."""

from __future__ import annotations

from functools import lru_cache

from index import Span
from index.blocks import Block
from index.reading import paragraphs

# A text of a megabyte takes a third of a second to read, so those that are asked about are remembered.
TEXTS_REMEMBERED = 256


@lru_cache(maxsize=TEXTS_REMEMBERED)
def paragraphs_of(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of a text, in reading order."""
    return paragraphs(text)


def paragraph_at(text: str, place: int) -> Block | None:
    """Return the paragraph in which this character stands, or None if it is a blank between two."""
    return next((each for each in paragraphs_of(text) if each.span.start <= place < each.span.end), None)


def sentences_in(text: str, span: Span) -> list[Span]:
    """Return the sentences that share a character with the span, in reading order."""
    return [
        sentence
        for paragraph in paragraphs_of(text)
        if overlap(paragraph.span, span)
        for sentence in paragraph.sentences
        if overlap(sentence, span)
    ]


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def cover(*spans: Span) -> Span:
    """Return the least span that holds all these; there is at least one."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))
