"""Telling a follow-up from a question of its own, in nine languages."""

from assistant.asking.leaning import leans


def test_of_other_languages_only_a_question_without_content_leans() -> None:
    assert not leans("Chi ha guidato la delegazione?", "it")
    assert leans("Perché?", "it")
