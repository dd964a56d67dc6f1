from dataclasses import replace

import pytest

from evals.comparison import as_text, compare
from evals.errors import EvalsError
from evals.outcomes import Outcome, Shown, Verdict


def outcome(number: int, *, right: bool = True, **changes) -> Outcome:
    share = float(right)
    made = Outcome(
        id=f"who-{number:02d}",
        kind="who",
        split="dev",
        question=f"Who is number {number}?",
        digest="0123456789ab",
        answerable=True,
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        interpreted_as=f"Who is number {number}?",
        text="Anna. [1]",
        abstained=False,
        reason="",
        confidence=0.75,
        citations=(Shown("a.txt", 0, 4, "Anna", verbatim=True),),
        error="",
        scores={"passed": share, "facts": share, "cited": share, "verbatim": 1.0, "right_if_shown": share},
        timings={"total": 12.5},
    )
    return replace(made, **changes)


def run(right: str) -> list[Outcome]:
    """Return outcomes of which "+" are right."""
    return [outcome(number, right=sign == "+") for number, sign in enumerate(right, 1)]


def test_the_same_run_has_not_fallen():
    found = compare(run("++-"), run("++-"))
    assert (found.fixed, found.broken, found.falls, found.left_out) == ((), (), [], 0)


def test_each_change_of_verdict_is_named():
    found = compare(run("+-+"), run("-++"))
    assert [now.id for _, now in found.fixed] == ["who-02"]
    assert [now.id for _, now in found.broken] == ["who-01"]
    assert "- who-01: right -> wrong: Who is number 1?" in as_text(found)
    assert "+ who-02: wrong -> right: Who is number 2?" in as_text(found)


def test_five_broken_of_forty_may_be_chance_and_eight_are_not():
    before = run("+" * 40)
    assert "passed" not in compare(before, run("-" * 5 + "+" * 35)).falls
    assert "passed" in compare(before, run("-" * 8 + "+" * 32)).falls


def test_a_significant_rise_is_no_fall():
    assert compare(run("-" * 20), run("+" * 20)).falls == []


def test_a_score_may_fall_before_any_verdict_does():
    before = [replace(o, scores={**o.scores, "sentences.ndcg@10": 1.0}) for o in run("+" * 30)]
    after = [replace(o, scores={**o.scores, "sentences.ndcg@10": 0.8 + i % 3 / 20}) for i, o in enumerate(before)]
    assert compare(before, after).falls == ["sentence nDCG@10"]


def test_one_false_quotation_fails_the_gate():
    after = [*run("+" * 29), outcome(30, scores={"passed": 1.0, "verbatim": 0.5})]
    found = compare(run("+" * 30), after)
    assert found.falls == ["citations verbatim"]
    assert "! who-30: a citation is not in its document" in as_text(found)


def test_questions_with_other_gold_are_left_out_and_counted():
    after = [outcome(1, digest="another"), outcome(2), outcome(4)]
    found = compare(run("++-"), after)
    # Of 1 the gold has changed, 3 is gone, 4 is another question.
    assert found.left_out == 3
    assert found.tests["passed"].n == 1


def test_runs_without_a_common_question_cannot_be_compared():
    with pytest.raises(EvalsError, match="share no question"):
        compare(run("+"), [outcome(2)])


def test_test_questions_are_not_shown_while_tuning():
    found = compare([outcome(1, split="test")], [outcome(1, right=False, split="test")])
    assert "- who-01: right -> wrong\n" in as_text(found)
    assert "Who is number 1?" not in as_text(found)


def test_a_crash_is_shown_with_its_error():
    crash = outcome(1, right=False, verdict=Verdict.CRASHED, error="RuntimeError: oops")
    assert "- who-01: right -> crashed: Who is number 1? (RuntimeError: oops)" in as_text(compare(run("+"), [crash]))
