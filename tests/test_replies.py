"""Answers that count mentions, and abstentions that say why and what the documents do tell."""

import pytest

from assistant import Answer, Assistant
from assistant.answering.replies import SURE
from assistant.words.phrases import Phrase, phrase

pytest_plugins = ["beekeeping"]


def lines(found: Answer) -> list[tuple[str, tuple[int, ...]]]:
    return [(statement.text, statement.citations) for statement in found.statements]


def test_a_count_of_mentions_is_proven_by_the_first_in_each_document(beekeepers: Assistant) -> None:
    found = beekeepers.answer("How many documents mention the varroa mite?")

    assert lines(found) == [
        ("Documents that mention “varroa mite”: 2 of 3", (1, 2)),
        ("The varroa mite killed a third of the colonies.", (1,)),
        ("The varroa mite came to Europe in the 1970s.", (2,)),
    ]
    assert [citation.document for citation in found.citations] == ["honey.txt", "mites.txt"]
    assert (found.abstained, found.confidence, found.documents_searched) == (False, 1.0, 3)


def test_in_markdown_every_line_of_a_count_has_its_markers_and_nothing_is_bold(beekeepers: Assistant) -> None:
    assert beekeepers.answer("How many documents mention hives?").text == (
        "Documents that mention “hives”: 1 of 3 [1]\n\nIn Vienna the opera house has six hives. [1]"
    )


def test_two_things_in_one_document_count_as_one_document(beekeepers: Assistant) -> None:
    assert lines(beekeepers.answer("Which documents mention Vienna and Olsen?")) == [
        ("Documents that mention “Vienna and Olsen”: 1 of 3", (1, 2)),
        ("Lyon, Vienna and Ljubljana keep bees on roofs.", (1,)),
        ("Olsen visited Vienna in 2021.", (2,)),
    ]


def test_a_count_whose_quotes_do_not_hold_is_not_shown(beekeepers: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.answering.checking.holds", lambda *_: False)

    assert beekeepers.answer("How many documents mention hives?").statements == ()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Сколько документов упоминают Weiss?", "Документов, где упоминается «Weiss»: 1 из 3"),
        ("¿Cuántos documentos mencionan a Weiss?", "Documentos que mencionan «Weiss»: 1 de 3"),
        ("Wie viele Dokumente erwähnen Weiss?", "Dokumente, in denen „Weiss“ vorkommt: 1 von 3"),
        ("Kaç belge Weiss'ten bahsediyor?", "İçinde “Weiss” geçen belgeler: 1 / 3"),
        ("有多少文档提到Weiss？", "提到“Weiss”的文档：1/3"),
    ],
)
def test_mentions_are_counted_in_the_language_of_the_question(beekeepers: Assistant, question: str, first: str) -> None:
    assert beekeepers.answer(question).statements[0].text == first


def test_a_follow_up_counts_the_next_thing(beekeepers: Assistant) -> None:
    first = "How many documents mention Weiss?"

    found = beekeepers.answer("And Vienna?", history=[(first, beekeepers.answer(first).text)])

    assert found.statements[0].text == "Documents that mention “Vienna”: 1 of 3"


def test_a_thing_that_no_document_mentions_is_an_abstention(beekeepers: Assistant) -> None:
    found = beekeepers.answer("How many documents mention Oslo?")

    assert (found.abstained, found.reason) == (True, "The documents do not mention “Oslo”.")
    assert lines(found) == [("The documents do not answer this question.", ())]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("Does Weiss live in Oslo?", "The documents do not mention “Oslo”.", id="a name of no document"),
        pytest.param(
            "Who did Olsen marry?",
            "The documents mention “Olsen”, but nothing was found about “marry”.",
            id="nothing on the rest",
        ),
        pytest.param(
            "who did olsen marry?",
            "The documents mention “Olsen”, but nothing was found about “marry”.",
            id="the same without capitals",
        ),
        pytest.param(
            "how are penguins fed?", "The documents do not mention “penguins”, “fed”.", id="words of no document"
        ),
        pytest.param(
            "Wie füttert man Pinguine?", "Nichts in den Dokumenten kommt der Frage nahe.", id="nothing close, in German"
        ),
    ],
)
def test_an_abstention_says_which_part_of_the_question_the_documents_lack(
    beekeepers: Assistant, question: str, reason: str
) -> None:
    found = beekeepers.answer(question)

    assert (found.abstained, found.reason) == (True, reason)


def test_an_abstention_quotes_what_the_documents_tell_of_the_names(beekeepers: Assistant) -> None:
    found = beekeepers.answer("Who did Olsen marry?")

    assert lines(found)[:2] == [
        ("The documents do not answer this question.", ()),
        ("What the documents do say about “Olsen”:", ()),
    ]
    assert sorted(lines(found)[2:], key=lambda line: line[1]) == [
        (" ".join(citation.quote.split()), (citation.number,)) for citation in found.citations
    ]
    assert all("Olsen" in citation.quote for citation in found.citations)
    assert len(found.citations) == 2


def test_an_abstention_without_a_known_name_tells_nothing(beekeepers: Assistant) -> None:
    found = beekeepers.answer("how are penguins fed?")

    assert lines(found) == [("The documents do not answer this question.", ())]
    assert found.citations == ()


def test_a_heading_without_a_quote_that_holds_is_not_shown(
    beekeepers: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.answering.checking.holds", lambda *_: False)

    assert lines(beekeepers.answer("Who did Olsen marry?")) == [("The documents do not answer this question.", ())]


def test_an_answer_that_lists_says_how_many_documents_were_searched(beekeepers: Assistant) -> None:
    found = beekeepers.answer("Which cities keep bees on roofs?")

    assert lines(found)[0] == ("Lyon, Vienna and Ljubljana keep bees on roofs.", (1,))
    assert lines(found)[-1] == ("Documents searched: 3 of 3", ())
    assert found.text.endswith("\n\nDocuments searched: 3 of 3")


def test_an_answer_to_a_question_for_one_thing_does_not(beekeepers: Assistant) -> None:
    found = beekeepers.answer("What killed a third of the colonies?")

    assert not found.abstained
    assert all(citations for _, citations in lines(found))


def test_an_answer_that_is_more_likely_wrong_than_right_is_shown_as_a_guess(
    beekeepers: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.answering.replies.SURE", 1.0)

    found = beekeepers.answer("What killed a third of the colonies?")

    assert (found.abstained, found.statements[0].citations) == (False, ())
    assert found.statements[0].text == phrase(Phrase.UNSURE, "en")
    assert found.statements[1].citations == (1,)
    assert found.short == ""


def test_a_sure_answer_says_nothing_of_itself(assistant: Assistant) -> None:
    found = assistant.answer("Who led the Hamas delegation in October?")

    assert found.confidence >= SURE
    assert all(statement.citations for statement in found.statements)
