"""Tell which documents are meant: by their title, file, author or publisher, or as the newest and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from pathlib import PurePath

from assistant.asking import Request, Wish, request_of
from assistant.words.languages import entry, pattern
from assistant.words.names import is_heard_in
from index import Document, Index

QUOTATION_MARKS = '"“„«「'
# Which document comes first; one without a date is neither the newest nor the oldest.
ORDERS: Mapping[Wish, tuple[Callable[[Document], object], bool]] = {
    Wish.NEWEST: (attrgetter("published"), True),
    Wish.OLDEST: (attrgetter("published"), False),
    Wish.LONGEST: (lambda document: len(document.text), True),
    Wish.SHORTEST: (lambda document: len(document.text), False),
}


def in_order(wish: Wish, documents: Sequence[Document]) -> list[Document]:
    """Return the newest documents, the longest ones or the like; several only if they are alike in that."""
    key, is_last = ORDERS[wish]
    ordered = sorted((each for each in documents if key(each) is not None), key=key, reverse=is_last)  # type: ignore[arg-type]  # Dates or lengths, each comparable with its like.
    return [document for document in ordered if key(document) == key(ordered[0])]


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
        or not wanted
        or nouns.search(request.topic)
        or any(mark in request.topic for mark in QUOTATION_MARKS)
    )
    language = index.languages.most_common(1)[0][0]
    if is_named and request.language not in index.languages and wanted:
        return _sounding_alike(wanted, request.language, language, index)
    by_order = request_of(f"{entry(request.language, 'about.which')} {request.topic}") if request.topic else None
    if by_order and by_order.wish in ORDERS:
        return in_order(by_order.wish, list(index.documents.values()))

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
