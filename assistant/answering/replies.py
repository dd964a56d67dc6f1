"""Make answers of what was found: quotes, where the documents mention a thing, or that they do not tell."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from assistant.answering.checking import proven
from assistant.answering.composing import Composition, compose
from assistant.answering.known import Known, known_about, unknown_names, unknown_words
from assistant.answering.markdown import markdown
from assistant.answering.quoting import Quotation, cite, quotations, stated
from assistant.answers import SURE, Answer, Citation, Statement
from assistant.asking import Question
from assistant.finding import Found, Survey
from assistant.words.phrases import Phrase, phrase
from index import Document, Index

NEAREST_SHOWN = 3
# Below it the best sentence shares next to nothing with the question: of its content words, weighted by idf.
COVERED_BY_CHANCE = 0.2


def answered(question: str, found: Found, index: Index, *, anyway: bool = False) -> list[Answer]:
    """Return the quoting answer as it grows, even if not enough with `anyway`; if there is none, the abstention."""
    growing = quoted(question, found) if found.is_enough or anyway else []
    return growing or [abstained(question, found, index)]


def quoted(question: str, found: Found) -> list[Answer]:
    """Return the quoting answer with one quote, with two, and so on; [] if none may be shown.

    One that is not sure says so in front.
    """
    started = time.perf_counter()
    asked = found.asked
    is_guess = found.confidence < SURE and not found.record.certainty
    unsure = [Statement(phrase(Phrase.UNSURE, asked.language), ())] if is_guess else []
    composed = compose(asked, found.ranked, searched=found.searched)
    timings = {**found.timings, "answer": 1000 * (time.perf_counter() - started)}
    statements = (*unsure, *composed.statements) if composed.statements else ()
    whole = len(statements)
    return [
        Answer(
            question=question,
            interpreted_as=asked.interpreted,
            text=markdown(statements[:shown]),
            statements=statements[:shown],
            citations=_cited_by(statements[:shown], composed.citations),
            abstained=False,
            reason="",
            confidence=found.confidence,
            nearest=(),
            disagreements=composed.disagreements if shown == whole else (),
            short=composed.short if shown and not unsure else "",
            documents_searched=found.searched,
            timings=timings,
            record=found.record,
        )
        for shown in range(1 + len(unsure), whole + 1)
    ]


def surveyed(question: str, asked: Question, survey: Survey, documents: Mapping[str, Document]) -> Answer:
    """Return in how many documents a thing is mentioned, with the first mention in each, or that it is in none."""
    if not survey.mentions:
        nowhere = phrase(Phrase.WORDS_MISSING, asked.language, words=[survey.topic])
        return declined(question, asked.text, nowhere, asked.language, len(documents))
    started = time.perf_counter()
    citations = [
        cite(Quotation(mention.document, mention.span), number)
        for number, mention in enumerate(survey.mentions, start=1)
    ]
    count = phrase(
        Phrase.MENTIONED_IN, asked.language, words=[survey.topic], count=len(survey.documents), total=len(documents)
    )
    every = tuple(citation.number for citation in citations)
    quotes = [stated(citation, documents[citation.document]) for citation in citations]
    closing = [phrase(Phrase.AND_MORE, asked.language, count=survey.more)] if survey.more else []
    ours = [Statement(text, ()) for text in closing]
    statements, cited = proven([Statement(count, every), *quotes, *ours], citations, documents, fixed=closing)
    timings = {"answer": 1000 * (time.perf_counter() - started)}
    return certain(question, asked.text, statements, cited, len(documents), timings)


def certain(
    question: str,
    interpreted: str,
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    searched: int,
    timings: Mapping[str, float] = MappingProxyType({}),
) -> Answer:
    """Return an answer of which there is no doubt: every sentence was read for it, or nothing had to be searched."""
    return Answer(
        question=question,
        interpreted_as=interpreted,
        text=markdown(statements),
        statements=tuple(statements),
        citations=tuple(citations),
        abstained=False,
        reason="",
        confidence=1.0,
        nearest=(),
        disagreements=(),
        documents_searched=searched,
        timings=dict(timings),
    )


def declined(question: str, interpreted: str, reason: str, language: str, searched: int) -> Answer:
    """Return the abstention from a question that was not looked for, and why it was not, in a language."""
    return _abstention(question, interpreted, reason, language, Composition((), (), ()), searched)


def abstained(question: str, found: Found, index: Index) -> Answer:
    """Return that the documents do not answer, why, and what they do tell of the names in the question."""
    asked = found.asked
    known = known_about(asked, found.ranked, index)
    reason = reason_of(found, known, index)
    told = _told(known, asked) if known else Composition((), (), ())
    answer = _abstention(question, asked.interpreted, reason, asked.language, told, found.searched)
    return replace(
        answer,
        confidence=found.confidence,
        nearest=tuple(hit.passage for hit in found.hits[:NEAREST_SHOWN]),
        timings=found.timings,
    )


def reason_of(found: Found, known: Known | None, index: Index) -> str:
    """Return in words why a question is not answered.

    A name that no document holds; names that are there, but nothing on the rest; nothing close; or no better reason.
    """
    asked = found.asked
    absent = unknown_names(asked, index)
    if absent:
        return phrase(Phrase.WORDS_MISSING, asked.language, words=absent)
    if known and known.missing:
        return phrase(Phrase.NOTHING_ABOUT, asked.language, names=known.names, words=known.missing)
    missing = unknown_words(asked, index)
    if missing:
        return phrase(Phrase.WORDS_MISSING, asked.language, words=missing)
    if found.ranked[0].covered < COVERED_BY_CHANCE:
        return phrase(Phrase.NOTHING_CLOSE, asked.language)
    return phrase(Phrase.NOT_ANSWERED, asked.language)


def _told(known: Known, asked: Question) -> Composition:
    """Return quotes on the names of a question, under a heading of ours, as they stand in the documents."""
    documents = {sentence.document.name: sentence.document for sentence in known.sentences}
    citations = [cite(each, number) for number, each in enumerate(quotations(known.sentences), start=1)]
    heading = phrase(Phrase.SAID_ABOUT, asked.language, names=known.names)
    quotes = [stated(citation, documents[citation.document]) for citation in citations]
    statements, cited = proven([Statement(heading, ()), *quotes], citations, documents, fixed=[heading])
    return Composition(tuple(statements) if cited else (), tuple(cited), ())


def _abstention(
    question: str, interpreted: str, reason: str, language: str, told: Composition, searched: int
) -> Answer:
    statements = (Statement(phrase(Phrase.ABSTENTION, language), ()), *told.statements)
    return Answer(
        question=question,
        interpreted_as=interpreted,
        text=markdown(statements),
        statements=statements,
        citations=told.citations,
        abstained=True,
        reason=reason,
        confidence=0.0,
        nearest=(),
        disagreements=(),
        documents_searched=searched,
        timings={},
    )


def _cited_by(statements: Sequence[Statement], citations: Sequence[Citation]) -> tuple[Citation, ...]:
    last = max((number for statement in statements for number in statement.citations), default=0)
    return tuple(citations[:last])
