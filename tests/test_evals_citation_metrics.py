import pytest

from evals.cases import Case, Evidence
from evals.metrics.citations import (
    citation_precision,
    citation_recall,
    evidence_cited,
    facts_shown,
    set_f1,
    span_iou,
)
from evals.metrics.counts import count_of
from evals.metrics.matching import fold, holds_one_of, intersection_over_union, same_place
from evals.outcomes import Shown


def place(start: int, end: int, quote: str = "", document: str = "a.txt") -> Shown:
    return Shown(document, start, end, quote, verbatim=True)


def case(facts: list[list[str]], evidence: list[tuple[int, int, list[int]]]) -> Case:
    proofs = tuple(Evidence("a.txt", start, end, "", tuple(numbers)) for start, end, numbers in evidence)
    return Case("c-01", "c", "dev", "What?", (), True, tuple(map(tuple, facts)), proofs, "c.jsonl:1")


@pytest.mark.parametrize(
    ("quote", "alternatives", "expected"),
    [
        pytest.param("He left in May.", ["may"], True, id="another case"),
        pytest.param("in  New\nYork", ["New York"], True, id="other blanks"),
        pytest.param("Israel’s “no”", ['Israel\'s "no"'], True, id="other quotation marks"),
        pytest.param("12–14 groups", ["12-14"], True, id="another dash"),
        pytest.param("in 2012", ["12"], False, id="not within a number"),
        pytest.param("a reunion", ["union"], False, id="not within a word"),
        pytest.param("it cost $5.", ["$5"], True, id="a sign at the edge"),
        pytest.param("他在北京开会", ["北京"], True, id="a script without blanks"),
        pytest.param("in June", ["May", "June"], True, id="any alternative"),
        pytest.param("in June", ["May"], False, id="another word"),
        pytest.param("in June", [" "], False, id="a blank is no fact"),
    ],
)
def test_a_fact_is_matched_as_whole_words_whatever_their_form(quote, alternatives, expected):
    assert holds_one_of(quote, alternatives) is expected


def test_folding_forgets_case_blanks_and_typography():
    assert fold(" The\u00a0“Big–Five” \n") == 'the "big-five"'


@pytest.mark.parametrize(
    ("start", "end", "document", "expected"),
    [
        pytest.param(10, 20, "a.txt", True, id="the same"),
        pytest.param(0, 40, "a.txt", True, id="around it"),
        pytest.param(15, 30, "a.txt", True, id="half of the shorter"),
        pytest.param(16, 30, "a.txt", False, id="less than half"),
        pytest.param(20, 30, "a.txt", False, id="beside it"),
        pytest.param(10, 20, "b.txt", False, id="in another document"),
    ],
)
def test_the_same_place_shares_half_of_the_shorter_one(start, end, document, expected):
    assert same_place(place(10, 20), place(start, end, document=document)) is expected


def test_intersection_over_union_is_shared_over_all_characters():
    assert intersection_over_union(place(0, 10), place(5, 20)) == 5 / 20
    assert intersection_over_union(place(0, 10), place(10, 20)) == 0.0
    assert intersection_over_union(place(0, 10), place(0, 10, document="b.txt")) == 0.0


def test_each_fact_may_stand_in_another_citation():
    gold = case([["May"], ["Moscow", "the capital"], ["1971"]], [])
    assert facts_shown(gold, [place(0, 9, "In the capital"), place(9, 20, "in May")]) == [True, True, False]
    assert facts_shown(gold, []) == [False, False, False]


@pytest.mark.parametrize(
    ("alternatives", "expected"),
    [
        pytest.param(["3 of 5"], (3, 5), id="a count"),
        pytest.param(["3 of 5 ships"], None, id="of other things"),
        pytest.param(["3 of 5", "three"], None, id="words of a quote"),
    ],
)
def test_only_a_count_of_documents_is_one(alternatives, expected):
    assert count_of(alternatives) == expected


def test_a_count_of_documents_is_shown_by_the_text_and_no_quote():
    gold = case([["3 of 5"], ["May"]], [])
    cited = [place(0, 9, "3 of 5 left in May")]
    assert facts_shown(gold, cited, "Documents: 3 of 5 [1]") == [True, True]
    assert facts_shown(gold, cited, "Documents: 13 of 5, in May [1]") == [False, True]
    assert facts_shown(gold, [], "Documents: 3 of 5, in May") == [True, False]


def test_evidence_is_cited_if_one_citation_is_gold():
    gold = case([["x"]], [(10, 20, [0]), (30, 40, [0])])
    assert evidence_cited(gold, [place(0, 5), place(30, 41)])
    assert not evidence_cited(gold, [place(0, 5)])
    assert not evidence_cited(gold, [])


def test_citation_precision_is_the_share_of_citations_that_are_gold():
    gold = case([["x"]], [(10, 20, [0]), (30, 40, [0])])
    assert citation_precision(gold, [place(10, 20), place(50, 60), place(70, 80)]) == pytest.approx(1 / 3)


def test_citation_recall_is_the_share_of_facts_that_cited_gold_proves():
    gold = case([["x"], ["y"], ["z"]], [(10, 20, [0, 1]), (30, 40, [1]), (50, 60, [2])])
    assert citation_recall(gold, [place(10, 20)]) == pytest.approx(2 / 3)
    assert citation_recall(gold, [place(30, 40), place(50, 60)]) == pytest.approx(2 / 3)
    assert citation_recall(gold, []) == 0.0


def test_set_f1_weighs_the_members_shown_against_the_citations_that_prove_none():
    gold = case([["x"], ["y"], ["z"]], [(10, 20, [0, 1]), (30, 40, [1]), (50, 60, [2])])
    both = place(10, 20, "x and y")
    assert set_f1(gold, [both, place(50, 60, "z")]) == 1.0
    # 2 of 3 members, 1 of 2 citations.
    assert set_f1(gold, [both, place(70, 80)]) == pytest.approx(2 * (2 / 3) * (1 / 2) / (2 / 3 + 1 / 2))
    # A second proof is no error.
    assert set_f1(gold, [both, place(30, 40, "y")]) == pytest.approx(2 * (2 / 3) * 1 / (2 / 3 + 1))


def test_set_f1_is_zero_where_nothing_is_cited_or_no_member_shown():
    gold = case([["2 of 5"], ["x"]], [(10, 20, [0, 1])])
    assert set_f1(gold, [], "2 of 5") == 0.0
    assert set_f1(gold, [place(70, 80)]) == 0.0


def test_span_iou_takes_for_each_fact_its_best_proof():
    gold = case([["x"], ["y"]], [(0, 10, [0]), (100, 120, [0]), (200, 210, [1])])
    # Fact 0: [100, 120) against [100, 110) shares 10 of 20. Fact 1: nothing.
    assert span_iou(gold, [place(100, 110)]) == pytest.approx((10 / 20 + 0) / 2)
