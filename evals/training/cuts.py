"""What an example's text is: some text, and where the answer stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from index import Span


@dataclass(frozen=True, slots=True)
class Cut:
    """A text and where the answer stands in it; None if it does not."""

    text: str
    answer: Span | None

    def behind(self, prefix: str) -> Cut:
        """Return the text behind a prefix."""
        size = len(prefix)
        return Cut(prefix + self.text, self.answer and Span(self.answer.start + size, self.answer.end + size))

    def without_answer(self) -> Cut:
        """Return the same text as one that does not answer."""
        return Cut(self.text, None)
