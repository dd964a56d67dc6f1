"""Answer what needs no search: talk, and questions about the documents themselves, from what is known of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from pathlib import PurePath

from assistant.answering.checking import proven
from assistant.answering.counting import counted
from assistant.answering.describing import described, made
from assistant.answering.quoting import Quotation, cite
from assistant.answering.replies import certain, surveyed
from assistant.answering.rosters import Mentioned, roster
from assistant.answering.summing_up import telling
from assistant.answers import Answer, Citation, Statement
from assistant.asking import TALK, Question, Request, Things, Wish, request_of
from assistant.finding import Survey
from assistant.words.dates import Moment, periods
from assistant.words.languages import entry, entry_or_english, pattern
from assistant.words.names import is_heard_in
from assistant.words.phrases import Phrase, phrase
from index import Document, Index

MOST_EXAMPLES = 3
MOST_LISTED = 30
QUOTATION_MARKS = '"“„«「'
REPLIES = {
    Wish.HELLO: Phrase.HELLO,
    Wish.THANKS: Phrase.WELCOME,
    Wish.BYE: Phrase.GOODBYE,
    Wish.HELP: Phrase.HELP,
    Wish.GOOD: Phrase.GOOD,
}
# Which document comes first; one without a date is neither the newest nor the oldest.
ORDERS: Mapping[Wish, tuple[Callable[[Document], object], bool]] = {
    Wish.NEWEST: (attrgetter("published"), True),
    Wish.OLDEST: (attrgetter("published"), False),
    Wish.LONGEST: (lambda document: len(document.text), True),
    Wish.SHORTEST: (lambda document: len(document.text), False),
}


def told(
    question: str, asked: Question, request: Request | Survey | None, index: Index, examples: Sequence[str]
) -> Answer | None:
    """Return the answer to talk, with some `examples` of questions, or on the documents and what they mention.

    Without a `request` what the documents list may be counted. None if no document is meant, or those that are do not
    state what is asked: then the texts may tell.
    """
    if request is None:
        return counted(question, asked, index)
    if isinstance(request, Survey):
        return surveyed(question, asked, request, index.documents)
    documents = list(index.documents.values())
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
        fixed = _known(request, documents, index)
    ours = [Statement(text, ()) for text in (*fixed, *closing)]
    statements, cited = proven(
        [*ours[: len(fixed)], *quotes, *ours[len(fixed) :]], citations, index.documents, fixed=[*fixed, *closing]
    )
    if not statements or (request.wish in (Wish.SUMMARY, Wish.MENTIONED) and not cited):
        return None
    return certain(question, asked.interpreted, statements, cited, len(documents))


def _talk(request: Request, examples: Sequence[str]) -> list[str]:
    """Return our reply to talk, and some questions to begin with, unless it is a farewell."""
    reply = phrase(REPLIES[request.wish], request.language)
    if not examples or request.wish is Wish.BYE:
        return [reply]
    return [reply, phrase(Phrase.FOR_EXAMPLE, request.language, questions=examples[:MOST_EXAMPLES])]


def _known(request: Request, documents: Sequence[Document], index: Index) -> list[str]:
    """Return the sentences of ours that tell what is known of the documents; none if it is not known."""
    wish, language = request.wish, request.language
    if wish is Wish.COUNT:
        return [_count(len(documents), language)]
    if wish is Wish.LIST:
        listed = _from_then(request.topic, documents) or meant(request, index)
        head = [] if request.topic or not listed else [_count(len(listed), language)]
        lines = [described(document, language) for document in listed[:MOST_LISTED]]
        return [*head, *lines, *_and_more(listed, language)]
    if wish in ORDERS:
        return [described(document, language) for document in _ordered(wish, documents)]
    return [sentence for document in meant(request, index) if (sentence := made(wish, document, language))]


def _ordered(wish: Wish, documents: Sequence[Document]) -> list[Document]:
    """Return the newest documents, the longest ones or the like; several only if they are alike in that."""
    key, is_last = ORDERS[wish]
    ordered = sorted((each for each in documents if key(each) is not None), key=key, reverse=is_last)  # type: ignore[arg-type]  # Dates or lengths, each comparable with its like.
    return [document for document in ordered if key(document) == key(ordered[0])]


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


def meant(request: Request, index: Index) -> list[Document]:
    """Return the documents whose title, file name, author and publisher hold all content words of the topic.

    The topic must speak of an article or the like, be quoted, or be a whole title, file name or publisher: "Ada Quill"
    is a person. All documents are meant if there is no other word.
    """
    form = "{mentions.documents}" if request.language == "zh" else r"\b{mentions.documents}\b"
    nouns = pattern(request.language, form, re.IGNORECASE)
    wanted = frozenset(index.content_terms(nouns.sub(" ", request.topic), request.language))
    is_named = (
        request.wish in (Wish.LIST, Wish.MENTIONED)
        or not request.topic
        or nouns.search(request.topic)
        or any(mark in request.topic for mark in QUOTATION_MARKS)
    )
    language = index.languages.most_common(1)[0][0]
    if is_named and request.language not in index.languages and wanted:
        return _sounding_alike(wanted, request.language, language, index)
    by_order = request_of(f"{entry(request.language, 'about.which')} {request.topic}") if request.topic else None
    if by_order and by_order.wish in ORDERS:
        return _ordered(by_order.wish, list(index.documents.values()))

    def is_meant(document: Document) -> bool:
        names = (document.title, PurePath(document.name).stem, document.publisher, document.author)
        *whole, author = (frozenset(index.content_terms(name, language)) for name in names)
        return wanted <= author.union(*whole) and bool(is_named or any(name and name <= wanted for name in whole))

    return list(filter(is_meant, index.documents.values()))


def _sounding_alike(wanted: frozenset[str], language: str, own: str, index: Index) -> list[Document]:
    """Return the documents whose title, author or publisher has most of the terms of a language, at least one.

    What else is wanted may stand in them in their `own` language. A term changes at its end: "Лондоне" is London.
    """
    count = {}
    for name, document in index.documents.items():
        names = f"{document.title} {document.author} {document.publisher}"
        same = wanted & set(index.content_terms(names, own))
        count[name] = sum(term in same or is_heard_in(term, language, names) for term in wanted)
    most = max(1, *count.values())
    return [document for name, document in index.documents.items() if count[name] == most]


def _from_then(topic: str, documents: Sequence[Document]) -> list[Document]:
    """Return the documents that were published when the topic tells; none if it tells no time."""
    moments = [moment for _, period in periods(topic) for moment in (*period.starts, *period.ends)]
    return [each for each in documents if each.published and any(map(_on(each).may_be, moments))]


def _on(document: Document) -> Moment:
    day = document.published
    return Moment((day.year, day.year), day.month, (day.day, day.day)) if day else Moment(None, None)
