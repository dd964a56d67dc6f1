"""Questions that lean on the talk before them."""

import pytest

from assistant.followup import standalone

BEFORE = [("Who led the delegation?", "Musa Abu Marzouk led it. [1]")]


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        pytest.param("And when was that?", "And when was that? (Who led the delegation?)", id="and"),
        pytest.param("Why?", "Why? (Who led the delegation?)", id="one word"),
        pytest.param("Where did he go?", "Where did he go? (Who led the delegation?)", id="a pronoun"),
        pytest.param("When did Abbas meet Putin?", "When did Abbas meet Putin?", id="a question of its own"),
        pytest.param("  Who \n is   Abbas? ", "Who is Abbas?", id="blanks"),
    ],
)
def test_a_question_is_understood_from_the_one_before(question: str, understood: str) -> None:
    assert standalone(question, BEFORE) == understood


def test_without_talk_before_a_question_stands_alone() -> None:
    assert standalone("And when was that?", []) == "And when was that?"


def test_a_chain_of_leaning_questions_reaches_the_one_they_lean_on() -> None:
    history = [*BEFORE, ("And when was that?", "In October. [1]")]

    assert standalone("Why?", history) == "Why? (And when was that? (Who led the delegation?))"


def test_a_long_talk_is_survived() -> None:
    understood = standalone("Why?", [("And then?", "x")] * 5000)

    assert understood.startswith("Why? (And then?")
    assert len(understood) <= 4000
