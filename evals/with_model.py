"""Ask the same questions with a language model and without, and set side by side what comes of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import chain, groupby, zip_longest

import numpy as np

from assistant import Assistant
from evals.cases import Case
from evals.evaluate import Place, Progress
from evals.outcomes import Outcome, Verdict
from evals.report.tables import Table
from evals.run import Corpus, answer_cases
from index import ModelSettings


def by_turns(cases: Sequence[Case]) -> list[Case]:
    """Return the cases so that each kind has its turn: the first of each, the second of each, and so on."""
    kinds = [list(members) for _, members in groupby(sorted(cases, key=lambda case: case.kind), lambda case: case.kind)]
    return [case for case in chain.from_iterable(zip_longest(*kinds)) if case is not None]


def ask_both(
    place: Place, cases: Sequence[Case], model: ModelSettings, *, minutes: float, progress: Progress
) -> tuple[list[Outcome], list[Outcome]]:
    """Return the outcomes without and with the model, of as many cases, by turns, as it answers in so many minutes."""
    until = time.monotonic() + 60 * minutes
    written: list[Outcome] = []
    cases = by_turns(cases)
    with Assistant.open(place.corpus, place.store, model=model, promised=False) as assistant:
        corpus = Corpus.of(assistant)
        for outcome in answer_cases(assistant, cases, corpus):
            written.append(outcome)
            progress(len(written), len(cases))
            if time.monotonic() > until:
                break
    with Assistant.open(place.corpus, place.store, promised=False) as assistant:
        return list(answer_cases(assistant, cases[: len(written)], corpus)), written


def side_by_side(quoted: Sequence[Outcome], written: Sequence[Outcome], title: str) -> Table:
    """Return one row a measure, without the model and with it."""
    columns = [_measures(quoted), _measures(written)]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    note = (
        f"n = {len(written)} questions, by turns of their kinds. Crashed: {sum(bool(each.error) for each in written)}."
    )
    return Table(title, ("measure", "without", "with"), tuple(rows), note)


def _measures(outcomes: Sequence[Outcome]) -> dict[str, str]:
    answerable = [each for each in outcomes if each.answerable]
    others = [each for each in outcomes if not each.answerable]
    sent = [each for each in outcomes if "by_model" in each.scores]
    seconds = [each.timings["total"] / 1000 for each in outcomes if "total" in each.timings]
    return {
        "passed (all)": _share([each.passed for each in outcomes]),
        "answered right (answerable)": _share([each.verdict is Verdict.RIGHT for each in answerable]),
        "abstained, though there is an answer (answerable)": _share([each.abstained for each in answerable]),
        "abstained, as there is none (unanswerable)": _share([each.abstained for each in others]),
        "right when answered (answered)": _share([each.passed for each in outcomes if not each.abstained]),
        "answered in the model's words (all)": _share([each.scores.get("by_model", 0) > 0 for each in outcomes]),
        "its sentences withheld (where it wrote)": _share([each.scores["withheld"] for each in sent]),
        "seconds a question, median": f"{np.median(seconds):.1f}" if seconds else "-",
        "seconds a question, 95th percentile": f"{np.percentile(seconds, 95):.1f}" if seconds else "-",
    }


def _share(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f} ({len(values)})" if values else "-"
