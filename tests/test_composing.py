"""Answers that set documents apart: what they show is cited, numbered once, and stands in the quotes."""

import pytest

from assistant import Answer, Assistant

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
