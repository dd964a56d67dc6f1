"""Estimates with 95 % intervals, and tests of whether one run is worse than another on the same questions.

All resampling is seeded, so the same values give the same interval on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import fmean

import numpy as np
import numpy.typing as npt

SEED = 20_240_226
# Enough for the second decimal of a 95 % interval (Efron and Tibshirani 1993, chapter 13, ask for 1000 or more).
RESAMPLES = 2000
# A statistic that is not a mean is computed anew for each resample, so there are fewer of them.
SLOW_RESAMPLES = 500
# Positions drawn at once, to bound the memory.
LARGEST_DRAW = 1_000_000
# Percentiles that leave out 5 %.
TAILS = (2.5, 97.5)
# The 97.5th percentile of the normal distribution.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of `n` questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class PairedTest:
    """The change of a mean over the same `n` questions, and how probable so large a change is by chance."""

    change: float
    p: float
    n: int
    method: str


def estimate_mean(values: Sequence[float]) -> Estimate | None:
    """Return the mean with its percentile bootstrap interval (Efron 1979), or None if there are no values.

    Equal values have nothing to resample: ten right of ten would be "1.00 to 1.00". They get Wilson's interval.
    """
    if not values:
        return None
    if min(values) == max(values):
        low, high = wilson(fmean(values), len(values))
        return Estimate(fmean(values), low, high, len(values))
    low, high = np.percentile(_resampled_means(np.asarray(values, dtype=np.float64)), TAILS)
    return Estimate(fmean(values), float(low), float(high), len(values))


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `n` trials (Wilson, JASA 1927); a value beyond 0 to 1 is its own."""
    if not 0 <= share <= 1:
        return share, share
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return min(centre - half, share), max(centre + half, share)


def estimate(
    statistic: Callable[..., float], *samples: Sequence[tuple[float, ...]] | Sequence[float]
) -> Estimate | None:
    """Return a statistic of one or more samples with its percentile bootstrap interval; None if a sample is empty.

    Each sample is resampled by itself, so that a class never vanishes from a resample.
    """
    if not all(samples):
        return None
    generator = np.random.default_rng(SEED)
    drawn = []
    for _ in range(SLOW_RESAMPLES):
        picks = [generator.integers(len(sample), size=len(sample)) for sample in samples]
        drawn.append(statistic(*([sample[i] for i in pick] for sample, pick in zip(samples, picks, strict=True))))
    low, high = np.percentile(drawn, TAILS)
    return Estimate(statistic(*samples), float(low), float(high), sum(map(len, samples)))


def mcnemar(before: Sequence[bool], after: Sequence[bool]) -> PairedTest:
    """Return the exact two-sided test of paired right or wrong (McNemar 1947; exact: Edwards 1948).

    Only the questions that changed count: under chance, fixed and broken are equally likely.
    """
    fixed = sum(now and not was for was, now in zip(before, after, strict=True))
    broken = sum(was and not now for was, now in zip(before, after, strict=True))
    changed = fixed + broken
    tail = sum(comb(changed, count) for count in range(min(fixed, broken) + 1)) / 2**changed
    n = len(before)
    return PairedTest((fixed - broken) / n if n else 0.0, min(1.0, 2 * tail), n, "McNemar, exact")


def paired_bootstrap(before: Sequence[float], after: Sequence[float]) -> PairedTest:
    """Return the two-sided bootstrap test of the mean difference of paired scores (Koehn, EMNLP 2004).

    The differences are shifted to mean 0 and resampled; p is the share of means at least as far from 0 as the one
    found, itself counted (Davison and Hinkley 1997, section 4.4).
    """
    differences = np.subtract(after, before)
    change = float(differences.mean()) if len(differences) else 0.0
    if not differences.any():
        return PairedTest(0.0, 1.0, len(differences), "paired bootstrap")
    means = _resampled_means(differences - change)
    extreme = int((np.abs(means) >= abs(change) - 1e-12).sum())
    return PairedTest(change, (extreme + 1) / (RESAMPLES + 1), len(differences), "paired bootstrap")


def _resampled_means(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the means of RESAMPLES draws of as many values with replacement."""
    generator = np.random.default_rng(SEED)
    rows = max(1, LARGEST_DRAW // len(values))
    blocks = [min(rows, RESAMPLES - done) for done in range(0, RESAMPLES, rows)]
    return np.concatenate([values[generator.integers(len(values), size=(n, len(values)))].mean(axis=1) for n in blocks])
