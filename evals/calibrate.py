"""Fit the constants that make a probability of what speaks for an answer, on dev data alone."""

from __future__ import annotations

import itertools
import math
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.finding import Calibration, Signals
from evals.benchmark import kept_or_temporary, written
from evals.cases import Case
from evals.evaluate import Place, Progress, silent
from evals.metrics.citations import facts_shown
from evals.metrics.confidence import auroc
from evals.removal import PARAGRAPH, removal_folds
from evals.report.tables import Table
from evals.squad import benchmark_of, languages_of, read_squad, translated

# A question of ours counts as often as this many of a benchmark: there are few, and they are like those of users.
WEIGHT_OF_OURS = 4.0
# The penalty on squared weights; it only keeps them finite where a signal never varies.
RIDGE = 1e-3
NEWTON_STEPS = 40
# Of a benchmark's questions in other languages so many are one that is asked: there are as many in each language.
TRANSLATIONS_A_QUESTION = 4
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
# From these confidences on it is told how often answers are right.
BANDS = (0.9, 0.75, 0.5, 0.0)
ALL = "all"
SIGNALS = tuple(field.name for field in fields(Signals))


@dataclass(frozen=True, slots=True)
class Observation:
    """The signals for one question, whether the corpus answers it, where it comes from, and how much it counts.

    `foreign` tells whether it is in another language than the corpus, `confidence` how sure the answer is that would be
    `shown`, and `right` whether that holds all facts.
    """

    signals: Signals
    answerable: bool
    source: str
    weight: float
    foreign: bool
    confidence: float
    shown: bool
    right: bool


def observe(
    place: Place, cases: Sequence[Case], source: str, *, answerable: bool | None = None, weight: float = 1.0
) -> Iterator[Observation]:
    """Yield what speaks for the answer to each case; `answerable` overrides what the case says of itself.

    What is told without being looked for has no confidence, and is left out.
    """
    with Assistant.open(place.corpus, place.store, promised=False) as assistant:
        for case in cases:
            truth = case.answerable if answerable is None else answerable
            answer, found = assistant.attempt(case.question, history=case.history)
            if found:
                shown = found.is_enough and not answer.abstained
                right = truth and all(facts_shown(case, answer.citations, answer.text))
                yield Observation(
                    found.signals, truth, source, weight, found.asked.is_foreign, found.confidence, shown, right
                )


def observe_benchmark(
    file: Path, folder: Path | None = None, translations: Path | None = None, progress: Progress = silent
) -> Iterator[Observation]:
    """Yield the questions of a benchmark with their paragraph in the corpus, and without it.

    Those that `translations` has in other languages are asked in these as well, a part in each.
    """
    contexts = read_squad(file)
    whole = benchmark_of(contexts, str(file))
    with kept_or_temporary(folder) as place_of_all:
        place = written(whole, place_of_all)
        yield from observe(place, [*whole.cases, *_in_other_languages(whole.cases, translations)], file.stem)
        folds = removal_folds(contexts, whole, PARAGRAPH)
        for number, fold in enumerate(folds):
            progress(number, len(folds))
            smaller = place_of_all / f"without-{number}"
            shutil.copytree(str(place.store), smaller / "store", dirs_exist_ok=True)
            cases = [*fold.cases, *_in_other_languages(fold.cases, translations)]
            source = f"{file.stem}, paragraph removed"
            yield from observe(written(fold.corpus, smaller), cases, source, answerable=False)


def _in_other_languages(cases: Sequence[Case], file: Path | None) -> Iterator[Case]:
    """Yield every so many of the cases in each of the languages that a file of translations has them in."""
    if file is None:
        return
    for number, language in enumerate(languages_of(file)):
        yield from translated(cases, file, language)[number % TRANSLATIONS_A_QUESTION :: TRANSLATIONS_A_QUESTION]


def fit(observations: Sequence[Observation]) -> dict[str, float]:
    """Return the weight of each signal and the "intercept" that make the observations most likely.

    Logistic regression by Newton's method (iteratively reweighted least squares) with a small ridge penalty.
    """
    rows = np.array([[getattr(seen.signals, name) for name in SIGNALS] + [1.0] for seen in observations])
    truth = np.array([float(seen.answerable) for seen in observations])
    counts = np.array([seen.weight for seen in observations])
    weights = np.zeros(rows.shape[1])
    for _ in range(NEWTON_STEPS):
        probable = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (counts * (truth - probable)) - RIDGE * weights
        curvature = (rows * (counts * probable * (1 - probable))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curvature, gradient)
    return dict(zip((*SIGNALS, "intercept"), (float(weight) for weight in weights), strict=True))


def trade_off(observations: Sequence[Observation], fitted: Calibration) -> Table:
    """Return, for each threshold, the share of answerable questions lost and of the others declined, by source."""
    sources = list(dict.fromkeys(seen.source for seen in observations))
    rows = []
    for source, truth in itertools.product(sources, (True, False)):
        group = [seen for seen in observations if (seen.source, seen.answerable) == (source, truth)]
        sure = np.array([fitted.probability(seen.signals) for seen in group])
        if group:
            shares = (f"{np.mean(sure < threshold):.3f}" for threshold in THRESHOLDS)
            rows.append((source, "yes" if truth else "no", str(len(group)), *shares))
    yes = [fitted.probability(seen.signals) for seen in observations if seen.answerable]
    no = [fitted.probability(seen.signals) for seen in observations if not seen.answerable]
    note = f"Shares below the threshold. AUROC over all: {auroc(yes, no):.3f}, n = {len(yes)} + {len(no)}."
    headers = ("source", "answerable", "n", *(f"< {threshold}" for threshold in THRESHOLDS))
    return Table("What a threshold declines", headers, tuple(rows), note)


def right_by_confidence(observations: Sequence[Observation]) -> Table:
    """Return how often the answers that are shown are right, by their confidence, in each source and over all."""
    shown = [seen for seen in observations if seen.shown]
    rows = []
    for foreign in sorted({seen.foreign for seen in shown}):
        group = [seen for seen in shown if seen.foreign is foreign]
        for source in (ALL, *dict.fromkeys(seen.source for seen in group)):
            members = [seen for seen in group if source in (ALL, seen.source)]
            bands = (
                [seen for seen in members if low <= seen.confidence < high]
                for low, high in zip(BANDS, [math.inf, *BANDS], strict=False)
            )
            rows.append(("other" if foreign else "the documents'", source, *map(_share_right, bands)))
    headers = ("language", "source", *(f">= {least}" for least in BANDS))
    note = (
        "Share of the answers shown that are right, our own questions at their weight, and how many answers there are."
    )
    return Table("How often answers are right, by their confidence", headers, tuple(rows), note)


def _share_right(members: Sequence[Observation]) -> str:
    weight = sum(seen.weight for seen in members)
    return f"{sum(seen.weight * seen.right for seen in members) / weight:.2f} ({len(members)})" if members else "-"
