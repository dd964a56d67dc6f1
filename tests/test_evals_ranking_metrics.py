from math import log2

import pytest

from evals.metrics.rankings import first_rank, hit, ndcg, recall, reciprocal_rank


@pytest.mark.parametrize(
    ("ranked", "relevant", "k", "expected"),
    [
        pytest.param("abc", "a", 1, 1.0, id="the first is relevant"),
        pytest.param("abc", "b", 1, 0.0, id="the second is beyond 1"),
        pytest.param("abc", "b", 2, 1.0, id="the second is within 2"),
        pytest.param("abc", "xc", 5, 1.0, id="k beyond the ranking"),
        pytest.param("", "a", 5, 0.0, id="nothing ranked"),
    ],
)
def test_hit_looks_for_one_relevant_id_among_the_first(ranked, relevant, k, expected):
    assert hit(ranked, relevant, k) == expected


@pytest.mark.parametrize(
    ("ranked", "relevant", "k", "expected"),
    [
        pytest.param("abcd", "ad", 2, 1 / 2, id="one of two within 2"),
        pytest.param("abcd", "ad", 4, 2 / 2, id="both within 4"),
        pytest.param("abcd", "axyz", 4, 1 / 4, id="three are never ranked"),
        pytest.param("aab", "ab", 2, 1 / 2, id="ranked twice, found once"),
    ],
)
def test_recall_is_the_share_of_the_relevant_ids(ranked, relevant, k, expected):
    assert recall(ranked, relevant, k) == expected


@pytest.mark.parametrize(
    ("ranked", "expected"), [("abc", 1 / 1), ("bac", 1 / 2), ("bca", 1 / 3), ("bc", 0.0), ("", 0.0)]
)
def test_reciprocal_rank_counts_from_one(ranked, expected):
    assert reciprocal_rank(ranked, "a") == expected


def test_the_first_rank_is_zero_if_nothing_relevant_is_ranked():
    assert first_rank("bcd", "a") == 0
    assert first_rank("bcad", "da") == 3


@pytest.mark.parametrize(
    ("ranked", "relevant", "k", "expected"),
    [
        pytest.param("ab", "ab", 10, 1.0, id="the best order"),
        pytest.param("xa", "a", 10, (1 / log2(3)) / (1 / log2(2)), id="one place too low"),
        pytest.param("axb", "ab", 10, (1 / log2(2) + 1 / log2(4)) / (1 / log2(2) + 1 / log2(3)), id="a gap"),
        pytest.param("aa", "ab", 10, (1 / log2(2)) / (1 / log2(2) + 1 / log2(3)), id="ranked twice gains once"),
        pytest.param("ab", "abcdef", 2, 1.0, id="no more than k can gain"),
        pytest.param("xyz", "a", 10, 0.0, id="nothing relevant"),
    ],
)
def test_ndcg_discounts_by_the_logarithm_of_the_rank(ranked, relevant, k, expected):
    assert ndcg(ranked, relevant, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    "score",
    [
        pytest.param(lambda: hit("ab", "", 1), id="hit"),
        pytest.param(lambda: recall("ab", "", 1), id="recall"),
        pytest.param(lambda: reciprocal_rank("ab", ""), id="reciprocal rank"),
        pytest.param(lambda: ndcg("ab", "", 1), id="ndcg"),
    ],
)
def test_without_gold_there_is_no_score_rather_than_zero(score):
    with pytest.raises(ValueError, match="no retrieval score"):
        score()
