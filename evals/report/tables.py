"""Tables of a run, as values; as text for a terminal and as Markdown for the README."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, starmap

from evals.metrics.intervals import Estimate
from evals.outcomes import Outcome
from evals.report.summary import (
    CONFIDENCE_MEASURES,
    MEASURES,
    Measure,
    confidence_estimate,
    estimate_of,
    latencies,
    values,
)

NOT_MEASURED = "-"
# The systems of the retrieval table by the prefix of their scores; a peer that was not asked has no row.
SYSTEMS = {
    "passages": "passages",
    "LlamaIndex vector": "passages, LlamaIndex VectorStoreIndex",
    "LlamaIndex BM25": "passages, LlamaIndex BM25 defaults",
    "sentences": "sentences",
}
RETRIEVAL = ("hit@1", "hit@3", "hit@5", "recall@5", "recall@10", "mrr", "ndcg@10")
BY_KIND = {
    "sentences.hit@1": "hit@1",
    "answered": "answered",
    "facts": "facts",
    "cited_first": "cited first",
    "cited": "cited",
    "citation_precision": "precision",
    "citation_recall": "recall",
    "span_iou": "IoU",
    "set_f1": "set F1",
    "abstention_recall": "abstained",
}
NOTE_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Table:
    """A table of strings: the first column names the rows; the note says what was counted and what left out."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def as_text(table: Table) -> str:
    """Return the table with its columns aligned, numbers to the right."""
    grid = [table.headers, *table.rows]
    widths = [max(len(row[column]) for row in grid) for column in range(len(table.headers))]
    head, *body = (_aligned(row, widths) for row in grid)
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([table.title, "", head, rule, *body, "", *textwrap.wrap(table.note, NOTE_WIDTH)])


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join([row[0].ljust(widths[0]), *numbers]).rstrip()


def as_markdown(table: Table) -> str:
    """Return the table as Markdown: its title in bold, the grid, its note."""
    rule = ["---", *["---:"] * (len(table.headers) - 1)]
    grid = [[cell.replace("|", "\\|") for cell in row] for row in (table.headers, rule, *table.rows)]
    lines = [f"| {' | '.join(row)} |" for row in grid]
    return "\n".join([f"**{table.title}**", "", *lines, "", table.note])


def by_kind(outcomes: Sequence[Outcome], title: str) -> Table:
    """Return one row a kind, and one for all: how many passed, and the means of the measures that apply."""
    kinds = [(kind, list(members)) for kind, members in groupby(outcomes, key=lambda outcome: outcome.kind)]
    rows = [_kind_row(kind.replace("_", " "), members) for kind, members in [*kinds, ("all", list(outcomes))]]
    headers = ("kind", "n", "passed [95 %]", *BY_KIND.values())
    return Table(title, headers, tuple(rows), left_out(outcomes))


def _kind_row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    means = [estimate_of(outcomes, key) for key in BY_KIND]
    return name, str(len(outcomes)), interval(estimate_of(outcomes, "passed")), *(number(mean) for mean in means)


def left_out(outcomes: Sequence[Outcome]) -> str:
    """Return a sentence for each group that a measure does not apply to, with their numbers."""
    unanswerable = sum(not outcome.answerable for outcome in outcomes)
    uncited = sum(outcome.answerable and not outcome.citations for outcome in outcomes)
    crashed = sum(bool(outcome.error) for outcome in outcomes)
    return (
        f"n = {len(outcomes)}; hit@1 is of sentences, abstained of the unanswerable. "
        f"Left out: {unanswerable} unanswerable questions of hit@1, facts, evidence and citations; "
        f"{uncited} more, that got no citation, of precision and IoU; {len(outcomes) - unanswerable} answerable ones "
        f"of abstention recall; of set F1 all but the {len(values(outcomes, 'set_f1'))} answerable ones that ask for a "
        f"set. Crashed, counted as wrong: {crashed}."
    )


def summary(
    splits: dict[str, Sequence[Outcome]], title: str, measures: Sequence[Measure] = (*MEASURES, *CONFIDENCE_MEASURES)
) -> Table:
    """Return one row a measure and one column a split, each with its interval and n; none for what no split has."""
    rows = [
        (f"{measure.title} ({measure.among})", *cells)
        for measure in measures
        if {*(cells := [_cell(outcomes, measure) for outcomes in splits.values()])} != {NOT_MEASURED}
    ]
    note = (
        "Value [95 % interval] (n). Intervals by bootstrap, Wilson's where all values are equal. Left out of n: the "
        "questions that a measure does not apply to. " + " ".join(starmap(_crashed, splits.items()))
    )
    return Table(title, ("measure", *splits), tuple(rows), note)


def _cell(outcomes: Sequence[Outcome], measure: Measure) -> str:
    found = (confidence_estimate if measure in CONFIDENCE_MEASURES else estimate_of)(outcomes, measure.key)
    return f"{interval(found)} ({found.n})" if found else NOT_MEASURED


def _crashed(name: str, outcomes: Sequence[Outcome]) -> str:
    return f"Crashed, counted as wrong, in {name}: {sum(bool(outcome.error) for outcome in outcomes)}."


def retrieval(outcomes: Sequence[Outcome], title: str) -> Table:
    """Return one row a system with the means of the retrieval metrics, and the interval of nDCG@10."""
    rows, scored = [], 0
    for system, name in SYSTEMS.items():
        found = [estimate_of(outcomes, f"{system}.{metric}") for metric in RETRIEVAL]
        if found[-1] is not None:
            rows.append((name, *(number(mean) for mean in found[:-1]), interval(found[-1])))
            scored = found[-1].n
    note = (
        f"n = {scored} questions with gold evidence; left out: {len(outcomes) - scored} without. Cut at rank 10. "
        "A passage or sentence is relevant if it is or holds gold evidence. LlamaIndex's retrievers rank the same "
        "passages, with the same embedding."
    )
    return Table(title, ("ranking of", *RETRIEVAL[:-1], "ndcg@10 [95 %]"), tuple(rows), note)


def speed(outcomes: Sequence[Outcome], title: str) -> Table:
    """Return one row a stage of answering, in milliseconds."""
    found = latencies(outcomes)
    rows = tuple((stage.stage, f"{stage.median:.1f}", f"{stage.p95:.1f}", str(stage.n)) for stage in found)
    note = f"Milliseconds a question on this machine; left out: {sum(not o.timings for o in outcomes)} that crashed."
    return Table(title, ("stage", "median", "95th percentile", "n"), rows, note)


def number(found: Estimate | None) -> str:
    """Return the value with two decimals, or "-" where there is none."""
    return f"{found.value:.2f}" if found else "-"


def interval(found: Estimate | None) -> str:
    """Return the value and its interval, or "-" where there is none."""
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]" if found else "-"
