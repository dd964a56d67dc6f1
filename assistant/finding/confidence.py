"""How sure an answer is: from the signals for its best sentence to a probability."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answers import TrackRecord


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the best sentence.

    `score` is its ranking score, `names` the share (0 to 1) of the question's names and numbers that stand in its
    passage, `read` the log odds that the reader gives it.
    """

    score: float
    names: float
    read: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the signals (Platt 1999): the probability that the citations answer.

    Each signal has its weight. Below `threshold` the assistant abstains.
    """

    score: float
    names: float
    read: float
    intercept: float
    threshold: float

    def probability(self, signals: Signals) -> float:
        """Return the probability, 0 to 1, for any finite signals."""
        logit = self.score * signals.score + self.names * signals.names + self.read * signals.read + self.intercept
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


# Printed by `python -m evals calibrate` from XQuAD articles 1-24 and SQuAD 2.0 dev, each question with its paragraph in
# the corpus and without, and from the dev questions on the shipped articles, which count four times (AUROC .94 over
# all). The threshold declines 2.8 % of XQuAD's answerable questions and 84 % of those whose paragraph is gone.
SAME_LANGUAGE = Calibration(score=0.58, names=1.48, read=0.41, intercept=-1.77, threshold=0.3)
# The same questions of XQuAD in Russian, Arabic, Spanish and German: most of their words cannot be found in the
# documents, so vectors must speak for them too (AUROC .88); .15 of the right ones are lost.
OTHER_LANGUAGE = Calibration(score=2.02, names=-0.27, read=0.25, intercept=-0.38, threshold=0.35)

# The least confidence, the share of the answers that were right, and how many they were, from the highest down: what
# `python -m evals calibrate` prints of the same data in its last table, in the rows "all".
RECORDS = (
    (0.9, TrackRecord(0.92, 535)),
    (0.75, TrackRecord(0.74, 229)),
    (0.5, TrackRecord(0.51, 181)),
    (0.0, TrackRecord(0.25, 112)),
)
OTHER_LANGUAGE_RECORDS = (
    (0.9, TrackRecord(0.93, 256)),
    (0.75, TrackRecord(0.76, 167)),
    (0.5, TrackRecord(0.53, 181)),
    (0.0, TrackRecord(0.33, 121)),
)


def track_record(confidence: float, *, foreign: bool) -> TrackRecord:
    """Return how often answers of such a confidence were right, to `foreign` questions or to others."""
    return next(record for least, record in (OTHER_LANGUAGE_RECORDS if foreign else RECORDS) if confidence >= least)


def share_of_names(names: Sequence[Collection[str]], held: Collection[str]) -> float:
    """Return the share of names all of whose terms are held; 1 if there are none."""
    return sum(all(term in held for term in name) for name in names) / len(names) if names else 1.0
