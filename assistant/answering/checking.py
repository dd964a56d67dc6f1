"""The law of the product, enforced in one place: what an answer shows stands in a document, to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.notes import Note, notes_on
from assistant.answers import Citation, Statement
from assistant.words.days import Days
from assistant.words.phrases import Value
from index import Document


def holds(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Tell whether the citation's quote stands in its document, at its offsets, to the letter."""
    document = documents.get(citation.document)
    return (
        document is not None
        and 0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
    )


def proven(
    statements: Sequence[Statement], citations: Iterable[Citation], documents: Mapping[str, Document],
    fixed: Sequence[str] = (),
) -> tuple[list[Statement], list[Citation]]:  # fmt: skip
    """Return the statements that may be shown, and their citations, numbered from 1 in order of appearance.

    A statement may be shown if it is one of the `fixed` sentences, or if it has words and citations that all hold.
    """
    held = {citation.number: citation for citation in citations if holds(citation, documents)}
    shown: list[Statement] = []
    numbers: dict[int, int] = {}
    for statement in statements:
        allowed = (
            bool(statement.text.strip()) and all(number in held for number in statement.citations)
            if statement.citations
            else statement.text in fixed
        )
        if allowed:
            renumbered = tuple(numbers.setdefault(number, len(numbers) + 1) for number in statement.citations)
            shown.append(replace(statement, citations=renumbered))
    return shown, [replace(held[old], number=new) for old, new in numbers.items()]


def explained(citation: Citation, document: Document) -> list[Note]:
    """Return the notes on a citation that hold in its document."""
    return [note for note in notes_on(citation, document) if explains(note, citation, document)]


def explains(note: Note, citation: Citation, document: Document) -> bool:
    """Tell whether a note holds: its words stand in the quote, its names in the document, its days lean on its date."""
    quote = " ".join(citation.quote.split())
    return citation.document == document.name and all(
        _is_proven(value, quote, document) for value in note.values.values()
    )


def _is_proven(value: Value, quote: str, document: Document) -> bool:
    if isinstance(value, str):
        return bool(value) and value in " ".join(document.text.split())
    if isinstance(value, int):
        return False
    if isinstance(value, date | Days):
        return document.published is not None
    return bool(value) and all(word and word in quote for word in value)
