"""The table of a SQuAD benchmark: what was found, what was shown, what was declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.metrics.intervals import Estimate, estimate
from evals.outcomes import Outcome
from evals.report.summary import confidence_estimate, estimate_of, ratio_of_means
from evals.report.tables import Table, interval

# "Holds the answer" is about the words of the quote; "gold sentence" also about their place.
ROWS = {
    "passages.hit@1": "passage hit@1",
    "passages.hit@5": "passage hit@5",
    "sentences.hit@1": "sentence hit@1",
    "sentences.hit@3": "sentence hit@3",
    "facts_first": "first citation holds the answer",
    "facts": "any citation holds the answer",
    "cited_first": "first citation is a gold sentence",
    "cited": "any citation is a gold sentence",
    "answered": "answered, of the answerable",
    "citations": "citations an answer",
    "verbatim": "citations verbatim",
    "abstention_recall": "abstention recall (impossible)",
    "abstention_precision": "abstention precision",
    "auroc": "AUROC, answerable or impossible",
}


def squad_table(columns: Mapping[str, Sequence[Outcome]], left_out: int, title: str) -> Table:
    """Return one row a measure and one column a run (a language); a measure that applies to no question is left out."""
    cells = {name: [_estimate(outcomes, key) for outcomes in columns.values()] for key, name in ROWS.items()}
    rows = [(name, *map(_cell, found)) for name, found in cells.items() if any(found)]
    note = (
        f"Value [95 % interval] (n). Left out: {left_out} whose answer is not in their context. Passages join short "
        f"paragraphs, so passage hits are of larger units than SQuAD's. Crashed, counted as wrong: {_crashed(columns)}."
    )
    return Table(title, ("measure", *columns), tuple(rows), note)


def parity_line(english: Sequence[Outcome], other: Sequence[Outcome], language: str) -> str:
    """Return the share of answers shown in a language over that in English, for the same questions."""
    by_id = {outcome.id: outcome for outcome in english}
    pairs = [(o.scores["facts"], by_id[o.id].scores["facts"]) for o in other if o.answerable and o.id in by_id]
    found = estimate(lambda drawn: ratio_of_means([a for a, _ in drawn], [b for _, b in drawn]), pairs)
    return f"Answers shown, {language} over en: {interval(found)} (n = {len(pairs)})"


def _estimate(outcomes: Sequence[Outcome], key: str) -> Estimate | None:
    return confidence_estimate(outcomes, key) if key == "auroc" else estimate_of(outcomes, key)


def _cell(found: Estimate | None) -> str:
    return f"{interval(found)} ({found.n})" if found else "-"


def _crashed(columns: Mapping[str, Sequence[Outcome]]) -> int:
    return sum(bool(outcome.error) for outcomes in columns.values() for outcome in outcomes)
