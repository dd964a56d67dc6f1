"""A sentence of a document, wherever one is ranked, mentioned or proves something."""

from __future__ import annotations

from dataclasses import dataclass

from index import Document, Passage, Span
from index.blocks import Context


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence with this number, counted from 0, of a passage of a document."""

    document: Document
    passage: Passage
    number: int

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return self.passage.sentences[self.number]

    @property
    def text(self) -> str:
        """Its characters, exactly as in the document."""
        return self.passage.sentence(self.number)

    @property
    def context(self) -> Context:
        """What it stands under."""
        return self.passage.context(self.number)

    @property
    def before(self) -> str:
        """The sentence before it in the passage, or ""."""
        return self.passage.sentence(self.number - 1) if self.number else ""
