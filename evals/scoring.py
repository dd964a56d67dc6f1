"""Score what the assistant did with one case: the verdict, and each measure that applies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.metrics.citations import (
    citation_precision,
    citation_recall,
    evidence_cited,
    facts_shown,
    set_f1,
    share,
    span_iou,
)
from evals.metrics.matching import Place, same_place
from evals.metrics.rankings import hit, ndcg, recall, reciprocal_rank
from evals.outcomes import Shown, Verdict

# How deep rankings are kept; no metric looks deeper.
DEPTH = 10
# The kind whose questions ask for a set, all of it: its facts are the members.
SETS = "complete"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one system ranked for a case, best first, and which ids the gold makes relevant."""

    ranked: tuple[str, ...]
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came back for one case; after a crash, nothing but the `error` and rankings without a hit.

    `best` is the best ranked sentence: what would be shown had it not abstained. `written` and `withheld` count the
    sentences of a language model that were shown, and that were not.
    """

    interpreted_as: str
    rankings: Mapping[str, Ranked]
    text: str = ""
    abstained: bool = False
    reason: str = ""
    confidence: float = 0.0
    citations: tuple[Shown, ...] = ()
    best: tuple[Shown, ...] = ()
    written: int = 0
    withheld: int = 0
    error: str = ""


def place_id(place: Place) -> str:
    """Return the id of a place in the corpus; that of a passage is its `id`."""
    return f"{place.document}#{place.start}-{place.end}"


def relevant_ids(case: Case, places: Collection[Place]) -> frozenset[str]:
    """Return the ids of the places (all passages or all sentences of the corpus) that are or hold gold evidence."""
    return frozenset(place_id(place) for place in places if any(same_place(gold, place) for gold in case.evidence))


def verdict_of(case: Case, attempt: Attempt) -> Verdict:
    """Return what the attempt comes to."""
    if attempt.error:
        return Verdict.CRASHED
    if not case.answerable:
        return Verdict.DECLINED if attempt.abstained else Verdict.UNFOUNDED
    if attempt.abstained:
        return Verdict.MISSED
    shown = facts_shown(case, attempt.citations, attempt.text)
    return Verdict.RIGHT if all(shown) else Verdict.PARTIAL if any(shown) else Verdict.WRONG


def score(case: Case, attempt: Attempt) -> dict[str, float]:
    """Return every measure that applies to the case, by its key; a crash scores 0 where a score is due."""
    verdict = verdict_of(case, attempt)
    passed = float(verdict in (Verdict.RIGHT, Verdict.DECLINED))
    scores = {"passed": passed} | _citation_scores(case, attempt)
    if not attempt.error:
        scores["right_if_shown"] = _right_if_shown(case, attempt)
    if attempt.written + attempt.withheld:
        scores["by_model"] = float(attempt.written > 0)
        scores["withheld"] = attempt.withheld / (attempt.written + attempt.withheld)
    if not case.answerable:
        return scores | {"abstention_recall": passed}
    return scores | _answer_scores(case, attempt) | _retrieval_scores(attempt.rankings)


def _citation_scores(case: Case, attempt: Attempt) -> dict[str, float]:
    """Score an answer's citations as such, and what it was right to show or to decline."""
    if attempt.error:
        return {}
    if attempt.abstained:
        return {"abstention_precision": float(not case.answerable)}
    scores = {"citations": float(len(attempt.citations))}
    if attempt.citations:
        scores["verbatim"] = share([shown.verbatim for shown in attempt.citations])
        if case.answerable:
            scores["citation_precision"] = citation_precision(case, attempt.citations)
            scores["span_iou"] = span_iou(case, attempt.citations)
    return scores


def _answer_scores(case: Case, attempt: Attempt) -> dict[str, float]:
    citations, text = attempt.citations, attempt.text
    scores = {
        "answered": float(not attempt.abstained and not attempt.error),
        "facts": share(facts_shown(case, citations, text)),
        "facts_first": share(facts_shown(case, citations[:1], text)),
        "cited_first": float(evidence_cited(case, citations[:1])),
        "cited": float(evidence_cited(case, citations)),
        "citation_recall": citation_recall(case, citations),
    }
    return scores | {"set_f1": set_f1(case, citations, text)} if case.kind == SETS else scores


def _retrieval_scores(rankings: Mapping[str, Ranked]) -> dict[str, float]:
    """Score each system's ranking; a ranking without a relevant id has no score."""
    return {
        f"{system}.{name}": value
        for system, ranking in rankings.items()
        if ranking.relevant
        for name, value in retrieval_scores(ranking.ranked, ranking.relevant).items()
    }


def retrieval_scores(ranked: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    """Return the retrieval metrics of one ranking."""
    return {
        "hit@1": hit(ranked, relevant, 1),
        "hit@3": hit(ranked, relevant, 3),
        "hit@5": hit(ranked, relevant, 5),
        "recall@5": recall(ranked, relevant, 5),
        "recall@10": recall(ranked, relevant, DEPTH),
        "mrr": reciprocal_rank(ranked[:DEPTH], relevant),
        "ndcg@10": ndcg(ranked, relevant, DEPTH),
    }


def _right_if_shown(case: Case, attempt: Attempt) -> float:
    """Return 1.0 if what was shown, or would have been shown without the abstention, holds all facts."""
    shown, text = (attempt.best, "") if attempt.abstained else (attempt.citations, attempt.text)
    return float(case.answerable and all(facts_shown(case, shown, text)))
