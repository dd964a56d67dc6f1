"""Answers that set documents apart: what they show is cited, numbered once, and stands in the quotes."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import Answer, Assistant
from assistant.answering.composing import compose
from assistant.asking.question import Question
from assistant.finding.ranking import RankedSentence
from index import Document, PassageParser

DIFFERS = "When does the meeting in Moscow end?"


@pytest.fixture(scope="module")
def found(assistant: Assistant) -> Answer:
    return assistant.answer(DIFFERS)


def test_versions_are_cited_by_the_answers_own_citations(found: Answer) -> None:
    (disagreement,) = found.disagreements
    assert len({version.citation.document for version in disagreement.versions}) == 2
    for version in disagreement.versions:
        shown = found.citations[version.citation.number - 1]
        assert shown.document == version.citation.document
        assert shown.start <= version.citation.start < version.citation.end <= shown.end


def test_the_last_statement_says_how_they_differ(found: Answer) -> None:
    *_, last = found.statements
    assert last.citations == tuple(version.citation.number for version in found.disagreements[0].versions)
    assert all(f"“{version.value}”" in last.text for version in found.disagreements[0].versions)


def test_a_difference_is_shown_when_the_answer_is_whole(assistant: Assistant) -> None:
    *growing, whole = assistant.stream(DIFFERS)
    assert [answer.disagreements for answer in growing] == [()] * len(growing)
    assert whole.disagreements


def test_one_source_alone_does_not_differ(assistant: Assistant) -> None:
    assert assistant.answer("Who led the Hamas delegation in October?").disagreements == ()


OLD, NEW = date(2024, 2, 19), date(2024, 2, 26)


def composed(question: str, *, language: str = "en", undated: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """Return the statements on a question to which an older document answers a little better than a newer one."""
    documents = {
        "old.txt": Document("old.txt", "Ten groups came yesterday.", "Old", OLD),
        "undated.txt": Document("undated.txt", "A dozen sent word.", "Undated"),
        "new.txt": Document("new.txt", "Twelve factions take part.", "New", NEW),
    }
    if not undated:
        del documents["undated.txt"]
    ranked = [
        RankedSentence(document, PassageParser().passages(document)[0], 0, score, 1.0, of_kind=True)
        for document, score in zip(documents.values(), (1.0, 0.95, 0.9), strict=False)
    ]
    asked = Question.of(question, language)
    found = compose(asked, ranked, searched=len(documents))
    assert [statement.citations for statement in found.statements] == [(n,) for n in range(1, len(documents) + 1)]
    return [(statement.text, statement.notes) for statement in found.statements]


def test_quotations_stand_in_order_of_rank_with_the_notes_that_explain_them() -> None:
    assert composed("How many came?") == [
        ("Ten groups came yesterday.", ("“yesterday” here means 18 February 2024.",)),
        ("Twelve factions take part.", ()),
    ]


def test_asked_for_the_latest_the_later_document_stands_first() -> None:
    assert composed("What is the latest number?") == [
        ("Twelve factions take part.", ()),
        ("Ten groups came yesterday.", ("“yesterday” here means 18 February 2024.",)),
    ]


def test_asked_for_the_present_the_later_document_stands_first() -> None:
    assert [text for text, _ in composed("How many are there currently?")] == [
        "Twelve factions take part.",
        "Ten groups came yesterday.",
    ]


def test_of_equal_documents_one_is_quoted_and_the_others_are_named() -> None:
    text = "Ten groups came."
    documents = [
        Document("a.txt", text, "a"), Document("b.txt", text, "b"), Document("c.txt", text, "c"),
        Document("d.txt", text, "d", NEW), Document("e.txt", "Twelve factions take part.", "e"),
    ]  # fmt: skip
    ranked = [
        RankedSentence(document, PassageParser().passages(document)[0], 0, 1.0 - place / 100, 1.0, of_kind=True)
        for place, document in enumerate(documents)
    ]

    found = compose(Question.of("How many came?", "en"), ranked, searched=5)

    assert [citation.document for citation in found.citations] == ["a.txt", "d.txt", "e.txt"]
    assert [statement.notes for statement in found.statements] == [
        ("The same text stands in “b.txt”, “c.txt”.",), (), (),
    ]  # fmt: skip


def test_notes_are_in_the_language_of_the_question() -> None:
    assert composed("Wie viele sind es derzeit?", language="de")[1] == (
        "Ten groups came yesterday.",
        ("„yesterday“ meint hier den 18. Februar 2024.",),
    )


def test_an_undated_document_keeps_its_place() -> None:
    assert composed("What is the latest number?", undated=True) == [
        ("Twelve factions take part.", ()),
        ("A dozen sent word.", ()),
        ("Ten groups came yesterday.", ("“yesterday” here means 18 February 2024.",)),
    ]


@pytest.mark.parametrize(
    ("language", "searched"),
    [
        ("en", "Documents searched: 2 of 2"),
        ("de", "Durchsuchte Dokumente: 2 von 2"),
        ("zh", "已检索文档：2/2"),
    ],
)
def test_asked_for_all_of_something_the_answer_ends_with_how_many_documents_were_searched(
    language: str, searched: str
) -> None:
    question = {"en": "Which groups came?", "de": "Welche Gruppen kamen?", "zh": "哪些团体来了？"}[language]
    documents = {
        "old.txt": Document("old.txt", "Red and Blue came.", "Old", OLD),
        "new.txt": Document("new.txt", "Some say that Green came.", "New", NEW),
    }
    ranked = [
        RankedSentence(document, PassageParser().passages(document)[0], 0, score, 1.0, of_kind=True)
        for document, score in zip(documents.values(), (1.0, 0.9), strict=True)
    ]
    asked = Question.of(question, language)

    *quotes, closing = compose(asked, ranked, searched=len(documents)).statements

    assert [statement.citations for statement in quotes] == [(1,), (2,)]
    assert (closing.text, closing.citations) == (searched, ())


def test_a_title_is_no_second_quote() -> None:
    document = Document("a.txt", "Red came first.\n\nWho came\n\nBlue came later.", "Who came")
    (passage,) = PassageParser().passages(document)
    ranked = [
        RankedSentence(document, passage, number, score, 1.0, of_kind=True)
        for number, score in ((0, 1.0), (1, 0.9), (2, 0.8))
    ]
    composition = compose(Question.of("Who came?", "en"), ranked, searched=1)

    assert [citation.quote for citation in composition.citations] == ["Red came first.", "Blue came later."]


def test_a_document_none_of_whose_sentences_was_read_was_not_searched() -> None:
    read = Document("a.txt", "Red and Blue came.", "Title", OLD)
    ranked = [RankedSentence(read, PassageParser().passages(read)[0], 0, 1.0, 1.0, of_kind=True)]
    asked = Question.of("Which groups came?", "en")

    assert compose(asked, ranked, searched=2).statements[-1].text == "Documents searched: 1 of 2"


def test_without_a_quote_that_holds_nothing_is_said_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.answering.checking.holds", lambda *_: False)
    document = Document("a.txt", "Red and Blue came.", "Title", OLD)
    ranked = [RankedSentence(document, PassageParser().passages(document)[0], 0, 1.0, 1.0, of_kind=True)]
    asked = Question.of("Which groups came?", "en")

    assert compose(asked, ranked, searched=1).statements == ()


def short_of(text: str, *answers: str, question: str = "Who came?") -> str:
    """Return the short answer that quotes sentences of a text, best first, each with the words read as its answer."""
    document = Document("a.txt", text, "A")
    (passage,) = PassageParser().passages(document)
    ranked = [
        RankedSentence(document, passage, number, 1.0, 1.0, of_kind=True, odds=1.0, answer=answer)
        for number, answer in enumerate(answers)
    ]
    return compose(Question.of(question, "en"), ranked, searched=1).short


@pytest.mark.parametrize(
    ("text", "answers", "short"),
    [
        pytest.param("It was Ada Penn who came.", ["Ada Penn"], "Ada Penn", id="emphasised"),
        pytest.param("Penn came, the son of Penn.", ["Penn"], "Penn", id="in two places"),
        pytest.param("Penn came on 4 to 22 August.", ["22 August"], "4 to 22 August", id="a part of a stretch"),
        pytest.param("It was Ada Penn who came.", [""], "", id="nothing was read"),
    ],
)
def test_the_short_answer_is_what_was_read_in_the_first_quotation(text: str, answers: list[str], short: str) -> None:
    assert short_of(text, *answers) == short


def test_an_answer_of_several_sentences_that_lists_has_no_short_one() -> None:
    text = "It was Ada Penn who came. Then it was Bo Quill who came."
    listed = short_of(text, "Ada Penn", "Bo Quill", question="List all who came.")
    alone = short_of("Penn came.", "Penn", question="List all who came.")

    assert (listed, alone) == ("", "Penn")


def test_a_question_of_yes_or_no_has_no_short_answer() -> None:
    assert short_of("Penn came.", "Penn", question="Did Penn come?") == ""


def test_a_claim_that_is_denied_is_no_short_answer() -> None:
    document = Document("a.txt", "They say that Penn came. Penn denies it.", "A")
    (passage,) = PassageParser().passages(document)
    sentence = RankedSentence(document, passage, 0, 1.0, 1.0, of_kind=True, odds=3.0, answer="Penn")
    asked = Question.of("Who came?", "en")

    assert compose(asked, [sentence], searched=1).short == "Penn"
    denied = compose(asked, [replace(sentence, goes_on=True)], searched=1)
    assert (denied.short, denied.citations[0].quote) == ("", document.text)
