"""Turn one part of the ranking off at a time, and measure what it was worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace

from assistant import Ranking
from evals.comparison import compare
from evals.outcomes import Outcome
from evals.report.summary import confidence_estimate, estimate_of
from evals.report.tables import Table

Run = Callable[[Ranking], Sequence[Outcome]]
"""Put the same cases to an assistant with this ranking."""

ALL_PARTS = "all parts"
# All but "passed" are independent of the threshold of abstention, which was set with all parts on.
MEASURES = {
    "sentences.hit@1": "sentence hit@1",
    "sentences.ndcg@10": "sentence nDCG@10",
    "passages.ndcg@10": "passage nDCG@10",
    "passed": "passed",
}


def parts_of(ranking: Ranking) -> list[str]:
    """Return the names of the weights that are on."""
    weights = {field.name: getattr(ranking, field.name) for field in fields(ranking)}
    return [name for name, weight in weights.items() if isinstance(weight, float) and weight != 0.0]


def ablations(ranking: Ranking, run: Run) -> Iterator[tuple[str, Sequence[Outcome]]]:
    """Yield the outcomes with all parts on, then those with each part at 0.0, by name."""
    yield ALL_PARTS, run(ranking)
    for part in parts_of(ranking):
        yield part, run(replace(ranking, **{part: 0.0}))


def ablation_table(runs: Mapping[str, Sequence[Outcome]]) -> Table:
    """Return one row a part: how the means change without it, and how probable so large a change is by chance."""
    whole = runs[ALL_PARTS]
    rows = [_row(f"without {part}", whole, outcomes) for part, outcomes in runs.items() if part != ALL_PARTS]
    note = (
        f"n = {len(whole)}. Differences from all parts; p of nDCG by paired bootstrap, of passed by McNemar. "
        "Only one part is off at a time and nothing is fitted anew: parts that stand in for one another look cheap."
    )
    headers = ("ranking", *MEASURES.values(), "AUROC", "p (sentence nDCG@10)", "p (passed)")
    return Table("What each part is worth", headers, (_whole_row(whole), *rows), note)


def _whole_row(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    means = [_mean(outcomes, key) for key in MEASURES]
    return ALL_PARTS, *(f"{mean:.3f}" for mean in means), f"{_auroc(outcomes):.3f}", "", ""


def _row(name: str, whole: Sequence[Outcome], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    changes = [f"{_mean(outcomes, key) - _mean(whole, key):+.3f}" for key in MEASURES]
    tests = compare(whole, outcomes).tests
    auroc = f"{_auroc(outcomes) - _auroc(whole):+.3f}"
    return name, *changes, auroc, f"{tests['sentence nDCG@10'].p:.3f}", f"{tests['passed'].p:.3f}"


def _mean(outcomes: Sequence[Outcome], key: str) -> float:
    found = estimate_of(outcomes, key)
    return found.value if found else float("nan")


def _auroc(outcomes: Sequence[Outcome]) -> float:
    found = confidence_estimate(outcomes, "auroc")
    return found.value if found else float("nan")
