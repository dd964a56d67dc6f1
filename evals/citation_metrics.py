"""Metrics of the citations of one answer against the gold of its case.

Precision and recall follow ALCE (Gao et al., Enabling Large Language Models to Generate Text with Citations, EMNLP
2023). Where ALCE lets a model judge whether a passage entails a statement, here the gold says which sentence proves
which fact: it is deterministic, and stricter, for a sentence that the gold does not name proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Protocol

from evals.cases import Case, Evidence
from evals.matching import Place, holds_one_of, intersection_over_union, same_place


class Quoted(Place, Protocol):
    """A place with its words: what an answer shows."""

    @property
    def quote(self) -> str:
        """The characters from start to end."""


def facts_shown(case: Case, citations: Sequence[Quoted]) -> list[bool]:
    """Return for each fact of the case whether a citation's quote holds one of its alternatives."""
    return [any(holds_one_of(shown.quote, alternatives) for shown in citations) for alternatives in case.facts]


def share(flags: Sequence[bool]) -> float:
    """Return the share of true values, of one or more."""
    return fmean(map(float, flags))


def evidence_cited(case: Case, citations: Sequence[Place]) -> bool:
    """Tell whether a citation is gold evidence."""
    return any(_is_gold(case, shown) for shown in citations)


def citation_precision(case: Case, citations: Sequence[Place]) -> float:
    """Return the share of the citations, of one or more, that are gold evidence."""
    return share([_is_gold(case, shown) for shown in citations])


def citation_recall(case: Case, citations: Sequence[Place]) -> float:
    """Return the share of the facts, of one or more, that a cited piece of gold evidence proves."""
    cited = [gold for gold in case.evidence if any(same_place(gold, shown) for shown in citations)]
    return share([any(number in gold.facts for gold in cited) for number in range(len(case.facts))])


def span_iou(case: Case, citations: Sequence[Place]) -> float:
    """Return how exactly the cited spans are the gold ones: the best intersection over union of each fact, averaged.

    There is at least one citation, and the gold has a proof of each fact.
    """
    return fmean(
        max(intersection_over_union(gold, shown) for gold in _proofs(case, number) for shown in citations)
        for number in range(len(case.facts))
    )


def _proofs(case: Case, number: int) -> list[Evidence]:
    return [gold for gold in case.evidence if number in gold.facts]


def _is_gold(case: Case, shown: Place) -> bool:
    return any(same_place(gold, shown) for gold in case.evidence)
