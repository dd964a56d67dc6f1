"""The lowest confidence from which on so few of the answers are wrong that it can be promised."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import exp, lgamma, log

# Thresholds that are tried, from the surest down.
THRESHOLDS = tuple(percent / 100 for percent in range(90, -1, -1))
# Where testing begins: high, where few answers are wrong, and lower, where there are many. Fixed before any is seen.
STARTS = (0.9, 0.6)


def binomial_tail(successes: int, trials: int, rate: float) -> float:
    """Return the probability of at most so many successes, each with this rate, 0 < rate < 1.

    As a function of the rate it is below 1 - c exactly where the rate is above the upper end of the one-sided
    interval of Clopper and Pearson (Biometrika 1934) with the certainty c.
    """
    return sum(
        exp(lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(rate) + (trials - k) * log(1 - rate))
        for k in range(successes + 1)
    )


def lowest_threshold(
    confidences: Sequence[float], right: Sequence[bool], *, error: float, certainty: float
) -> float | None:
    """Return the lowest threshold at which the answers are wrong at most at the rate `error`; None if none is proven.

    Given are the answers to questions drawn like those to come; for questions so drawn, the probability that the
    threshold returned has a higher error is at most 1 - certainty.

    Learn then Test (Angelopoulos et al. 2022, arXiv 2110.01052) for the selective risk. A hypothesis belongs to each
    threshold t of a fixed grid: "of the answers with a confidence of t or more, a share above `error` is wrong". How
    many answers there are is random, but given that there are m, each is wrong independently with that share, so the
    number of wrong ones is binomial and its tail at `error` is a valid p-value: given m, and so without it.
    Thresholds are tested from the highest down. The fallback procedure (Wiens, Pharmaceutical Statistics 2003) controls
    the chance of any false rejection, however the tests hang together: each start has its share of 1 - certainty, which
    a rejection hands on to the next threshold below, and a failure loses. Nothing is assumed of how confidence and
    being right belong together, and grid, starts and order do not depend on the answers, so that none of these need be
    set apart to choose them.
    """
    lowest, allowed = None, 0.0
    for threshold in THRESHOLDS:
        allowed += (1 - certainty) / len(STARTS) if threshold in STARTS else 0.0
        if not allowed:
            continue
        answered = [is_right for sure, is_right in zip(confidences, right, strict=True) if sure >= threshold]
        if binomial_tail(answered.count(False), len(answered), error) <= allowed:
            lowest = threshold
        else:
            allowed = 0.0
    return lowest


def fewest_answers(*, error: float, certainty: float) -> int:
    """Return how many answers must be right, with none wrong, before anything can be promised."""
    return next(n for n in count(1) if binomial_tail(0, n, error) <= (1 - certainty) / len(STARTS))
