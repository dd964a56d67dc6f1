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
from evals.metrics.counts import count_of
from evals.metrics.matching import Place, holds_one_of, intersection_over_union, same_place


class Quoted(Place, Protocol):
    """A place with its words: what an answer shows."""

    @property
    def quote(self) -> str:
        """The characters from start to end."""


def facts_shown(case: Case, citations: Sequence[Quoted], text: str = "") -> list[bool]:
    """Return for each fact of the case whether a citation's quote holds one of its alternatives.

    A fact that counts documents must stand in `text`, the answer's own words.
    """
    return [
        holds_one_of(text, alternatives)
        if count_of(alternatives)
        else any(holds_one_of(shown.quote, alternatives) for shown in citations)
        for alternatives in case.facts
    ]


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


def set_f1(case: Case, citations: Sequence[Quoted], text: str = "") -> float:
    """Return how exactly an answer shows the set that the facts are, 0 to 1: 2 P R / (P + R); 0.0 without citations.

    R is the share of the facts that are shown, P the share of the citations that are gold evidence. It is the F of
    TREC's list questions (Voorhees, Overview of the TREC 2004 Question Answering Track) with citations for
    instances: there an instance told twice counts as wrong, here a second proof of a fact does not.
    """
    if not citations:
        return 0.0
    found, exact = share(facts_shown(case, citations, text)), citation_precision(case, citations)
    return 2 * found * exact / (found + exact) if found + exact else 0.0


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
