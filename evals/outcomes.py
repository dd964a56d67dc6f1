"""What the assistant did with one case, and what that scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What an outcome comes to; the first two pass."""

    RIGHT = "right"  # all facts shown
    DECLINED = "declined"  # abstained, and the corpus does not answer
    PARTIAL = "partial"  # some facts shown
    WRONG = "wrong"  # answered, no fact shown
    MISSED = "missed"  # abstained, though the corpus answers
    UNFOUNDED = "unfounded"  # answered, though the corpus does not
    CRASHED = "crashed"  # raised an exception


PASSING = (Verdict.RIGHT, Verdict.DECLINED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A citation as an answer showed it; `verbatim` tells whether the document has the quote at that place."""

    document: str
    start: int
    end: int
    quote: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case and what came of it.

    `digest` is that of the case. `error` is "" unless the assistant raised. `scores` holds a number for each measure
    that applies to the case, and no key for one that does not. `timings` maps a stage to milliseconds.
    """

    id: str
    kind: str
    split: str
    question: str
    digest: str
    answerable: bool
    verdict: Verdict
    interpreted_as: str
    text: str
    abstained: bool
    reason: str
    confidence: float
    citations: tuple[Shown, ...]
    error: str
    scores: Mapping[str, float]
    timings: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether the verdict is a good one."""
        return self.verdict in PASSING
