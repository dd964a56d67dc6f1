"""A sentence of a passage, wherever one is ranked, mentioned or proves something."""

from __future__ import annotations

from dataclasses import dataclass

from index import Passage, Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence of a passage with this number, counted from 0."""

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
    def before(self) -> str:
        """The sentence before it in the passage, or ""."""
        return self.passage.sentence(self.number - 1) if self.number else ""
