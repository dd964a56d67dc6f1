"""A question is read once: all that its words tell stands in one value."""

import pytest

from assistant import Assistant
from assistant.asking.question import Question
from assistant.words.kinds import Kind
from index import Index
from index.errors import EmbeddingError


def test_a_question_holds_all_that_its_words_tell() -> None:
    question = Question.of(
        "What does Quil currently say about the 12 bees?",
        "en",
        respelled="What does Quill currently say about the 12 bees?",
    )

    assert question == Question(
        text="What does Quil currently say about the 12 bees?",
        language="en",
        respelled="What does Quill currently say about the 12 bees?",
        wanted=(),
        is_foreign=False,
        kind=Kind.OTHER,
        names=("Quill", "12"),
        named=frozenset(["what", "does", "quil", "quill", "currently", "say", "about", "the", "12", "bees"]),
        asks_for_all=False,
        asks_for_latest=True,
        asks_whether=False,
        speaker=frozenset(["Quill"]),
        topic="",
    )


def test_it_tells_that_all_of_something_or_where_a_thing_is_mentioned_is_asked_for() -> None:
    assert Question.of("Which countries banned it?", "en").asks_for_all
    assert Question.of("How many documents mention Quill?", "en").topic == "Quill"


def test_its_lower_case_words_are_without_possessives() -> None:
    question = Question.of("Who met Iran’s envoy and Putin's?", "en")

    assert question.named == {"who", "met", "iran", "envoy", "and", "putin"}


@pytest.mark.parametrize(("is_foreign", "interpreted"), [(False, "Who is Quill?"), (True, "Who is Quil?")])
def test_only_in_a_language_of_the_documents_a_spelling_is_corrected(is_foreign: bool, interpreted: str) -> None:
    question = Question.of("Who is Quil?", "en", respelled="Who is Quill?", is_foreign=is_foreign)

    assert question.interpreted == interpreted


def test_documents_that_mention_a_thing_are_counted_without_an_embedding(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EmbeddingError("The embedding does not answer.")

    monkeypatch.setattr(Index, "embed", fail)

    assert assistant.answer("How many documents mention Bogdanov?").citations
    assert assistant.answer("How many documents mention Zorblax?").reason == "The documents do not mention “Zorblax”."
    assert assistant.answer("Who did Bogdanov invite?").abstained
