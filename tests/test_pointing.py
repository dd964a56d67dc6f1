"""What points at the answer before: read in each language, and answered from the quotes of that answer."""

from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering.checking import holds
from assistant.asking import Pointed, Pointer, Wish, pointed_at, standalone
from assistant.words.languages import entry, languages
from assistant.words.phrases import Phrase, phrase

ASKED = [
    (language, pointer, question)
    for language in languages()
    for pointer in Pointer
    for question in entry(language, f"pointing.{pointer}.examples")
]
LED = "Who led the survey of the bells?"


@pytest.fixture(scope="module")
def bells(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bells")
    (folder / "a.md").write_text(
        "---\ntitle: The bells of Rype\nauthor: Jan Weiss\ndate: 2021-06-04\n---\n\n"
        "The survey of the bells was led by Ada Quill. It was begun in March and paid for by the harbour office.\n\n"
        "“The survey of the bells found two cracks,” said Ada Quill. The council of Rype reads the survey in May.\n"
    )
    (folder / "b.md").write_text("# Lost notes\n\nKites are flown on the beach in every season. They are of paper.\n")
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def after(assistant: Assistant, *questions: str) -> Answer:
    """Return the answer to the last of questions that follow one another."""
    history: list[tuple[str, str]] = []
    for question in questions[:-1]:
        history.append((question, assistant.answer(question, history=history).text))
    return assistant.answer(questions[-1], history=history)


@pytest.mark.parametrize(("language", "pointer", "question"), ASKED)
def test_what_points_at_the_answer_before_is_read_in_each_language(
    language: str, pointer: Pointer, question: str
) -> None:
    assert pointed_at(f"{question} ({LED})") == Pointed(pointer, language, LED)
    assert standalone(question, [(LED, "Ada Quill.")]) == f"{question} ({LED})"


def test_each_language_has_all_of_them() -> None:
    assert {(language, pointer) for language, pointer, _ in ASKED} == {
        (language, pointer) for language in languages() for pointer in Pointer
    }


@pytest.mark.parametrize(
    "question",
    ["Who said that the bells are cracked?", "Where is the source of the river?", "What else did Ada say?", LED,
     "Tell me more about the bells", "Show me the passage on bells", "When was the survey published?",
     "Are you sure that she led it?", "How many more bells are there?"],
)  # fmt: skip
def test_a_question_with_something_of_its_own_points_at_nothing(question: str) -> None:
    assert pointed_at(question) is None


@pytest.mark.parametrize(
    ("question", "wish"),
    [("When was this published?", Wish.DATE), ("Who wrote that article?", Wish.AUTHOR),
     ("Wann wurde das veröffentlicht?", Wish.DATE), ("Who published it?", Wish.PUBLISHER)],
)  # fmt: skip
def test_the_document_of_the_answer_before_is_asked_about(question: str, wish: Wish) -> None:
    found = pointed_at(standalone(question, [(LED, "Ada Quill.")]))

    assert found is not None
    assert (found.pointer, found.earlier) == (wish, LED)


def test_more_is_wanted_as_often_as_it_is_said_in_a_row() -> None:
    talk = [(LED, "Ada Quill."), ("who said that?", "Jan."), ("tell me more", "."), ("go on", ".")]

    assert pointed_at(standalone("more please", talk)) == Pointed(Pointer.MORE, "en", LED, 3)


def test_a_question_that_leans_on_what_pointed_leans_on_what_that_pointed_at() -> None:
    talk = [("When was the survey begun?", "In March."), ("who said that?", "Jan.")]

    assert standalone("and where?", talk) == "Where was the survey begun?"


def test_who_is_quoted_is_told_with_the_quote(bells: Assistant) -> None:
    answer = after(bells, "How many cracks did the survey find?", "who said that?")

    assert answer.short == "Ada Quill"
    assert "two cracks" in answer.statements[0].text
    assert "Jan Weiss" in answer.statements[-1].text


def test_of_what_nobody_says_the_document_is_told_first(bells: Assistant) -> None:
    answer = after(bells, LED, "who said that?")

    assert answer.short == ""
    assert answer.statements[0].text.startswith("“The bells of Rype” (4 June 2021, Jan Weiss, ")
    assert "was led by Ada Quill" in answer.statements[1].text


def test_the_whole_passage_is_shown_under_its_document(bells: Assistant) -> None:
    asked = bells.answer(LED)
    answer = after(bells, LED, "show me the passage")

    assert len(answer.citations[0].quote) > len(asked.citations[0].quote)
    assert answer.citations[0].quote.startswith("The survey of the bells was led by Ada Quill. It was begun in March")
    assert all(holds(each, {document.name: document for document in bells.documents}) for each in answer.citations)


def test_what_comes_then_is_told_with_the_passage(bells: Assistant) -> None:
    answer = after(bells, LED, "and then?")

    assert "It was begun in March" in answer.citations[0].quote


@pytest.mark.parametrize("question", ["Who wrote this?", "who is the author of this document?"])
def test_where_there_is_one_document_it_is_meant_before_any_answer(tmp_path: Path, question: str) -> None:
    (tmp_path / "a.md").write_text("# Hives\n\nThis document was written by its author Tam Orr. It tells of hives.\n")
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        assert assistant.answer(question).short == "Tam Orr"
    (tmp_path / "a.md").write_text("---\ntitle: Hives\nauthor: Jan Weiss\n---\n\nBees live in hives.\n")
    with Assistant.open(tmp_path, tmp_path / "store") as assistant:
        assert assistant.answer(question).text == phrase(Phrase.WRITTEN_BY, "en", title=["Hives"], author="Jan Weiss")


def test_when_the_quoted_document_was_published_is_told(bells: Assistant) -> None:
    assert after(bells, LED, "when was that published?").statements[0].text == (
        "“The bells of Rype” was published on 4 June 2021."
    )
    assert after(bells, LED, "who wrote it?").statements[0].text == "“The bells of Rype” was written by Jan Weiss."


def test_what_is_not_stated_of_the_document_is_declined(bells: Assistant) -> None:
    assert after(bells, LED, "who published it?").abstained


def test_more_quotes_what_was_not_quoted_until_there_is_no_more(bells: Assistant) -> None:
    asked = [LED]
    shown: list[str] = [citation.quote for citation in bells.answer(LED).citations]
    while not (answer := after(bells, *asked, "tell me more")).abstained:
        quotes = [citation.quote for citation in answer.citations]
        assert not [quote for quote in quotes if any(quote in other for other in shown)]
        shown += quotes
        asked.append("tell me more")
        assert len(asked) < 8

    assert len(asked) > 1
    assert answer.reason == phrase(Phrase.NO_MORE, "en")


@pytest.mark.parametrize("question", ["tell me more", "who said that?", "show me the passage", "who wrote that?"])
@pytest.mark.parametrize("before", [[], ["hello"], ["zzz qqq?"]], ids=["nothing", "talk", "abstention"])
def test_where_nothing_was_quoted_nothing_is_pointed_at(bells: Assistant, before: list[str], question: str) -> None:
    answer = after(bells, *before, question)

    assert answer.abstained
    assert answer.citations == ()


def test_the_question_as_it_was_understood_can_be_asked_alone(bells: Assistant) -> None:
    answer = after(bells, LED, "who said that?")

    assert bells.answer(answer.interpreted_as).text == answer.text


def test_an_answer_is_pointed_at_within_the_documents_that_are_asked(bells: Assistant) -> None:
    history = [("Of what are the kites?", "Paper.")]
    answer = bells.answer("show me the passage", history=history, documents=["b.md"])

    assert [citation.document for citation in answer.citations] == ["b.md"]


def test_what_is_pointed_at_is_the_answer_that_was_given(bells: Assistant) -> None:
    """Behind "and" stands a question of its own, so the third is about its answer."""
    answer = after(bells, "Who led the survey of the bells?", "And where are kites flown?", "Where does it say that?")

    assert [citation.document for citation in answer.citations] == ["b.md"]
