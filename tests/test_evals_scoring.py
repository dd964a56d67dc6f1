from dataclasses import replace

import pytest

from evals.cases import Case, Evidence
from evals.outcomes import Shown, Verdict
from evals.scoring import Attempt, Ranked, relevant_ids, score, verdict_of

ANNA = Shown("a.txt", 0, 21, "Anna met Ben in Oslo.", verbatim=True)
TRADE = Shown("a.txt", 22, 42, "They spoke of trade.", verbatim=True)
CASE = Case(
    id="who-01",
    kind="who",
    split="dev",
    question="Who met Ben, and why?",
    history=(),
    answerable=True,
    facts=(("Anna",), ("trade",)),
    evidence=(Evidence("a.txt", 0, 21, ANNA.quote, (0,)), Evidence("a.txt", 22, 42, TRADE.quote, (1,))),
    source="who.jsonl:1",
)
UNANSWERABLE = replace(CASE, answerable=False, facts=(), evidence=())
ANSWER = Attempt(CASE.question, {}, citations=(ANNA, TRADE))
ABSTENTION = Attempt(CASE.question, {}, abstained=True, best=(ANNA,))
CRASH = Attempt(CASE.question, {}, error="RuntimeError: oops")


@pytest.mark.parametrize(
    ("case", "attempt", "verdict"),
    [
        pytest.param(CASE, ANSWER, Verdict.RIGHT, id="all facts"),
        pytest.param(CASE, replace(ANSWER, citations=(TRADE,)), Verdict.PARTIAL, id="one of two facts"),
        pytest.param(CASE, replace(ANSWER, citations=()), Verdict.WRONG, id="no fact"),
        pytest.param(CASE, ABSTENTION, Verdict.MISSED, id="abstained from what is there"),
        pytest.param(UNANSWERABLE, ABSTENTION, Verdict.DECLINED, id="abstained from what is not there"),
        pytest.param(UNANSWERABLE, ANSWER, Verdict.UNFOUNDED, id="answered what is not there"),
        pytest.param(UNANSWERABLE, CRASH, Verdict.CRASHED, id="a crash is no abstention"),
    ],
)
def test_the_verdict_tells_what_an_attempt_comes_to(case, attempt, verdict):
    assert verdict_of(case, attempt) is verdict


def test_a_right_answer_scores_one_wherever_it_applies():
    assert score(CASE, ANSWER) == {
        "passed": 1.0,
        "citations": 2.0,
        "verbatim": 1.0,
        "citation_precision": 2 / 2,
        "span_iou": 1.0,
        "right_if_shown": 1.0,
        "answered": 1.0,
        "facts": 2 / 2,
        "facts_first": 1 / 2,
        "cited_first": 1.0,
        "cited": 1.0,
        "citation_recall": 2 / 2,
    }


def test_only_a_question_for_a_set_has_a_set_f1():
    members = replace(CASE, kind="complete")
    # 2 of 2 members, 2 of 2 citations.
    assert score(members, ANSWER) == score(CASE, ANSWER) | {"set_f1": 1.0}
    assert score(members, ABSTENTION)["set_f1"] == 0.0
    assert score(members, CRASH)["set_f1"] == 0.0
    assert "set_f1" not in score(replace(UNANSWERABLE, kind="complete"), ANSWER)


def test_a_count_of_documents_is_read_in_the_text_of_the_answer():
    count = replace(CASE, facts=(("1 of 2",), ("Anna",)))
    told = replace(ANSWER, text="Documents that mention “Anna”: 1 of 2 [1]")
    assert verdict_of(count, told) is Verdict.RIGHT
    assert verdict_of(count, ANSWER) is Verdict.PARTIAL
    found = score(count, told)
    assert (found["facts"], found["facts_first"], found["right_if_shown"]) == (1.0, 1.0, 1.0)
    assert score(count, replace(ABSTENTION, text=told.text))["right_if_shown"] == 0.0


def test_the_first_citation_counts_by_itself():
    first_is_not_gold = replace(ANSWER, citations=(replace(ANNA, start=50, end=60, quote="Nothing."), ANNA, TRADE))
    found = score(CASE, first_is_not_gold)
    assert (found["cited_first"], found["cited"]) == (0.0, 1.0)
    assert (found["facts_first"], found["facts"]) == (0.0, 1.0)


def test_an_abstention_has_no_precision_but_no_facts_either():
    assert score(CASE, ABSTENTION) == {
        "passed": 0.0,
        "abstention_precision": 0.0,
        "right_if_shown": 0.0,
        "answered": 0.0,
        "facts": 0.0,
        "facts_first": 0.0,
        "cited_first": 0.0,
        "cited": 0.0,
        "citation_recall": 0.0,
    }


def test_an_abstention_is_right_if_shown_when_its_best_sentence_holds_all_facts():
    one_fact = replace(CASE, facts=(("Anna",),), evidence=CASE.evidence[:1])
    assert score(one_fact, ABSTENTION)["right_if_shown"] == 1.0


def test_an_unanswerable_question_has_no_score_for_facts_and_evidence():
    assert score(UNANSWERABLE, ABSTENTION) == {
        "passed": 1.0,
        "abstention_precision": 1.0,
        "right_if_shown": 0.0,
        "abstention_recall": 1.0,
    }
    assert score(UNANSWERABLE, ANSWER) == {
        "passed": 0.0,
        "citations": 2.0,
        "verbatim": 1.0,
        "right_if_shown": 0.0,
        "abstention_recall": 0.0,
    }


def test_a_crash_scores_zero_where_a_score_is_due():
    crash = replace(CRASH, rankings={"passages": Ranked((), frozenset({"gold"}))})
    found = score(CASE, crash)
    assert set(found.values()) == {0.0}
    assert {"passed", "facts", "cited", "passages.ndcg@10"} <= found.keys()
    assert score(UNANSWERABLE, CRASH) == {"passed": 0.0, "abstention_recall": 0.0}


def test_a_quote_that_is_not_in_its_document_is_not_verbatim():
    lie = replace(TRADE, verbatim=False)
    assert score(CASE, replace(ANSWER, citations=(ANNA, lie)))["verbatim"] == 1 / 2


def test_each_system_is_scored_on_its_own_ranking():
    rankings = {
        "passages": Ranked(("b", "a"), frozenset("a")),
        "peer": Ranked(("a", "b"), frozenset("a")),
        "no gold": Ranked(("a",), frozenset()),
    }
    found = score(CASE, replace(ANSWER, rankings=rankings))
    assert found["passages.hit@1"] == 0.0
    assert found["passages.mrr"] == 1 / 2
    assert found["peer.hit@1"] == 1.0
    assert not any(key.startswith("no gold") for key in found)


def test_a_place_is_relevant_if_it_holds_or_is_gold_evidence():
    passage = Shown("a.txt", 0, 42, "", verbatim=True)
    elsewhere = Shown("b.txt", 0, 42, "", verbatim=True)
    assert relevant_ids(CASE, [passage, TRADE, elsewhere]) == {"a.txt#0-42", "a.txt#22-42"}
    assert relevant_ids(UNANSWERABLE, [passage]) == frozenset()
