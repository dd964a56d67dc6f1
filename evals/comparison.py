"""Compare a run with an earlier one, question by question, and tell whether it has fallen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.errors import EvalsError
from evals.metrics.intervals import PairedTest, mcnemar, paired_bootstrap
from evals.outcomes import Outcome

SIGNIFICANCE = 0.05
# Right or wrong is tested exactly; the others catch a fall that no verdict shows yet.
GATED = {
    "passed": "passed",
    "facts": "facts shown",
    "cited": "evidence cited",
    "sentences.ndcg@10": "sentence nDCG@10",
    "passages.ndcg@10": "passage nDCG@10",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the questions that both hold with the same gold; pairs are (before, after).

    `left_out` counts the questions that only one run holds, or whose gold has changed. `false_quotes` are the
    outcomes of the later run with a citation that is not in its document.
    """

    fixed: tuple[tuple[Outcome, Outcome], ...]
    broken: tuple[tuple[Outcome, Outcome], ...]
    tests: Mapping[str, PairedTest]
    left_out: int
    false_quotes: tuple[Outcome, ...]

    @property
    def falls(self) -> list[str]:
        """The measures that have fallen significantly, and citations that lie: each alone fails the gate."""
        fallen = [name for name, test in self.tests.items() if test.change < 0 and test.p < SIGNIFICANCE]
        return fallen + ["citations verbatim"] * bool(self.false_quotes)


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Return the comparison of a run with an earlier one; raises EvalsError if no question can be compared."""
    earlier = {outcome.id: outcome for outcome in before}
    pairs = [(earlier[now.id], now) for now in after if now.id in earlier and earlier[now.id].digest == now.digest]
    if not pairs:
        raise EvalsError("The two runs share no question with the same gold. Write anew: python -m evals baseline")
    return Comparison(
        fixed=tuple(pair for pair in pairs if pair[1].passed and not pair[0].passed),
        broken=tuple(pair for pair in pairs if pair[0].passed and not pair[1].passed),
        tests={name: _test(key, pairs) for key, name in GATED.items()},
        left_out=len(earlier.keys() | {outcome.id for outcome in after}) - len(pairs),
        false_quotes=tuple(outcome for outcome in after if outcome.scores.get("verbatim", 1.0) < 1),
    )


def _test(key: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> PairedTest:
    if key == "passed":
        return mcnemar([was.passed for was, _ in pairs], [now.passed for _, now in pairs])
    scored = [(was.scores[key], now.scores[key]) for was, now in pairs if key in was.scores and key in now.scores]
    return paired_bootstrap([was for was, _ in scored], [now for _, now in scored])


def as_text(comparison: Comparison) -> str:
    """Return the comparison for a terminal; of test questions only ids and verdicts, so that nobody tunes on them."""
    lines = [
        f"Fixed {len(comparison.fixed)}, broken {len(comparison.broken)}. "
        f"Left out: {comparison.left_out} that only one run holds or whose gold has changed."
    ]
    for mark, pairs in (("+", comparison.fixed), ("-", comparison.broken)):
        lines += [f"{mark} {_line(was, now)}" for was, now in pairs]
    for name, test in comparison.tests.items():
        lines.append(f"{name}: {test.change:+.3f}, p = {test.p:.3f} ({test.method}, n = {test.n})")
    lines += [f"! {outcome.id}: a citation is not in its document" for outcome in comparison.false_quotes]
    verdict = f"FALLEN: {', '.join(comparison.falls)}" if comparison.falls else "No significant fall"
    return "\n".join([*lines, f"{verdict} (p < {SIGNIFICANCE})."])


def _line(was: Outcome, now: Outcome) -> str:
    change = f"{now.id}: {was.verdict} -> {now.verdict}"
    return change if now.split == "test" else f"{change}: {now.question}" + (f" ({now.error})" if now.error else "")
