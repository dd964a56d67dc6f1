"""Put the answers to several questions, asked in one, under a heading each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.markdown import markdown
from assistant.answers import Answer, Citation, Disagreement, Statement
from assistant.words.phrases import Phrase, phrase


def together(question: str, answers: Sequence[Answer], language: str, headings: Sequence[str] = ()) -> Answer:
    """Return answers as one to a question in a language, each below a heading; one of them at least is given.

    Without `headings` each stands below its own question.

    It is as sure as the least sure of those that are given; none of their short answers is one to all.
    """
    headings = headings or [phrase(Phrase.ASKED, language, question=[answer.interpreted_as]) for answer in answers]
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: list[Statement] = []
    disagreements: list[Disagreement] = []
    for heading, answer in zip(headings, answers, strict=True):
        cited = [_taken_up(citation, citations) for citation in answer.citations]
        numbers = {old.number: new.number for old, new in zip(answer.citations, cited, strict=True)}
        statements += [
            Statement(heading, ()),
            *(replace(each, citations=tuple(numbers[n] for n in each.citations)) for each in answer.statements),
        ]
        disagreements += _renumbered(answer.disagreements, citations)
    least = min((answer for answer in answers if not answer.abstained), key=lambda answer: answer.confidence)
    is_understood = all(answer.interpreted_as == answer.question for answer in answers)
    timings = Counter[str]()
    for answer in answers:
        timings.update(answer.timings)
    return replace(
        answers[0],
        question=question,
        interpreted_as=question if is_understood else " ".join(answer.interpreted_as for answer in answers),
        text=markdown(statements),
        statements=tuple(statements),
        citations=tuple(citations.values()),
        abstained=False,
        reason="",
        confidence=least.confidence,
        nearest=(),
        disagreements=tuple(disagreements),
        timings=dict(timings),
        record=least.record,
        short="",
    )


def _taken_up(citation: Citation, citations: dict[tuple[str, int, int], Citation]) -> Citation:
    """Return a citation under the number that it has among all, which is the next one if it is not there yet."""
    place = citation.document, citation.start, citation.end
    return citations.setdefault(place, replace(citation, number=1 + len(citations)))


def _renumbered(
    disagreements: Sequence[Disagreement], citations: dict[tuple[str, int, int], Citation]
) -> Iterator[Disagreement]:
    for each in disagreements:
        versions = (replace(version, citation=_taken_up(version.citation, citations)) for version in each.versions)
        yield replace(each, versions=tuple(versions))
