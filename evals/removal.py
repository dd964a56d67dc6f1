"""Take what answers a question out of the corpus, and measure whether the confidence notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.metrics.confidence import auroc
from evals.metrics.intervals import estimate, estimate_mean
from evals.outcomes import Outcome
from evals.report.tables import Table, interval
from evals.squad import Benchmark, Context, benchmark_of

# Each fold leaves out every fourth paragraph (or article), so four re-builds cover all questions.
FOLDS = 4
PARAGRAPH, ARTICLE = "paragraph", "article"


@dataclass(frozen=True, slots=True)
class Fold:
    """A corpus with some contexts left out, and the answerable cases that they answered."""

    corpus: Benchmark
    cases: tuple[Case, ...]


def removal_folds(contexts: Sequence[Context], whole: Benchmark, what: str) -> list[Fold]:
    """Return the folds that together remove each paragraph, or article, once, less those that leave nothing."""
    number_of = {article: number for number, article in enumerate(dict.fromkeys(c.article for c in contexts))}
    numbers = [number_of[c.article] for c in contexts] if what == ARTICLE else range(len(contexts))
    fold_of = [number % FOLDS for number in numbers]
    folds = []
    for fold in range(FOLDS):
        kept = [context for context, number in zip(contexts, fold_of, strict=True) if number != fold]
        asked = tuple(c for c in whole.cases if c.answerable and fold_of[whole.context_of[c.id]] == fold)
        if kept and asked:
            folds.append(Fold(benchmark_of(kept, "removal"), asked))
    return folds


def removal_table(present: Sequence[Outcome], removed: Sequence[Outcome], what: str) -> Table:
    """Return how confidence and abstention tell the questions with their gold in the corpus from those without."""
    present = [outcome for outcome in present if outcome.answerable and not outcome.error]
    alive = [outcome for outcome in removed if not outcome.error]
    sure, unsure = ([outcome.confidence for outcome in outcomes] for outcomes in (present, alive))
    rows = (
        (f"AUROC, gold {what} there or removed", interval(estimate(auroc, sure, unsure))),
        (f"answered, {what} there", interval(estimate_mean([float(not outcome.abstained) for outcome in present]))),
        (f"abstained, {what} removed", interval(estimate_mean([float(outcome.abstained) for outcome in alive]))),
    )
    note = (
        f"n = {len(present)} answerable questions with their {what} in the corpus, {len(alive)} without; "
        f"left out: {len(removed) - len(alive)} that crashed. Every {FOLDS}th {what} is removed at a time."
    )
    return Table(f"Gold {what} removed", ("measure", "value [95 %]"), rows, note)
