"""Compose an answer of quotations and of what sets documents apart, checked as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.asked_speaker import spoken_first
from assistant.answering.checking import explained, proven
from assistant.answering.listing import choose_all
from assistant.answering.quoting import Quotation, answers_in, choose, cite, quotations, state
from assistant.answers import Citation, Disagreement, Statement, Version
from assistant.asking import Question
from assistant.comparing import find_disagreements
from assistant.finding import RankedSentence
from assistant.words.phrases import Phrase, phrase
from index import Document


@dataclass(frozen=True, slots=True)
class Composition:
    """Statements that may be shown, their citations numbered from 1, and disagreements that cite among these.

    `short` are the words of the first quotation that answer by themselves, "" if there are none.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    short: str = ""


def compose(asked: Question, ranked: Sequence[RankedSentence], *, searched: int) -> Composition:
    """Return what answers the question, of sentences ranked best first, and where documents, of so many, differ on it.

    Notes are in the question's language, if we speak it. Nothing is in it that does not hold in the documents; there
    may be nothing.
    """
    read, copies = {sentence.document.name for sentence in ranked}, _copies(ranked)
    # Of equal documents one is quoted, and the others are named.
    ranked = [each for each in ranked if copies[_told(each.document)][0] == each.document.name]
    chosen = choose_all(asked, ranked) if asked.asks_for_all else choose(spoken_first(asked, ranked))
    quoted = quotations(chosen, asked.wanted)
    if asked.asks_for_latest:
        quoted = _latest_first(quoted)
    documents = {sentence.document.name: sentence.document for sentence in ranked}
    citations = [cite(each, number) for number, each in enumerate(quoted, start=1)]
    statements = [
        state(citation, document, chosen, _notes_on(citation, document, copies[_told(document)][1:], asked.language))
        for citation in citations
        for document in (documents[citation.document],)
    ]
    found = find_disagreements(asked, ranked)
    found = tuple(disagreement for disagreement in found if all(map(_is_quoted, disagreement.versions)))
    for disagreement in found:
        numbers = tuple(dict.fromkeys(_number_of(version.citation, citations) for version in disagreement.versions))
        statements.append(Statement(_difference(disagreement), numbers))
    closing = [_searched(len(read), searched, asked.language)] if statements and asked.asks_for_all else []
    shown, cited = proven([*statements, *closing], citations, documents, fixed=[each.text for each in closing])
    if not cited:
        return Composition((), (), ())
    # Of the words read for twelve dev questions of yes or no, six answer.
    no_words_answer = (asked.asks_for_all and len(chosen) > 1) or asked.asks_whether or chosen[0].goes_on
    short = "" if no_words_answer else _short(shown[0], cited[0], chosen)
    return Composition(tuple(shown), tuple(cited), tuple(_citing(found, cited)), short)


def _short(statement: Statement, citation: Citation, chosen: Sequence[RankedSentence]) -> str:
    """Return the words of a quotation that answer by themselves, as they are emphasised if they are."""
    answers = [words for words in answers_in(citation, chosen) if words in statement.text][:1]
    bold = (span.of(statement.text) for span in statement.emphasis)
    answers = [whole for whole in bold for words in answers if words in whole] + answers
    return next((words for words in answers if words in citation.quote and "\n" not in words), "")


def _searched(read: int, total: int, language: str) -> Statement:
    """Return in how many of the documents sentences were read to find all of something."""
    return Statement(phrase(Phrase.SEARCHED, language, searched=read, total=total), ())


def _latest_first(quoted: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations with those of later documents before those of earlier; undated ones keep their places."""
    dated = [each for each in quoted if each.document.published]
    ordered = iter(sorted(dated, key=lambda each: each.document.published or date.min, reverse=True))
    return [next(ordered) if each.document.published else each for each in quoted]


def _copies(ranked: Sequence[RankedSentence]) -> dict[tuple[str, date | None], list[str]]:
    """Return the names of the documents that tell the same on the same day, those with the better sentence first."""
    names: dict[tuple[str, date | None], list[str]] = {}
    for document in {sentence.document.name: sentence.document for sentence in ranked}.values():
        names.setdefault(_told(document), []).append(document.name)
    return names


def _told(document: Document) -> tuple[str, date | None]:
    return document.text, document.published


def _notes_on(citation: Citation, document: Document, copies: Sequence[str], language: str) -> list[str]:
    """Return what explains a citation, in a language, and which documents are copies of its own."""
    also = [phrase(Phrase.ALSO_IN, language, documents=copies)] if copies else []
    return [*(note.text(language) for note in explained(citation, document)), *also]


def _is_quoted(version: Version) -> bool:
    return version.value in " ".join(version.citation.quote.split())


def _difference(disagreement: Disagreement) -> str:
    values = [f"“{version.value}”" for version in disagreement.versions]
    return f"The documents differ ({disagreement.subject}): {', '.join(values[:-1])} and {values[-1]}."


def _number_of(citation: Citation, citations: list[Citation]) -> int:
    """Return the number of the citation that shows this one, which is added if there is none."""
    number = _shown_as(citation, citations)
    if not number:
        number = len(citations) + 1
        citations.append(replace(citation, number=number))
    return number


def _citing(found: Sequence[Disagreement], cited: Sequence[Citation]) -> list[Disagreement]:
    """Return the disagreements all of whose versions are cited, each with the number under which it is."""
    kept = []
    for disagreement in found:
        numbers = [_shown_as(version.citation, cited) for version in disagreement.versions]
        if all(numbers):
            versions = (
                Version(version.value, replace(version.citation, number=number))
                for version, number in zip(disagreement.versions, numbers, strict=True)
            )
            kept.append(Disagreement(disagreement.subject, tuple(versions)))
    return kept


def _shown_as(citation: Citation, cited: Sequence[Citation]) -> int:
    """Return the number of the citation whose quote holds this one's, or 0 if there is none."""
    for other in cited:
        if other.document == citation.document and other.start <= citation.start and citation.end <= other.end:
            return other.number
    return 0
