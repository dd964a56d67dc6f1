"""Sum outcomes up: each measure over the questions it applies to, with its interval and n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from evals.metrics.confidence import area_under_risk_coverage, auroc, expected_calibration_error
from evals.metrics.intervals import Estimate, estimate, estimate_mean
from evals.outcomes import Outcome
from index.language import detect_language

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its key in the scores, its name in a table, and the questions that it applies to."""

    key: str
    title: str
    among: str


MEASURES = (
    Measure("passed", "passed", "all"),
    Measure("facts", "facts shown", "answerable"),
    Measure("cited_first", "evidence cited first", "answerable"),
    Measure("cited", "evidence cited", "answerable"),
    Measure("citation_recall", "citation recall", "answerable"),
    Measure("citation_precision", "citation precision", "answerable, answered"),
    Measure("span_iou", "span IoU", "answerable, answered"),
    Measure("set_f1", "set F1", "answerable, asking for a set"),
    Measure("abstention_recall", "abstention recall", "unanswerable"),
    Measure("abstention_precision", "abstention precision", "abstentions"),
    Measure("verbatim", "citations verbatim", "answers"),
    Measure("citations", "citations an answer", "answers"),
    Measure("by_model", "answered in the model's words", "put to a model that wrote"),
    Measure("withheld", "sentences of the model withheld", "put to a model that wrote"),
)
CONFIDENCE_MEASURES = (
    Measure("auroc", "AUROC, answerable or not", "all"),
    Measure("aurc", "AURC (0 is perfect)", "all"),
    Measure("ece", "calibration error (ECE)", "all"),
    Measure("parity", "other languages / English", "answerable"),
)


@dataclass(frozen=True, slots=True)
class Latency:
    """The milliseconds that a stage took in `n` questions."""

    stage: str
    median: float
    p95: float
    n: int


def values(outcomes: Sequence[Outcome], key: str) -> list[float]:
    """Return the scores of a measure, of the outcomes that have one."""
    return [outcome.scores[key] for outcome in outcomes if key in outcome.scores]


def estimate_of(outcomes: Sequence[Outcome], key: str) -> Estimate | None:
    """Return the mean of a measure with its interval, or None if it applies to none of these outcomes."""
    return estimate_mean(values(outcomes, key))


def confidence_estimate(outcomes: Sequence[Outcome], key: str) -> Estimate | None:
    """Return one of CONFIDENCE_MEASURES with its interval, or None where a class is missing; crashes have none."""
    alive = [outcome for outcome in outcomes if not outcome.error]
    if key == "auroc":
        return estimate(auroc, *(_confidences(alive, answerable) for answerable in (True, False)))
    if key == "parity":
        return parity(outcomes)
    statistic = area_under_risk_coverage if key == "aurc" else expected_calibration_error
    pairs = [(outcome.confidence, outcome.scores["right_if_shown"]) for outcome in alive]
    return estimate(lambda drawn: statistic([pair[0] for pair in drawn], [pair[1] for pair in drawn]), pairs)


def parity(outcomes: Sequence[Outcome]) -> Estimate | None:
    """Return the facts shown for questions in other languages over those shown for English ones: 1 is parity."""
    languages = [(detect_language(outcome.question), outcome) for outcome in outcomes]
    english = values([outcome for language, outcome in languages if language == ENGLISH], "facts")
    others = values([outcome for language, outcome in languages if language != ENGLISH], "facts")
    return estimate(ratio_of_means, others, english)


def ratio_of_means(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    """Return the mean of one over that of the other; 0.0 over 0.0 is 1.0, any other over 0.0 infinite."""
    above, below = fmean(numerators), fmean(denominators)
    if not below:
        return float("inf") if above else 1.0
    return above / below


def latencies(outcomes: Sequence[Outcome]) -> list[Latency]:
    """Return the milliseconds of each stage, in the order in which stages first appear; none if nothing was timed."""
    stages = list(dict.fromkeys(stage for outcome in outcomes for stage in outcome.timings))
    return [_latency(stage, [o.timings[stage] for o in outcomes if stage in o.timings]) for stage in stages]


def _latency(stage: str, milliseconds: Sequence[float]) -> Latency:
    median, p95 = np.percentile(milliseconds, [50, 95])
    return Latency(stage, float(median), float(p95), len(milliseconds))


def _confidences(outcomes: Sequence[Outcome], answerable: bool) -> list[float]:
    return [outcome.confidence for outcome in outcomes if outcome.answerable is answerable]
