"""The law of the product, enforced in one place: what an answer shows stands in a document, to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.values import Citation, Statement
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

    A statement may be shown if it is one of the `fixed` sentences, or has citations and every one of them holds.
    """
    held = {citation.number: citation for citation in citations if holds(citation, documents)}
    shown: list[Statement] = []
    numbers: dict[int, int] = {}
    for statement in statements:
        allowed = (
            all(number in held for number in statement.citations) if statement.citations else statement.text in fixed
        )
        if allowed:
            renumbered = tuple(numbers.setdefault(number, len(numbers) + 1) for number in statement.citations)
            shown.append(Statement(statement.text, renumbered, statement.emphasis))
    cited = [_renumbered(held[old], new) for old, new in numbers.items()]
    return shown, cited


def _renumbered(citation: Citation, number: int) -> Citation:
    return Citation(
        number, citation.document, citation.title, citation.published, citation.quote, citation.start, citation.end
    )
