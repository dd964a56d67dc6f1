"""Tell whether a quote holds a fact, and how far two spans are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"\u00ad": ""}
)
# Thai, Japanese and Chinese write no blanks between words, so there a fact may begin and end anywhere.
LETTER = r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"


class Place(Protocol):
    """Anything that stands at `document.text[start:end]`: a citation, a piece of evidence, a sentence."""

    @property
    def document(self) -> str:
        """The name of the document."""

    @property
    def start(self) -> int:
        """The offset of the first character."""

    @property
    def end(self) -> int:
        """The offset after the last character."""


def fold(text: str) -> str:
    """Return `text` in one case, with one blank for any run of them and one form of quotation marks and dashes."""
    return " ".join(text.translate(FOLDED).casefold().split())


def holds_one_of(quote: str, alternatives: Iterable[str]) -> bool:
    """Tell whether one of the alternatives stands in the quote as whole words, both folded: "12" is not in "2012"."""
    folded = fold(quote)
    wanted = [re.escape(fold(alternative)) for alternative in alternatives if alternative.strip()]
    return any(re.search(rf"(?<!{LETTER}){words}(?!{LETTER})", folded) for words in wanted)


def overlap(a: Place, b: Place) -> int:
    """Return the number of characters that two places share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start)) if a.document == b.document else 0


def same_place(a: Place, b: Place) -> bool:
    """Tell whether two places are the same sentence, or one holds the other: half of the shorter one is shared.

    The gold was cut into sentences by hand, and a program may join two of them or cut one in two.
    """
    return 2 * overlap(a, b) >= max(1, min(a.end - a.start, b.end - b.start))


def intersection_over_union(a: Place, b: Place) -> float:
    """Return the characters that two places share over those of either, 0 to 1 (Jaccard 1912)."""
    shared = overlap(a, b)
    return shared / (a.end - a.start + b.end - b.start - shared) if shared else 0.0
