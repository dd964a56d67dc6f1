"""Compose an answer of quotations and of what sets documents apart, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.checking import proven
from assistant.disagreement import find_disagreements
from assistant.quoting import choose, cite, quotations, state
from assistant.ranking import RankedSentence
from assistant.values import Citation, Disagreement, Statement, Version
from index import Document


@dataclass(frozen=True, slots=True)
class Composition:
    """Statements that may be shown, their citations numbered from 1, and disagreements that cite among these."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]


def compose(
    question: str, ranked: Sequence[RankedSentence], documents: Mapping[str, Document], *, compare: bool
) -> Composition:
    """Return what answers the question, of sentences ranked best first; with `compare`, where documents differ on it.

    Nothing is in it that does not hold in the documents; there may be nothing.
    """
    citations = [
        cite(quotation, documents[quotation.document], number)
        for number, quotation in enumerate(quotations(choose(ranked)), start=1)
    ]
    statements = [state(citation, question) for citation in citations]
    found = find_disagreements(question, ranked, documents) if compare else ()
    found = tuple(disagreement for disagreement in found if all(map(_is_quoted, disagreement.versions)))
    for disagreement in found:
        numbers = tuple(dict.fromkeys(_number_of(version.citation, citations) for version in disagreement.versions))
        statements.append(Statement(_difference(disagreement), numbers))
    shown, cited = proven(statements, citations, documents)
    return Composition(tuple(shown), tuple(cited), tuple(_citing(found, cited)))


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
