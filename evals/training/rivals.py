"""Find texts of an article that share most with a question and do not hold its answer."""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from random import Random

from evals.training.cuts import Cut
from evals.training.passages import cut
from evals.training.sources import Article, Asked, Paragraph
from index.lexical import terms

# The text is of one of so many paragraphs that share most.
HARDEST = 4


class Rivals:
    """The paragraphs of one article, each a rival of the others for the questions to them."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def draw(self, paragraph: Paragraph, asked: Asked, random: Random) -> Cut | None:
        """Return a text of another paragraph than that which answers, or None if all hold the answer."""
        answer = paragraph.text[asked.start : asked.end].lower()
        wanted = self._terms_of(asked.question)
        shared = [
            (sum(self._rarity[term] for term in wanted & self._terms[number]), number)
            for number, other in enumerate(self._article.paragraphs)
            if other is not paragraph and answer not in other.text.lower()
        ]
        if not shared:
            return None
        _, number = random.choice(sorted(shared, key=lambda pair: (-pair[0], pair[1]))[:HARDEST])
        chosen = self._article.paragraphs[number]
        if not chosen.sentences:
            return None
        near = max(chosen.sentences, key=lambda sentence: len(wanted & self._terms_of(sentence.of(chosen.text))))
        return cut(chosen, near, random).without_answer()

    def _terms_of(self, text: str) -> frozenset[str]:
        return frozenset(terms(text, self._article.language))

    @cached_property
    def _terms(self) -> list[frozenset[str]]:
        return [self._terms_of(paragraph.text) for paragraph in self._article.paragraphs]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(term for found in self._terms for term in found)
        return {term: math.log((1 + len(self._terms)) / count) for term, count in counts.items()}
