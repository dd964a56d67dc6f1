"""Read a document into blocks by its format, and a sentence into the words that a person reads."""

from __future__ import annotations

import functools
import re
from itertools import zip_longest
from pathlib import PurePath

from index.blocks import Block, BlockKind, Context
from index.cells import cells_of
from index.language import detect_language
from index.markdown import code_spans, read_markdown, without_marks
from index.outline import Outline
from index.plaintext import read_plain, read_table

PLAIN_SUFFIXES = frozenset({".txt", ".text", ".log", ""})
TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
# "ware-\nhouse" is one word.
HYPHENATED = re.compile(r"(?<=[^\W\d_])-\r?\n\s*(?=[^\W\d_A-Z])")
QUOTE_MARKS = re.compile(r"\n\s*(?:>\s?)+")
BULLET = re.compile(r"^(?:[-*+•–]|>)\s+")
FENCE = re.compile(r"^(?:`{3,}|~{3,})[^\n]*\n|\n?(?:`{3,}|~{3,})\s*$")
# To be found, ranked, read and shown, a sentence is made readable six times or more.
SENTENCES_REMEMBERED = 2000
HEADS_REMEMBERED, NAMES_REMEMBERED = 64, 256


def is_markdown(name: str) -> bool:
    """Tell whether the text of a document with this name is Markdown: its own, or what it was converted to."""
    return _suffix(name) not in PLAIN_SUFFIXES | TABLE_SUFFIXES


def is_table(name: str) -> bool:
    """Tell whether the text of a document with this name is a file of separated values."""
    return _suffix(name) in TABLE_SUFFIXES


@functools.lru_cache(NAMES_REMEMBERED)
def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def blocks(text: str, name: str = "") -> tuple[Block, ...]:
    """Return the blocks of a document's text, in reading order; the blank text has none.

    Its name tells how it is to be read: as Markdown, as a table of separated values, or as plain text. Every character
    that is not blank lies in one sentence of one block.
    """
    outline = Outline(text, detect_language(text))
    if is_markdown(name):
        read_markdown(text, outline)
    elif is_table(name):
        read_table(text, outline)
    else:
        read_plain(text, outline)
    return outline.blocks()


def paragraphs(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text."""
    return blocks(text)


def code_in(text: str, name: str) -> list[str]:
    """Return the pieces of code within the sentences of a text of the document with this name, in order."""
    return code_spans(text) if is_markdown(name) else []


@functools.lru_cache(SENTENCES_REMEMBERED)
def readable(sentence: str, context: Context, *, markdown: bool) -> str:
    """Return the words of a sentence as a person reads them: one line without marks, a row with its column heads."""
    if context.kind is BlockKind.CODE:
        return FENCE.sub("", sentence)
    if context.kind is BlockKind.ROW:
        return _row(sentence, context.opening, markdown=markdown)
    joined = HYPHENATED.sub("", QUOTE_MARKS.sub("\n", sentence) if markdown else sentence)
    plain = BULLET.sub("", " ".join(joined.split()))
    return without_marks(plain) if markdown else plain


def _row(row: str, head: str, *, markdown: bool) -> str:
    """Return a row of a table as "Head: cell, Head: cell"; cells that are empty are left out."""
    return ", ".join(
        f"{name}: {cell}" if name else cell for name, cell in named_cells(row, head, markdown=markdown) if cell
    )


def named_cells(row: str, head: str, *, markdown: bool) -> list[tuple[str, str]]:
    """Return the cells of a row without marks, each behind its head; behind "" if there are more of them than heads."""
    cells, heads = plain_cells(row, head, markdown=markdown), _heads(head, markdown=markdown)
    # The last cells of a row may be left out.
    return list(zip_longest(heads, cells, fillvalue="")) if len(cells) <= len(heads) else [("", cell) for cell in cells]


@functools.lru_cache(HEADS_REMEMBERED)
def _heads(head: str, *, markdown: bool) -> tuple[str, ...]:
    return tuple(plain_cells(head, markdown=markdown)) if head else ()


def plain_cells(row: str, head: str = "", *, markdown: bool) -> list[str]:
    """Return the cells of a row without marks; the head of its table tells what is between them."""
    cells = cells_of(row, head)
    return [without_marks(cell) for cell in cells] if markdown else cells
