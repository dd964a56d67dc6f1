"""Metrics of how well a confidence tells right answers from wrong ones, and answerable questions from the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

# Naeini et al. and Guo et al. use 10 to 15; more would hold too few of a few hundred questions.
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in [low, high): how many, how sure the assistant was, how often right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """Answering the questions with at least this confidence covers a share of all, of which `risk` is wrong."""

    confidence: float
    coverage: float
    risk: float


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Return the probability that a positive scores above a negative, ties counting half; neither may be empty.

    It is the area under the ROC curve, and Mann and Whitney's U over its maximum (Hanley and McNeil, Radiology 1982).
    """
    if not positives or not negatives:
        raise ValueError("an AUROC needs positives and negatives")
    ordered = sorted(negatives)
    wins = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positives)
    return wins / (2 * len(positives) * len(negatives))


def risk_coverage(confidences: Sequence[float], right: Sequence[float]) -> list[Point]:
    """Return the risk-coverage curve, from the surest questions to all; equal confidences make one point.

    El-Yaniv and Wiener, On the Foundations of Noise-free Selective Classification, JMLR 2010.
    """
    points, wrong, covered = [], 0.0, 0
    for confidence, tied in _by_confidence(confidences, right):
        wrong += sum(1 - value for value in tied)
        covered += len(tied)
        points.append(Point(confidence, covered / len(confidences), wrong / covered))
    return points


def area_under_risk_coverage(confidences: Sequence[float], right: Sequence[float]) -> float:
    """Return AURC: the mean over all questions of the risk when answering down to that one; 0 is perfect.

    Geifman, Uziel and El-Yaniv, Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers, ICLR 2019. Equal
    confidences share the risk of their point, so the order of the questions does not matter.
    """
    area, covered = 0.0, 0.0
    for point in risk_coverage(confidences, right):
        area += point.risk * (point.coverage - covered)
        covered = point.coverage
    return area


def reliability(confidences: Sequence[float], right: Sequence[float]) -> list[Bin]:
    """Return the bins of equal width that hold a question, ascending; a confidence of 1 belongs to the last."""
    members: dict[int, list[tuple[float, float]]] = {}
    for confidence, value in zip(confidences, right, strict=True):
        members.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, value))
    return [
        Bin(number / BINS, (number + 1) / BINS, len(pairs), *map(fmean, zip(*pairs, strict=True)))
        for number, pairs in sorted(members.items())
    ]


def expected_calibration_error(confidences: Sequence[float], right: Sequence[float]) -> float:
    """Return the mean distance of confidence from the share that is right, over bins, weighted by their size.

    Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., On Calibration of Modern Neural Networks, ICML 2017.
    """
    bins = reliability(confidences, right)
    return sum(found.n * abs(found.confidence - found.right) for found in bins) / len(confidences)


def _by_confidence(confidences: Sequence[float], right: Sequence[float]) -> Iterator[tuple[float, list[float]]]:
    pairs = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    for confidence, tied in groupby(pairs, key=lambda pair: pair[0]):
        yield confidence, [value for _, value in tied]
