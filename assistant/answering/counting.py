"""Count what a question asks the number of, where documents list it: items, rows, sections or questions of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePath

from assistant.answering.checking import proven
from assistant.answering.quoting import Quotation, cite, emphasis, stated
from assistant.answering.replies import certain
from assistant.answering.structure import MOST_CHARACTERS, blocks_of
from assistant.answers import Answer, Statement
from assistant.asking import Question
from assistant.words.languages import pattern, words_of
from assistant.words.phrases import Phrase, phrase
from assistant.words.reading import cover
from index import Document, Index, Span
from index.blocks import Block, BlockKind
from index.reading import is_markdown, readable

MOST_CITED = 12
FEWEST_COMPARED = 2
BEGINNING = 5
# Between the cells of a row as a person reads it.
SEPARATOR = ", "
# What is counted is among so many content words behind "how many": "how many closed projects".
NOUN = 2
# "1 240", "1,240.50", "12000"
FIGURES = re.compile(r"\d[\d., ]*\d|\d")
THOUSANDS = re.compile(r"\d{1,3}(?:[ ,.]\d{3})+")


@dataclass(frozen=True, slots=True)
class Member:
    """One of several things that a document lists: where it stands, and its words as a person reads them."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Things of one kind that a document lists, with the words that they go by, and what announces them.

    `kind` is what each of them is written as.
    """

    document: Document
    kind: BlockKind
    name: str
    opening: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The members of a collection that a question is about, and the terms by which it names them."""

    collection: Collection
    members: tuple[Member, ...]
    called: frozenset[str]


def counted(question: str, asked: Question, index: Index) -> Answer | None:
    """Return how many there are of what is asked for, each of them cited; None if that cannot be counted for certain.

    It must be the one collection of that name, and what else the question says must tell its members apart.
    """
    said = pattern(asked.language, r"\b{counting.how_many}\s(?P<rest>.+)", re.IGNORECASE).search(asked.respelled)
    if not said or pattern(asked.language, r"\b{counting.unclear}\b", re.IGNORECASE).search(asked.respelled):
        return None
    found = list(_selected(said["rest"], asked.language, index))
    if len(found) != 1:
        return None
    collection, members = found[0].collection, found[0].members
    words = (word.strip(".,?!") for word in said["rest"].split())
    things = next(word for word in words if found[0].called & set(index.content_terms(word, asked.language)))
    spans = [member.span for member in members]
    if len(members) < len(collection.members):
        told = phrase(
            Phrase.COUNTED_OF, asked.language, things=things, count=len(members), total=len(collection.members)
        )
        return citing(question, asked, told, collection.document, spans, index)
    whole = cover(*spans)
    at_once = collection.kind in (BlockKind.ITEM, BlockKind.ROW) and len(whole) <= MOST_CHARACTERS
    told = phrase(Phrase.COUNTED, asked.language, things=things, count=len(members))
    return citing(question, asked, told, collection.document, [whole] if at_once else spans, index)


def with_extreme_figure(question: str, asked: Question, index: Index) -> Answer | None:
    """Return those of a collection whose figure is the largest or smallest; None if not each of them has a figure."""
    said = pattern(asked.language, "{counting.extreme}", re.IGNORECASE).search(asked.respelled)
    found = list(_selected(said["things"], asked.language, index)) if said else []
    if not said or len(found) != 1:
        return None
    members = found[0].members
    figures = [_figure(said["field"], member.words) for member in members]
    known = [figure for figure in figures if figure is not None]
    if len(known) < max(len(members), FEWEST_COMPARED):
        return None
    best = max(known) if said["most"] else min(known)
    first = [member.span for member, figure in zip(members, figures, strict=True) if figure == best]
    told = phrase(Phrase.COMPARED, asked.language, count=len(members))
    return citing(question, asked, told, found[0].collection.document, first, index)


def citing(
    question: str, asked: Question, told: str, document: Document, spans: Sequence[Span], index: Index, short: str = ""
) -> Answer:
    """Return an answer of a sentence of ours that cites what it is about, if there is one, and the quotes behind.

    In these the words that answer by themselves (`short`) are emphasised.
    """
    citations = [cite(Quotation(document, span), number) for number, span in enumerate(spans[:MOST_CITED], start=1)]
    more = len(spans) - MOST_CITED
    closing = [phrase(Phrase.AND_MORE, asked.language, count=more)] if more > 0 else []
    statements = [
        *([Statement(told, tuple(citation.number for citation in citations))] if told else []),
        *(_emphasising(stated(citation, document), short) for citation in citations),
        *(Statement(text, ()) for text in closing),
    ]
    shown, cited = proven(statements, citations, index.documents, fixed=closing)
    return replace(certain(question, asked.interpreted, shown, cited, len(index.documents)), short=short)


