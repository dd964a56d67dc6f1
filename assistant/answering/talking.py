"""Answer what needs no search: talk, and questions about the documents themselves, from what is known of these."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.asked_of_tables import asked_of_tables
from assistant.answering.checking import proven
from assistant.answering.counting import counted, with_extreme_figure
from assistant.answering.describing import described, made
from assistant.answering.quoting import Quotation, cite
from assistant.answering.replies import certain, surveyed
from assistant.answering.rosters import Mentioned, roster
from assistant.answering.side_by_side import Ask, compared
from assistant.answering.summing_up import telling
from assistant.answering.which_documents import ORDERS, in_order, meant
from assistant.answers import Answer, Citation, Statement
from assistant.asking import TALK, Question, Request, Things, Wish
from assistant.finding import Survey
from assistant.words.dates import Moment, periods
from assistant.words.languages import entry_or_english
from assistant.words.phrases import Phrase, phrase
from index import Document, Index

MOST_EXAMPLES = 3
MOST_LISTED = 30
REPLIES = {
    Wish.HELLO: Phrase.HELLO,
    Wish.THANKS: Phrase.WELCOME,
    Wish.BYE: Phrase.GOODBYE,
    Wish.HELP: Phrase.HELP,
    Wish.GOOD: Phrase.GOOD,
}


def told(
    question: str, asked: Question, request: Request | Survey | None, index: Index, examples: Sequence[str], ask: Ask
) -> Answer | None:
    """Return the answer to talk, with some `examples` of questions, or on the documents and what they mention.

    Without a `request` a table may tell, or what the documents list may be counted. `ask` answers what is compared; it
    may raise an EmbeddingError. None if no document is meant, or those that are do not state what is asked: then the
    texts may tell.
    """
    if request is None:
        ways = (asked_of_tables, counted, with_extreme_figure)
        return next((answer for way in ways if (answer := way(question, asked, index))), None)
    if isinstance(request, Survey):
        return surveyed(question, asked, request, index.documents)
    if request.wish is Wish.COMPARE:
        return compared(question, request, index, ask)
    quotes: list[Statement] = []
    citations: list[Citation] = []
    closing: list[str] = []
    if request.wish in TALK:
        fixed = _talk(request, examples)
    elif request.wish is Wish.SUMMARY:
        fixed = [phrase(Phrase.SUMMARY, request.language)]
        quotes, citations = telling(meant(request, index), index)
    elif request.wish is Wish.MENTIONED:
        named = _named(request, index)
        fixed, closing = [_heading(request, len(named))], _and_more(named, request.language)
        quotes, citations = _listed(named[:MOST_LISTED], request.language)
    else:
        fixed = _known(request, index)
    ours = [Statement(text, ()) for text in (*fixed, *closing)]
    statements, cited = proven(
        [*ours[: len(fixed)], *quotes, *ours[len(fixed) :]], citations, index.documents, fixed=[*fixed, *closing]
    )
    if not statements or (request.wish in (Wish.SUMMARY, Wish.MENTIONED) and not cited):
        return None
    return certain(question, asked.interpreted, statements, cited, len(index.documents))


def _talk(request: Request, examples: Sequence[str]) -> list[str]:
    """Return our reply to talk, and some questions to begin with, unless it is a farewell."""
    reply = phrase(REPLIES[request.wish], request.language)
    if not examples or request.wish is Wish.BYE:
        return [reply]
    return [reply, phrase(Phrase.FOR_EXAMPLE, request.language, questions=examples[:MOST_EXAMPLES])]


def _known(request: Request, index: Index) -> list[str]:
    """Return the sentences of ours that tell what is known of the documents; none if it is not known."""
    wish, language = request.wish, request.language
    if wish is Wish.COUNT:
        return [_count(len(index.documents), language)]
    if wish is Wish.LIST:
        listed = (_from_then(request.topic, index) if request.topic else []) or meant(request, index)
        head = [] if request.topic or not listed else [_count(len(listed), language)]
        lines = [described(document, language) for document in listed[:MOST_LISTED]]
        return [*head, *lines, *_and_more(listed, language)]
    if wish in ORDERS:
        return [described(document, language) for document in in_order(wish, list(index.documents.values()))]
    return [sentence for document in meant(request, index) if (sentence := made(wish, document, language))]


def _named(request: Request, index: Index) -> list[Mentioned]:
    """Return the things that the documents meant mention, the most mentioned first."""
    return roster(request.things or Things.NAMES, {document.name for document in meant(request, index)}, index)


def _heading(request: Request, count: int) -> str:
    kind: str = entry_or_english(request.language, f"things.labels.{request.things or Things.NAMES}")
    return phrase(Phrase.NAMED, request.language, things=kind, count=count)


def _listed(named: Sequence[Mentioned], language: str) -> tuple[list[Statement], list[Citation]]:
    """Return a line for each thing, with the sentence that mentions it first as its citation."""
    quotations = [Quotation(each.first.document, each.first.span) for each in named]
    apart = list(dict.fromkeys(quotations))
    citations = [cite(each, number) for number, each in enumerate(apart, start=1)]
    lines = [
        Statement(phrase(Phrase.TIMES, language, name=each.name, count=each.count), (1 + apart.index(quotation),))
        for each, quotation in zip(named, quotations, strict=True)
    ]
    return lines, citations


def _and_more(listed: Sequence[object], language: str) -> list[str]:
    """Return how many are not shown of a long list, as a list of one sentence or none."""
    more = len(listed) - MOST_LISTED
    return [phrase(Phrase.AND_MORE, language, count=more)] if more > 0 else []


def _count(count: int, language: str) -> str:
    return phrase(Phrase.ONE_DOCUMENT, language) if count == 1 else phrase(Phrase.DOCUMENTS, language, count=count)


def _from_then(topic: str, index: Index) -> list[Document]:
    """Return the documents that were published when the topic tells; none if it tells no time."""
    moments = [moment for _, period in periods(topic) for moment in (*period.starts, *period.ends)]
    documents = index.documents.values() if moments else ()
    return [each for each in documents if each.published and any(map(_on(each).may_be, moments))]


def _on(document: Document) -> Moment:
    day = document.published
    return Moment((day.year, day.year), day.month, (day.day, day.day)) if day else Moment(None, None)
