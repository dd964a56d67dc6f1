"""Widen a quoted sentence to the block that it belongs to, and read a quotation as lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from assistant.finding import RankedSentence
from assistant.words.reading import TEXTS_REMEMBERED, cover, overlap, paragraphs_of
from index import Document, Span
from index.blocks import Block, BlockKind, Context, headed
from index.lexical import terms
from index.reading import blocks, is_markdown, is_table, named_cells, readable

# A list, table or listing that is quoted whole is no longer than this, which a reader takes in at a glance.
MOST_CHARACTERS = 520
# Of a longer answer to a question of the document's own, only the sentence is quoted.
LONGEST_ANSWER = 400
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTATION})
IN_RUNS = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.CODE, BlockKind.PAIR})
COLONS = (":", "：")


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _blocks(text: str, name: str) -> tuple[Block, ...]:
    return blocks(text, name) if is_markdown(name) or is_table(name) else paragraphs_of(text)


def blocks_of(document: Document) -> tuple[Block, ...]:
    """Return the blocks of a document, in reading order."""
    return _blocks(document.text, document.name)


def blocks_in(document: Document, span: Span) -> list[Block]:
    """Return the blocks of a document that share a character with the span, in reading order."""
    return [block for block in _blocks(document.text, document.name) if overlap(block.span, span)]


def is_prose_of_one_section(document: Document, span: Span) -> bool:
    """Tell whether all that a span holds is prose under the same headings."""
    found = blocks_in(document, span)
    return all(block.kind in PROSE and block.context.headings == found[0].context.headings for block in found)


def within_section(document: Document, sentence: Span, span: Span) -> Span:
    """Return a span cut down to the prose under the headings of a sentence in it, without a gap."""
    found = blocks_in(document, span)
    place = next((place for place, block in enumerate(found) if overlap(block.span, sentence)), None)
    if place is None or is_prose_of_one_section(document, span):
        return span
    first = last = place
    while first > 0 and _goes_together(found[first - 1], found[place]):
        first -= 1
    while last + 1 < len(found) and _goes_together(found[last + 1], found[place]):
        last += 1
    return Span(max(span.start, found[first].span.start), min(span.end, found[last].span.end))


def _goes_together(one: Block, other: Block) -> bool:
    return one.kind in PROSE and one.context.headings == other.context.headings


def is_structured(sentence: RankedSentence) -> bool:
    """Tell whether a sentence is no prose, or stands under something that it needs."""
    context = sentence.context
    return context.kind not in PROSE or bool(context.opening)


def is_part(sentence: RankedSentence) -> bool:
    """Tell whether a sentence is one of many alike: of a list, table or listing, or keys and values of a section."""
    return sentence.context.kind in IN_RUNS | {BlockKind.LINE}


def whole_block(sentence: RankedSentence, wanted: Collection[str]) -> Span:
    """Return what must be quoted for a sentence of a list, table, listing or answer, or one that ends in a colon.

    A row, an item with its number, a pair or a turn stands for itself if it holds a wanted term that what it stands
    under does not; else all of its list or table is quoted, with its opening. A sentence that announces something is
    quoted with that.
    """
    document = sentence.document
    every = _blocks(document.text, document.name)
    place = next((i for i, block in enumerate(every) if overlap(block.span, sentence.span)), None)
    if place is None:
        return sentence.span
    block = every[place]
    if block.kind in PROSE:
        announces = sentence.span.end == block.span.end and sentence.text.rstrip("*_ ").endswith(COLONS)
        return _fitting(sentence.span, _run(every, place + 1)) if announces else sentence.span
    if block.kind is BlockKind.ANSWER:
        answer = [each for each in every if each.context == block.context and each.kind is BlockKind.ANSWER]
        whole = cover(*(each.span for each in answer))
        return whole if len(whole) <= LONGEST_ANSWER else sentence.span
    if block.kind is BlockKind.CODE or (block.kind in (BlockKind.ITEM, BlockKind.ROW) and not _tells(sentence, wanted)):
        return _whole_run(every, place, document.text)
    return block.span if len(block.span) <= MOST_CHARACTERS else sentence.span


def _whole_run(every: Sequence[Block], place: int, text: str) -> Span:
    """Return the list, table or listing of a block with its opening, or as much of its beginning as may be quoted."""
    run = [every[each] for each in _run_around(every, place)]
    before = every[every.index(run[0]) - 1] if run[0] is not every[0] else None
    if before and before.kind in PROSE and before.context.headings == run[0].context.headings:
        opening = before.sentences[-1]
        if opening.of(text).rstrip("*_ ").endswith(COLONS):
            return _fitting(opening, run)
    return _fitting(run[0].span, run[1:])


def _tells(sentence: RankedSentence, wanted: Collection[str]) -> bool:
    """Tell whether a sentence holds a wanted term that neither its headings nor its opening do."""
    above = set(terms(f"{sentence.passage.heading} {sentence.context.opening}", "en"))
    own = set(terms(sentence.passage.readable(sentence.number), "en"))
    return bool((set(wanted) - above) & own)


def _run(every: Sequence[Block], place: int) -> list[Block]:
    """Return the blocks that go on with the one at `place` as one list, table or listing; [] if it is none."""
    if place >= len(every):
        return []
    first = every[place]
    if first.kind is BlockKind.HEAD and place + 1 < len(every):
        return [first, *_run(every, place + 1)]
    if first.kind is BlockKind.FURNITURE and place and every[place - 1].kind is BlockKind.HEAD:
        return [first, *_run(every, place + 1)]
    return [every[each] for each in _run_around(every, place)] if first.kind in IN_RUNS else []


def _run_around(every: Sequence[Block], place: int) -> range:
    """Return the places of the blocks that form one list, table or listing with the one at `place`."""
    block = every[place]

    def belongs(other: Block) -> bool:
        return other.kind is block.kind and other.context.headings == block.context.headings

    first = last = place
    while first > 0 and belongs(every[first - 1]):
        first -= 1
    while last + 1 < len(every) and belongs(every[last + 1]):
        last += 1
    if block.kind is BlockKind.ROW:
        while first > 0 and every[first - 1].kind in (BlockKind.HEAD, BlockKind.FURNITURE):
            first -= 1
            if every[first].kind is BlockKind.HEAD:
                break
    return range(first, last + 1)


def _fitting(first: Span, following: Sequence[Block]) -> Span:
    """Return a span with as many of the blocks behind it as may be quoted; the first of them in any case."""
    whole = first
    for number, block in enumerate(following):
        wider = cover(whole, block.span)
        if number and len(wider) > MOST_CHARACTERS:
            break
        whole = wider
    return whole


def lines_of(document: Document, span: Span) -> list[str]:
    """Return what a span of a document says as a person reads it, each block as a line."""
    return [words for words, _ in parts_of(document, span)]


def parts_of(document: Document, span: Span) -> list[tuple[str, bool]]:
    """Return the blocks of a span as a person reads them, and whether each is code."""
    markdown = is_markdown(document.name)
    parts = []
    for block in blocks_in(document, span):
        if not block.is_evidence:
            continue
        inside = Span(max(block.span.start, span.start), min(block.span.end, span.end))
        words = readable(inside.of(document.text), block.context, markdown=markdown)
        words = f"- {words}" if _is_bullet(block, document.text, inside) else words
        parts.append((words, block.kind is BlockKind.CODE))
    return parts or [(" ".join(span.of(document.text).split()), False)]


def cells_in(document: Document, span: Span) -> tuple[tuple[str, str], ...]:
    """Return the cells of the row of a table that a span is, each behind its head, () if it is none."""
    found = [block for block in blocks_in(document, span) if block.is_evidence]
    if len(found) != 1 or found[0].kind is not BlockKind.ROW or not found[0].context.opening:
        return ()
    row = found[0].span.of(document.text)
    named = named_cells(row, found[0].context.opening, markdown=is_markdown(document.name))
    return tuple(named) if span == found[0].span and any(head for head, _ in named) else ()


def _is_bullet(block: Block, text: str, inside: Span) -> bool:
    return block.kind is BlockKind.ITEM and text[inside.start] in "-*+•–" and inside.start == block.span.start


def context_of(document: Document, span: Span) -> Context:
    """Return what the first sentence in a span stands under; the span is prose of no heading if it holds none."""
    return next((block.context for block in blocks_in(document, span) if block.is_evidence), Context())


def label(document: Document, span: Span, *, columns: bool = False) -> str:
    """Return what a span stands under in words, less the title and what it holds itself: "Inn Rype > Dogs".

    The head of a table is left out, for its rows are read with it, or with `columns` given as their names.
    """
    context = context_of(document, span)
    path = headed(document.title, context.headings).removeprefix(document.title).removeprefix(" > ")
    if not context.opening or context.opening in " ".join(span.of(document.text).split()):
        return path
    is_row = context.kind is BlockKind.ROW
    as_kind = Context(BlockKind.ROW if is_row else BlockKind.ITEM)
    opening = readable(context.opening, as_kind, markdown=is_markdown(document.name))
    return " > ".join(filter(None, (path, opening if columns or not is_row else "")))
