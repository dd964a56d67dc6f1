"""What the documents tell of the names in a question: which these are, what tells of them, what is missing."""

import pytest

from assistant import Assistant
from assistant.answering.known import MOST_SENTENCES, MOST_WORDS, Known, known_about, unknown_names, unknown_words
from assistant.asking.question import Question
from index import Index
from index.language import detect_language

pytest_plugins = ["beekeeping"]


def asked(text: str, respelled: str = "") -> Question:
    language = detect_language(text)
    return Question.of(text, language, respelled=respelled, is_foreign=language != "en")


def known(question: str, beekeepers: Assistant, bee_index: Index, respelled: str = "") -> Known | None:
    return known_about(asked(question, respelled), beekeepers.rank(respelled or question), bee_index)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("Who did Olsen marry?", ("Olsen",), id="within the question"),
        pytest.param("Olsen married whom?", ("Olsen",), id="at its beginning"),
        pytest.param("who did olsen marry?", ("Olsen",), id="without a capital"),
        pytest.param("What is Olsen's salary?", ("Olsen",), id="with a possessive ending"),
        pytest.param("Did Clara Bonnet marry?", ("Clara Bonnet",), id="of two words"),
        pytest.param("Did Jan Bonnet marry?", ("Jan", "Bonnet"), id="of two words that do not stand together"),
        pytest.param("When did Olsen marry Bonnet?", ("Olsen", "Bonnet"), id="two"),
        pytest.param("Did Oslo invite Olsen?", ("Olsen",), id="one of two that the documents hold"),
    ],
)
def test_names_that_the_documents_hold_are_known(
    beekeepers: Assistant, bee_index: Index, question: str, names: tuple[str, ...]
) -> None:
    found = known(question, beekeepers, bee_index)

    assert found is not None
    assert found.names == names


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("who ate the honey?", id="no name"),
        pytest.param("Honey is eaten where?", id="a word that opens the question"),
        pytest.param("Who lives in Oslo?", id="a name of no document"),
        pytest.param("Who died in 2019?", id="a number"),
        pytest.param("What happened on 3 May?", id="a month"),
        pytest.param("Wen traf der Minister?", id="a noun with a capital in another language"),
    ],
)
def test_what_is_no_name_in_the_documents_is_not_known(beekeepers: Assistant, bee_index: Index, question: str) -> None:
    assert known(question, beekeepers, bee_index) is None


def test_each_name_is_told_of_before_one_is_told_of_twice(beekeepers: Assistant, bee_index: Index) -> None:
    found = known("When did Olsen marry Bonnet?", beekeepers, bee_index)

    assert found is not None
    assert len(found.sentences) == MOST_SENTENCES
    assert sum("Olsen" in sentence.text for sentence in found.sentences) == 1
    assert sum("Bonnet" in sentence.text for sentence in found.sentences) == 1


def test_a_sentence_with_two_of_the_names_comes_first(beekeepers: Assistant, bee_index: Index) -> None:
    found = known("Did Weiss and Bonnet marry?", beekeepers, bee_index)

    assert found is not None
    assert "Weiss signed" in found.sentences[0].text.replace("\n", " ")
    assert "Bonnet" in found.sentences[0].text


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("Who did Olsen marry?", ("marry",), id="a word of no document"),
        pytest.param(
            "Did Olsen sign a treaty?", ("treaty",), id="of these none that another document holds, if there is such"
        ),
        pytest.param("When did Olsen resign?", ("resign",), id="a word that only stands elsewhere"),
        pytest.param("When did Olsen visit Vienna?", (), id="nothing"),
        pytest.param("How many times did the articles mention Olsen?", (), id="no word that shapes a question"),
        pytest.param("Did Olsen resign on 3 May?", ("resign",), id="no date, which may be written otherwise"),
        pytest.param("Did Olsen resign in 2019?", ("resign", "2019"), id="a year"),
        pytest.param("Did Olsen sell, buy, steal or hide honeycombs?", ("sell", "buy", "steal"), id="not too many"),
    ],
)
def test_the_words_are_missing_that_no_sentence_with_a_name_holds(
    beekeepers: Assistant, bee_index: Index, question: str, missing: tuple[str, ...]
) -> None:
    found = known(question, beekeepers, bee_index)

    assert found is not None
    assert found.missing == missing
    assert len(missing) <= MOST_WORDS


@pytest.mark.parametrize(
    ("question", "respelled"),
    [
        pytest.param("Кого уволил Вайс?", "Кого уволил Weiss?", id="Russian"),
        pytest.param("魏斯解雇了谁？", "Weiss解雇了谁？", id="Chinese"),
        pytest.param("Wen hat Weiss entlassen?", "Wen hat Weiss entlassen?", id="German"),
    ],
)
def test_in_another_language_names_are_known_and_no_word_is_missing(
    beekeepers: Assistant, bee_index: Index, question: str, respelled: str
) -> None:
    found = known(question, beekeepers, bee_index, respelled)

    assert found is not None
    assert (found.names, found.missing) == (("Weiss",), ())


@pytest.mark.parametrize(
    ("question", "names"),
    [
        pytest.param("Did Weiss meet Sørensen in Oslo in 1999?", ["Sørensen", "Oslo", "1999"], id="names and numbers"),
        pytest.param("What is Oslo's plan?", ["Oslo"], id="a possessive"),
        pytest.param("Did Weiss meet Olsen in 2021?", [], id="all stand in documents"),
        pytest.param("Wer traf Weiss im Rathaus?", [], id="another language"),
        pytest.param("Кто живёт в Осло?", [], id="another script"),
    ],
)
def test_names_that_no_document_holds_are_unknown(bee_index: Index, question: str, names: list[str]) -> None:
    assert unknown_names(asked(question), bee_index) == names


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many penguins does the article mention?", ["penguins"]),
        ("Wie viele Pinguine gibt es?", []),
    ],
)
def test_words_that_only_shape_a_question_are_not_unknown(bee_index: Index, question: str, words: list[str]) -> None:
    assert unknown_words(asked(question), bee_index) == words
