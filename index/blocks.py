"""What a document is made of: blocks, each under its headings and behind what opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.sentences import Span


class BlockKind(StrEnum):
    """What a block is. Only those of EVIDENCE say something; the others tell what these stand under, or nothing."""

    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    ANSWER = "answer"
    PAIR = "pair"  # "Weight: 1.4 kg"
    LINE = "line"  # of a log or a chat
    HEADING = "heading"
    QUESTION = "question"
    HEAD = "head"  # of a table
    FURNITURE = "furniture"  # front matter, comments, tables of contents, running heads, separators


EVIDENCE = frozenset(BlockKind) - {BlockKind.HEADING, BlockKind.QUESTION, BlockKind.HEAD, BlockKind.FURNITURE}


@dataclass(frozen=True, slots=True)
class Context:
    """What a block stands under: the headings above it, outermost first, what opens it, and its page, if it has one.

    `opening` is the sentence that announces a list or code, the head of a table as it is written, the question of an
    answer, or the item above a nested one; "" if there is none.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    headings: tuple[str, ...] = ()
    opening: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document with its sentences in reading order; there is at least one, and blocks do not overlap.

    `is_part` tells that it is a piece of a row that was too long.
    """

    span: Span
    sentences: tuple[Span, ...]
    context: Context
    is_part: bool = False

    @property
    def kind(self) -> BlockKind:
        """What the block is."""
        return self.context.kind

    @property
    def is_evidence(self) -> bool:
        """Tell whether it says something by itself."""
        return self.context.kind in EVIDENCE


def headed(title: str, headings: Sequence[str]) -> str:
    """Return a title and the headings below it as a path; a first heading that repeats the title is left out."""
    below = headings[1:] if headings and headings[0].casefold() == title.casefold() else headings
    return " > ".join(filter(None, (title, *below)))
