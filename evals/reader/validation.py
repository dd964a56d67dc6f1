"""Tell how well a reader does on the examples of articles that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.metrics.confidence import auroc
from evals.metrics.intervals import Estimate, estimate, estimate_mean
from evals.reader.examples import Example
from evals.report.tables import Table, interval

# The log odds that each text answers the question, in order.
Logits = Callable[[str, Sequence[str]], Sequence[float]]


def validate(examples: Sequence[Example], logits: Logits, title: str) -> Table:
    """Return three measures: the right text is first, right and wrong texts told apart, perturbed questions told apart.

    `examples` must not be empty. AUROC is over the texts of all questions at once.
    """
    first, right, wrong, perturbed = [], [], [], []
    for example in examples:
        best, *others = logits(example.question, [example.right, *example.wrong])
        first.append(float(best > max(others)))
        right.append(best)
        wrong += others
        if example.perturbed:
            perturbed.append(float(best > logits(example.perturbed, [example.right])[0]))
    rows: tuple[tuple[str, Estimate | None], ...] = (
        ("right text before its wrong ones", estimate_mean(first)),
        ("AUROC, right or wrong text", estimate(auroc, right, wrong)),
        ("question before the perturbed one", estimate_mean(perturbed)),
    )
    return Table(
        title,
        ("measure", "value [95 %]"),
        tuple((name, interval(found)) for name, found in rows),
        f"n = {len(right)} questions with {len(wrong)} wrong texts, {len(perturbed)} perturbed; left out: none.",
    )
