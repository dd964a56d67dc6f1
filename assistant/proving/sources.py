"""The sentences of passages that may prove a written sentence, nearest first, each with what stands before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.finding import Sentence
from assistant.proving.wording import meanings_of, words
from assistant.words.languages import english
from assistant.words.meanings import holds_meaning
from index import Document, Passage

Vector = npt.NDArray[np.float32]
# What a word counts that stands only before the sentence, or in the title.
BEFORE = 0.5
# Sentences before it in which a pronoun's name, or what "the company" is, is looked for.
SENTENCES_BEFORE = 3
# A statement holds the claim if so much of what the whole sentence shares with the claim stands in it.
HOLDS_CLAIM = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A passage that was given to a writer, and the vectors of its sentences, of shape (sentences, d), of length 1."""

    document: Document
    passage: Passage
    vectors: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Source(Sentence):
    """A sentence and its cosine to a claim: `leading` are title and sentences before it, `around` it and neighbours."""

    leading: str
    around: str
    cosine: float

    def coverage(self, claim: str, before: float = BEFORE) -> float:
        """Return how much of the claim's content words it holds: 0 to 1; one that stands only before counts so much."""
        content = meanings_of(claim)
        if not content:
            return 0.0
        here, behind = meanings_of(self.text), meanings_of(self.leading)
        held = [1.0 if holds_meaning(word, here) else before * holds_meaning(word, behind) for word in content]
        return sum(held) / len(content)

    def strange_run(self, claim: str) -> tuple[str, ...]:
        """Return the longest run of the claim's content words that neither it nor what stands before it holds."""
        known = meanings_of(self.text) | meanings_of(self.leading)
        runs: list[list[str]] = [[]]
        for word in words(claim):
            if word.content and holds_meaning(word.meaning, known):
                runs.append([])
            elif word.content:
                runs[-1].append(word.text)
        longest = max(runs, key=len)
        return tuple(longest)

    def statement(self, claim: str) -> str:
        """Return the part of the sentence that holds what it shares with the claim; all of it if several do."""
        shared = meanings_of(claim) & meanings_of(self.text)
        parts = statements(self.text)
        held, best = max(((len(meanings_of(part) & shared), part) for part in parts), key=lambda pair: pair[0])
        return best if held >= HOLDS_CLAIM * len(shared) else self.text


def statements(sentence: str) -> list[str]:
    """Return the parts of a sentence between its joints, blanks at their edges left out; there is at least one."""
    return [part.strip() for part in english("proving.joint").split(sentence) if part.strip()] or [sentence]


def sources(claim_vector: Vector, evidence: Iterable[Evidence]) -> list[Source]:
    """Return the sentences of this evidence, with their cosines to the claim."""
    return [
        _source(item, number, float(cosine))
        for item in evidence
        for number, cosine in enumerate(item.vectors @ claim_vector)
    ]


def _source(item: Evidence, number: int, cosine: float) -> Source:
    passage = item.passage
    before = _text(passage, range(max(0, number - SENTENCES_BEFORE), number))
    after = _text(passage, range(number + 1, min(len(passage.sentences), number + 3)))
    title = f"{passage.title}." if passage.title else ""
    here = passage.sentence(number)
    return Source(item.document, passage, number, f"{title} {before}", f"{before} {here} {after}", cosine)


def _text(passage: Passage, numbers: Sequence[int]) -> str:
    return " ".join(map(passage.sentence, numbers))
