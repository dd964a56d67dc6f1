"""What a sentence denies: the words that a negation governs, and words that are opposites."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from assistant.proving.wording import meanings_of, words
from assistant.words.languages import english, entry, words_of


@functools.lru_cache(maxsize=10_000)
def denied(sentence: str) -> frozenset[str]:
    """Return the meanings of the content words that a negation of the sentence governs: those behind it."""
    return frozenset(
        meaning for start, end in _reaches(sentence) for meaning in _meanings_between(sentence, start, end)
    )


@functools.lru_cache(maxsize=10_000)
def affirmed(sentence: str) -> frozenset[str]:
    """Return the meanings of the content words that no negation governs."""
    reaches = _reaches(sentence)
    return frozenset(
        word.meaning
        for word in words(sentence)
        if word.content and not any(start <= word.start < end for start, end in reaches)
    )


def _reaches(sentence: str) -> list[tuple[int, int]]:
    reaches = []
    for found in english("proving.negation").finditer(sentence):
        end = english("proving.reach_end").search(sentence, found.end())
        reaches.append((found.end(), end.start() if end else len(sentence)))
    return reaches


def _meanings_between(sentence: str, start: int, end: int) -> Iterable[str]:
    return (word.meaning for word in words(sentence) if word.content and start <= word.start < end)


def contradictions(claim: str, source: str) -> list[str]:
    """Return the meanings that the claim affirms and the source denies, or the other way round, and opposites."""
    if denied(claim) & denied(source):
        return []
    lost = (affirmed(claim) & denied(source)) - affirmed(source)
    invented = frozenset[str]() if _reaches(source) else denied(claim) & affirmed(source)
    return sorted(lost | invented) + _opposites(claim, source)


def _opposites(claim: str, source: str) -> list[str]:
    mine, yours = _plain_words(claim) | meanings_of(claim), _plain_words(source) | meanings_of(source)
    # A denied word stands for its opposite: "did not agree" is told by "refused".
    free = not denied(claim) and not denied(source)
    return [
        one
        for one, other in _pairs()
        if free and one in mine and other in yours and one not in yours and other not in mine
    ]


def _plain_words(sentence: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", sentence.lower()) if word in words_of("en", "proving.whole_words")}


@functools.cache
def _pairs() -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in entry("en", "proving.opposites"):
        one, other = (_meaning(word) for word in line.split())
        if one != other:
            pairs += [(one, other), (other, one)]
    return tuple(pairs)


def _meaning(word: str) -> str:
    return word if word in words_of("en", "proving.whole_words") else words(word)[0].meaning
