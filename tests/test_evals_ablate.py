"""Rules that are turned off for a run: everywhere, one at a time, and only for that run."""

from types import FunctionType

import pytest
from test_evals_run import ARTICLES, CASES

from evals import ablate
from evals.ablate import ALL_RULES, remembered, ruled_out, rules_of_answers, rules_table
from evals.errors import EvalsError
from evals.evaluate import Place
from evals.outcomes import Outcome, Verdict
from evals.rules import NEVER, OF_ANSWERS, OF_COMPARISONS, OF_PROOFS, Rule, always, lacking, replaced, watching, without
from index import LocalEmbedding


@pytest.mark.parametrize(
    "rule", [*OF_ANSWERS, *OF_COMPARISONS, *OF_PROOFS], ids=lambda rule: f"{rule.where}: {rule.name}"
)
def test_every_rule_stands_where_it_is_said_to_stand(rule):
    with without(rule):
        pass


def test_no_two_rules_of_a_table_have_one_name():
    for rules in (OF_ANSWERS, OF_COMPARISONS, OF_PROOFS):
        assert len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    ("where", "part"),
    [
        pytest.param("asking.nowhere", "leans", id="no such module"),
        pytest.param("words.names.Nobody", "resolve", id="no such class"),
        pytest.param("asking.leaning", "nothing", id="no such part"),
    ],
)
def test_a_rule_that_is_not_there_is_refused(where, part):
    with pytest.raises(EvalsError, match=r"Correct evals/rules\.py"), without(Rule("gone", where, {part: None})):
        pass


def test_a_rule_is_off_wherever_it_is_used_and_on_again_afterwards():
    from assistant.asking import followup, leaning

    whole = leaning.leans
    with without(Rule("follow-ups", "asking.leaning", {"leans": always(False)})):
        assert not followup.leans("And why?", "en")
        assert not leaning.leans("And why?", "en")
    assert followup.leans is leaning.leans is whole


def test_a_rule_that_is_off_leaves_nothing_in_the_caches():
    from assistant.proving.polarity import affirmed

    with without(Rule("negation", "proving.polarity", {"_reaches": lambda _: [(0, 99)]})):
        assert affirmed("They agreed.") == frozenset()
    assert affirmed("They agreed.") == {"agre"}


def test_what_stands_in_the_file_of_a_language_can_be_off():
    from assistant.words.languages import english, words_of

    with without(Rule("plans", "words.languages", {"entry": lacking("proving.intended_in_source")})):
        assert not english("proving.intended_in_source").search("They will go.")
        assert english("proving.intended").search("They will go.")
        assert "say" in words_of("en", "proving.saying")
    assert english("proving.intended_in_source").search("They will go.")


def test_what_takes_long_stands_where_it_is_said_to_stand():
    with remembered():
        assert isinstance(vars(LocalEmbedding)["get_text_embedding"], FunctionType)


def test_what_takes_long_is_done_once_for_each_of_its_arguments():
    done = []

    def read(_, *given):
        done.append(given)
        return [len(done)]

    with replaced("finding.reader.Reader", {"read": read}) as reader, remembered():
        asked = object.__new__(reader)
        assert [asked.read("a", ["b"]), asked.read("a", ["b"]), asked.read("a", ["c"])] == [[1], [1], [2]]


FOLLOW_UPS = Rule("follow-ups", "asking.leaning", {"leans": always(False)})
BRACKETS = Rule("brackets", "asking.followup", {"OF_EARLIER": NEVER})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("Who built the old bridge in Lorn?", set(), id="nothing"),
        pytest.param("And why?", {"follow-ups"}, id="a function returns something else"),
        pytest.param("Why? (Who built it?)", {"brackets"}, id="a pattern is found"),
    ],
)
def test_a_rule_is_busy_when_it_does_something(question, names):
    from assistant.asking import followup

    whole = followup.leans, followup.OF_EARLIER
    with watching([FOLLOW_UPS, BRACKETS]) as busy:
        followup.standalone(question, [("When did Ada Quill build it?", "")])
    assert busy == names
    assert (followup.leans, followup.OF_EARLIER) == whole


def test_a_value_is_always_busy():
    with watching([Rule("a number", "answering.replies", {"SURE": 0.0})]) as busy:
        assert busy == {"a number"}


def test_what_a_rule_does_nothing_in_is_not_run_again():
    from assistant.asking import followup

    asked = []

    def run(questions):
        asked.extend(questions)
        return [followup.standalone(question, [("When did Ada Quill build it?", "")]) for question in questions]

    whole, runs = ruled_out([FOLLOW_UPS], ["Who built the old bridge in Lorn?", "And why?"], run)
    assert asked == ["Who built the old bridge in Lorn?", "And why?", "And why?"]
    assert whole[1] != "And why?"
    assert runs == {"follow-ups": ["Who built the old bridge in Lorn?", "And why?"]}


def outcome(name: str, text: str, *, passed: float, kind: str = "who") -> Outcome:
    return Outcome(
        id=name, kind=kind, split="dev", question=name, digest="", answerable=True,
        verdict=Verdict.RIGHT if passed else Verdict.WRONG, interpreted_as=name, text=text, abstained=False, reason="",
        confidence=1.0, citations=(), error="", timings={},
        scores={"passed": passed, "facts": passed, "citations": 1.0},
    )  # fmt: skip


def test_a_rule_is_worth_what_is_lost_without_it():
    whole = [
        outcome("a", "one", passed=1.0),
        outcome("b", "two", passed=0.0),
        outcome("c", "", passed=1.0, kind="follow_up"),
    ]
    off = [
        outcome("a", "one", passed=1.0),
        outcome("b", "2", passed=1.0),
        outcome("c", "-", passed=0.0, kind="follow_up"),
    ]
    table = rules_table(whole, {"it": off})
    # Of three, two are right; without the rule b is won, c is lost, and c is the only follow-up.
    assert table.rows == (
        (ALL_RULES, "", "2", "", "1", "2", "0", "0", "0", "3"),
        ("without it", "2", "0", "1 / 1", "-1", "0", "0", "0", "0", "0"),
    )


def test_each_rule_has_a_row(tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "corpus" / name).write_text(text, encoding="utf-8")
    rules = [Rule("nothing is cited twice", "answering.quoting", {"same_words": always(True)}),
             Rule("everything is known", "finding.finder.Finder", {"find": always(None)})]  # fmt: skip
    monkeypatch.setattr(ablate, "OF_ANSWERS", rules)
    table = rules_of_answers(Place(tmp_path / "corpus", tmp_path / "store"), CASES)
    assert [row[0] for row in table.rows] == [ALL_RULES, *(f"without {rule.name}" for rule in rules)]
    # Without a finder, every case crashes.
    assert table.rows[2][1] == str(len(CASES))