def _emphasising(statement: Statement, short: str) -> Statement:
    return replace(statement, emphasis=emphasis(statement.text, [short])) if short else statement


def _selected(words: str, language: str, index: Index) -> Iterator[Selection]:
    """Yield what goes by the name that these words open with, and of its members those that hold the other words."""
    wanted = index.content_terms(words, language)

    def terms_of(text: str) -> set[str]:
        return set(index.content_terms(text, language))

    generic = terms_of(" ".join(words_of(language, "counting.generic")))
    called_as = {kind: terms_of(" ".join(words_of(language, f"counting.{kind}"))) for kind in BlockKind}
    is_kind = any(terms & set(wanted[:1]) for terms in called_as.values())
    for document in index.looked_through(wanted):
        around = terms_of(f"{document.title} {PurePath(document.name).stem}")
        for collection in _collections(document) if is_kind or _may_hold(wanted, document) else ():
            kinds = called_as[collection.kind]
            name = terms_of(collection.name)
            by_name = name if name <= set(wanted) else frozenset[str]()
            called = kinds & set(wanted[:1]) or by_name & set(wanted[:NOUN])
            left = set(wanted) - name - kinds - generic - around - terms_of(collection.opening)
            members = tuple(member for member in collection.members if left <= terms_of(member.words))
            if called and members:
                yield Selection(collection, members, frozenset(called))


def _may_hold(wanted: Sequence[str], document: Document) -> bool:
    """Tell whether a document is worth reading for something of which the name is among the wanted terms."""
    text = f"{document.name} {document.text}".lower()
    # The end of a term may be changed: "countri".
    return any(term[:BEGINNING] in text for term in wanted)


def _figure(field: str, words: str) -> float | None:
    """Return the figure that stands behind the name of a field: "Budget: 1,200 EUR"."""
    found = re.search(rf"(?i)\b{re.escape(field)}\w*:\s*\D{{0,3}}({FIGURES.pattern})", words)
    if not found:
        return None
    figure = found[1].strip(" .,")
    plain = re.sub(r"[ ,.]", "", figure) if THOUSANDS.fullmatch(figure) else figure.replace(" ", "").replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else None


def _collections(document: Document) -> Iterator[Collection]:
    """Yield what a document lists: the items or rows under a heading, the sections under one, and its questions."""
    every = blocks_of(document)
    listed = (block for block in every if block.kind in (BlockKind.ITEM, BlockKind.ROW))
    for (kind, headings), run in groupby(listed, key=lambda block: (block.kind, block.context.headings)):
        name = headings[-1] if headings else PurePath(document.name).stem
        blocks = list(run)
        opening = blocks[0].context.opening if kind is BlockKind.ITEM else ""
        members = tuple(_member(document, block) for block in blocks)
        yield Collection(document, kind, name, opening, members)
        # Rows go by what their first column is called as well, where each has something else in it.
        labels = [member.words.split(SEPARATOR)[0].partition(": ") for member in members]
        if kind is BlockKind.ROW and len({value for *_, value in labels}) == len(labels):
            yield Collection(document, kind, labels[0][0], name, members)
    questions = [block for block in every if block.kind is BlockKind.QUESTION]
    if questions:
        yield Collection(document, BlockKind.QUESTION, "", "", tuple(_member(document, block) for block in questions))
    yield from _sections(document, every)


def _sections(document: Document, every: Sequence[Block]) -> Iterator[Collection]:
    """Yield the sections under each heading that has several, called as that heading or by what all of theirs share."""
    paths = dict.fromkeys(block.context.headings for block in every if block.is_evidence and block.context.headings)
    for parent in dict.fromkeys(path[:-1] for path in paths):
        members = []
        for path in (path for path in paths if path[:-1] == parent):
            inside = [block for block in every if block.is_evidence and block.context.headings == path]
            words = " ".join((path[-1], *(_member(document, block).words for block in inside)))
            members.append(Member(inside[0].span, words))
        shared = set.intersection(*(set(path[-1].split()) for path in paths if path[:-1] == parent))
        name = " ".join(shared) or (parent[-1] if parent else "")
        if len(members) > 1:
            yield Collection(document, BlockKind.HEADING, name, "", tuple(members))


def _member(document: Document, block: Block) -> Member:
    words = readable(block.span.of(document.text), block.context, markdown=is_markdown(document.name))
    return Member(block.span, words)
