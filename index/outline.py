"""Collect the parts of a document as they are read into blocks that know what they stand under."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.blocks import Block, BlockKind, Context
from index.cells import ends_of_cells
from index.sentences import LONGEST_SENTENCE, Span, cut_to_size, sentences, trimmed

# Kinds whose text is prose, to be cut into sentences; the others are said in one piece.
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.ITEM, BlockKind.ANSWER})
# Kinds that are made of cells.
ROWS = frozenset({BlockKind.ROW, BlockKind.HEAD})
# What may be announced by the sentence before it.
ANNOUNCED = frozenset({BlockKind.ITEM, BlockKind.CODE, BlockKind.PAIR, BlockKind.ROW, BlockKind.LINE})
HEADING_MARKS = re.compile(r"^(?:\ufeff|\s)*#{1,6}\s+|\s+#+\s*$")
# A table of contents names headings and nothing else, with dots or page numbers behind them.
CONTENTS_TAIL = re.compile(r"(?<![\s.·…])(?:[\s.·…]+(?:\d+\s*)?|(?<!\d)\d+\s*)$")
MARKER = re.compile(r"^(?:[-*+•–]|\(?\w{1,3}[.)])\s+")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Outline:
    """The blocks of one document so far, in reading order, and the headings that the next one stands under."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._headings: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._announced = ""
        self.page: int | None = None

    def heading(self, level: int, span: Span, words: str = "") -> None:
        """Add a heading; it closes those of the same level and below. `words` is its text without marks."""
        words = words or HEADING_MARKS.sub("", span.of(self._text))
        self._add(BlockKind.HEADING, span, "")
        self._headings = [*(each for each in self._headings if each[0] < level), (level, " ".join(words.split()))]

    def label(self, span: Span, opening: str) -> None:
        """Add words that only name what stands below them, but not all that follows, as a heading does."""
        self._add(BlockKind.HEADING, span, opening)

    def add(self, kind: BlockKind, span: Span, opening: str = "") -> None:
        """Add a block; what has no `opening` is opened by the sentence before it, if that ends in a colon."""
        if kind in ANNOUNCED:
            opening = opening or self._announced
        self._add(kind, span, opening)
        if kind not in ANNOUNCED and kind is not BlockKind.HEAD:
            last = self._blocks[-1].sentences[-1].of(self._text)
            self._announced = last if last.rstrip("*_ ").endswith((":", "：")) else ""

    def _add(self, kind: BlockKind, span: Span, opening: str) -> None:
        found = tuple(self._sentences(kind, span, opening))
        if kind is BlockKind.HEADING:
            self._announced = ""
        path = tuple(words for _, words in self._headings)
        if kind in ROWS and len(found) > 1:
            for piece, head in zip(found, _heads_of(found, self._text, opening), strict=True):
                self._blocks.append(Block(piece, (piece,), Context(kind, path, head, self.page), is_part=True))
        elif found:
            # A head of a table may be cut at its tabs.
            context = Context(kind, path, opening.strip() if kind in ROWS else " ".join(opening.split()), self.page)
            self._blocks.append(Block(Span(found[0].start, found[-1].end), found, context))

    def _sentences(self, kind: BlockKind, span: Span, opening: str) -> Iterator[Span]:
        if kind in PROSE:
            yield from sentences(self._text, span, self._language)
        elif kind is BlockKind.CODE:
            yield from _lines_together(self._text, span)
        elif whole := trimmed(self._text, span.start, span.end):
            ends = ends_of_cells(whole.of(self._text), opening) if kind in ROWS else ()
            cells = [whole.start + end for end in ends]
            yield from cut_to_size(self._text, whole, cells)

    def blocks(self) -> tuple[Block, ...]:
        """Return all blocks; lists that only name headings of the document are furniture, as is what was not added."""
        titles = {_plain(block.span.of(self._text)) for block in self._blocks if block.kind is BlockKind.HEADING}
        made = list(self._with_gaps())
        for run in _runs_of_items(made):
            if len(run) > 1 and all(_plain(made[place].span.of(self._text)) in titles for place in run):
                for place in run:
                    made[place] = replace(made[place], context=replace(made[place].context, kind=BlockKind.FURNITURE))
        return tuple(made)

    def _with_gaps(self) -> Iterator[Block]:
        position = 0
        for block in (*self._blocks, None):
            gap = trimmed(self._text, position, block.span.start if block else len(self._text))
            if gap:
                yield Block(gap, tuple(cut_to_size(self._text, gap)), Context(BlockKind.FURNITURE))
            if block:
                yield block
                position = block.span.end


def _heads_of(pieces: Sequence[Span], text: str, head: str) -> Iterator[str]:
    """Yield, for each piece of a row that was cut, the part of the head over its cells; "" if it cut a cell."""
    row = Span(pieces[0].start, pieces[-1].end).of(text)
    ends, heads = [0, *ends_of_cells(row, head)], [0, *ends_of_cells(head, head), len(head)]
    for piece in pieces:
        start, end = piece.start - pieces[0].start, piece.end - pieces[0].start
        first, last = bisect_right(ends, start) - 1, bisect_left(ends, end)
        begins = not row[ends[first] : start].strip()
        is_closed = end == len(row) or (last < len(ends) and not row[end : ends[last]].strip())
        yield head[heads[first] : heads[last]].strip() if begins and is_closed and last < len(heads) else ""


def _runs_of_items(blocks: list[Block]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.ITEM:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _plain(words: str) -> str:
    words = LINK.sub(r"\1", HEADING_MARKS.sub("", words))
    return CONTENTS_TAIL.sub("", MARKER.sub("", words.strip())).casefold()


def _lines_together(text: str, span: Span) -> Iterator[Span]:
    """Yield code in runs of whole lines that are no longer than the longest sentence."""
    start = position = span.start
    for line in span.of(text).splitlines(keepends=True):
        if position > start and position + len(line) - start > LONGEST_SENTENCE:
            if whole := trimmed(text, start, position):
                yield from cut_to_size(text, whole)
            start = position
        position += len(line)
    if whole := trimmed(text, start, span.end):
        yield from cut_to_size(text, whole)
