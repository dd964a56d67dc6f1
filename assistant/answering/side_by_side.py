"""Put side by side what documents say, each below its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.checking import proven
from assistant.answering.markdown import markdown
from assistant.answering.replies import certain, declined
from assistant.answering.several import together
from assistant.answering.summing_up import telling
from assistant.answering.which_documents import meant
from assistant.answers import Answer, Statement
from assistant.asking import Request, Wish
from assistant.words.languages import pattern
from assistant.words.phrases import Phrase, phrase
from index import Document, Index

# Each document is read for itself; of more, those are compared that come nearest to what is asked.
MOST_COMPARED = 6
PASSAGES_SEARCHED = 64
# Of each document, where it is not said what on they are compared.
MOST_TELLING = 2

Ask = Callable[[str, str], Answer]
"""Answers a question from the document with a name alone."""


def compared(question: str, request: Request, index: Index, ask: Ask) -> Answer | None:
    """Return what each of the documents that are named says of what is compared, and which say nothing.

    Without that, sentences that stand for each are quoted. None if fewer than two documents are named.
    """
    documents = _named(request, index)
    if len(documents) < 2:
        return None
    language, searched = request.language, len(index.documents)
    if not request.topic:
        told = [(document, _overview(question, document, index)) for document in documents[:MOST_COMPARED]]
    else:
        told = [(each, ask(request.topic, each.name)) for each in _nearest(request.topic, documents, index)]
    silent = [document.title for document, answer in told if answer.abstained]
    nothing = phrase(Phrase.SILENT, language, documents=silent) if silent else ""
    told = [(document, answer) for document, answer in told if not answer.abstained]
    if not told:
        return declined(question, question, nothing, language, searched)
    headings = [phrase(Phrase.WITHIN, language, title=[document.title]) for document, _ in told]
    whole = together(question, [answer for _, answer in told], language, headings)
    statements = (*whole.statements, *([Statement(nothing, ())] if nothing else []))
    return replace(
        whole, interpreted_as=question, text=markdown(statements), statements=statements, documents_searched=searched
    )


def _named(request: Request, index: Index) -> list[Document]:
    """Return the documents that are to be compared, in order of their names: all, or each that is named."""
    named = replace(request, wish=Wish.LIST, topic=request.named)
    if pattern(request.language, "(?i:{about.whole})").fullmatch(request.named):
        return list(index.documents.values())
    if whole := meant(named, index):
        return whole
    parts = pattern(request.language, "(?i:{mentions.and})").split(request.named)
    meant_by_each = [{document.name for document in meant(replace(named, topic=part), index)} for part in parts]
    each = set[str]().union(*meant_by_each) if all(meant_by_each) else set()
    return [document for name, document in index.documents.items() if name in each]


def _nearest(matter: str, documents: Sequence[Document], index: Index) -> list[Document]:
    """Return the documents that hold the passages nearest to a matter, in their order, as many as are compared."""
    if len(documents) <= MOST_COMPARED:
        return list(documents)
    hits = index.search(matter, limit=PASSAGES_SEARCHED)
    nearest = list(dict.fromkeys(hit.passage.document for hit in hits))
    names = [name for name in nearest if name in {document.name for document in documents}][:MOST_COMPARED]
    return [document for document in documents if document.name in names]


def _overview(question: str, document: Document, index: Index) -> Answer:
    """Return a few sentences that stand for a document, or an abstention if it has none."""
    quotes, citations = telling([document], index)
    statements, cited = proven(quotes[:MOST_TELLING], citations[:MOST_TELLING], index.documents)
    if not cited:
        return declined(question, question, "", "", 1)
    return certain(question, question, statements, cited, 1)
