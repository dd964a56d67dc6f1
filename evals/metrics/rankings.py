"""Metrics of a ranked list of ids against the set of relevant ones.

Each raises ValueError if nothing is relevant: such a question has no retrieval score at all, and zero would be a lie.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log2


def hit(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1.0 if a relevant id is among the first `k`, else 0.0.

    Its mean over questions is success@k (Craswell and Hawking, Overview of the TREC-2004 Web Track).
    """
    return float(bool(_gold(relevant).intersection(ranked[:k])))


def recall(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the share of the relevant ids that are among the first `k`.

    Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 8.
    """
    gold = _gold(relevant)
    return len(gold.intersection(ranked[:k])) / len(gold)


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 / rank of the first relevant id, ranks from 1, or 0.0 if none is ranked.

    Its mean over questions is MRR (Voorhees, TREC-8 Question Answering Track Report, 1999).
    """
    rank = first_rank(ranked, relevant)
    return 1 / rank if rank else 0.0


def first_rank(ranked: Sequence[str], relevant: Collection[str]) -> int:
    """Return the rank of the first relevant id, from 1, or 0 if none is ranked."""
    gold = _gold(relevant)
    return next((rank for rank, found in enumerate(ranked, 1) if found in gold), 0)


def ndcg(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the discounted gain of the first `k` over that of the best order: 0 to 1.

    An id gains 1 if it is relevant, divided by log2(rank + 1) (Järvelin and Kekäläinen, ACM TOIS 20(4), 2002, with the
    discount of Burges et al. 2005). An id that is ranked twice gains once.
    """
    gold = _gold(relevant)
    ranks = {found: rank for rank, found in reversed(list(enumerate(ranked[:k], 1)))}
    gain = sum(1 / log2(rank + 1) for found, rank in ranks.items() if found in gold)
    return gain / sum(1 / log2(rank + 1) for rank in range(1, min(k, len(gold)) + 1))


def _gold(relevant: Collection[str]) -> frozenset[str]:
    if not relevant:
        raise ValueError("a question without a relevant id has no retrieval score")
    return frozenset(relevant)
