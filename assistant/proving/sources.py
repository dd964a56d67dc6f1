"""The sentences of passages that may prove a written sentence, nearest first, each with what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.proving.wording import meanings_of, words
from assistant.words.meanings import holds_meaning
from index import Passage, Span

Vector = npt.NDArray[np.float32]
# What a word counts that stands only before the sentence, or in the title.
BEFORE = 0.5
# Sentences before it in which a pronoun's name, or what "the company" is, is looked for.
SENTENCES_BEFORE = 3
# Where a sentence falls into statements of their own.
JOINT = re.compile(
    r"[;:—–]\s+|…\s*|,\s+(?:and|but|while|whereas|although|though|so|yet|which|who|or)\b\s*|\s+(?:but|while|whereas|although"
    r"|though|because)\s+|,\s+(?=even (?:if|though)\b)"
    r"|\s+and\s+(?=(?:will|would|has|have|had|is|are|was|were|may|might|could|can)\b)"
)
# A statement holds the claim if so much of what the whole sentence shares with the claim stands in it.
HOLDS_CLAIM = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A passage that was given to a writer, and the vectors of its sentences, of shape (sentences, d), of length 1."""

    passage: Passage
    vectors: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A sentence of a passage: `before` are the title and the sentences before it, `around` its neighbours and it."""

    passage: Passage
    place: int
    text: str
    before: str
    around: str
    cosine: float

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return self.passage.sentences[self.place]

    @property
    def sentence_before(self) -> str:
        """The sentence that stands before it in the passage, or ""."""
        return self.passage.sentence(self.place - 1) if self.place else ""

    def coverage(self, claim: str, before: float = BEFORE) -> float:
        """Return how much of the claim's content words it holds: 0 to 1; one that stands only before counts so much."""
        content = meanings_of(claim)
        if not content:
            return 0.0
        here, behind = meanings_of(self.text), meanings_of(self.before)
        held = [1.0 if holds_meaning(word, here) else before * holds_meaning(word, behind) for word in content]
        return sum(held) / len(content)

    def strange_run(self, claim: str) -> tuple[str, ...]:
        """Return the longest run of the claim's content words that neither it nor what stands before it holds."""
        known = meanings_of(self.text) | meanings_of(self.before)
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
    return [part.strip() for part in JOINT.split(sentence) if part.strip()] or [sentence]


def sources(claim_vector: Vector, evidence: Iterable[Evidence]) -> list[Source]:
    """Return the sentences of this evidence, with their cosines to the claim."""
    return [
        _source(item.passage, place, float(cosine))
        for item in evidence
        for place, cosine in enumerate(item.vectors @ claim_vector)
    ]


def _source(passage: Passage, place: int, cosine: float) -> Source:
    before = _text(passage, range(max(0, place - SENTENCES_BEFORE), place))
    after = _text(passage, range(place + 1, min(len(passage.sentences), place + 3)))
    title = f"{passage.title}." if passage.title else ""
    here = passage.sentence(place)
    return Source(passage, place, here, f"{title} {before}", f"{before} {here} {after}", cosine)


def _text(passage: Passage, places: Sequence[int]) -> str:
    return " ".join(passage.sentence(place) for place in places)
