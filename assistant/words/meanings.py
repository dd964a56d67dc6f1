"""Words that reports use for one another, brought to one term."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from assistant.words.languages import entry
from index.lexical import content_terms, terms

# Shorter words share their beginning by chance; "Russia" and "Russian" do not.
SHARED_LETTERS = 5
SENTENCES_REMEMBERED = 10_000


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def meanings(text: str) -> frozenset[str]:
    """Return the content terms of an English text, words of one meaning as one term."""
    for phrase, meaning in _phrasal():
        text = phrase.sub(meaning, text)
    return frozenset(_meaning(term) for term in content_terms(text, "en"))


def meaning_of(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with those of one meaning as one term."""
    return frozenset(_meaning(stem) for stem in stems)


def holds_meaning(term: str, text: frozenset[str]) -> bool:
    """Tell whether `text` holds the term, or a name that it is derived from ("Russia", "Russian")."""
    if term in text:
        return True
    long = len(term) >= SHARED_LETTERS and term.isalpha()
    return long and any(
        other.startswith(term) or (len(other) >= SHARED_LETTERS and term.startswith(other)) for other in text
    )


def _meaning(term: str) -> str:
    return _table().get(term, term)


@functools.cache
def _table() -> dict[str, str]:
    return {term: line.split()[0] for line in entry("en", "meanings.same") for term in terms(line, "en")}


@functools.cache
def _phrasal() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns of verbs with a particle, each with the word that means the same."""
    return tuple(
        (re.compile(rf"\b(?:{verbs.replace(' ', '|')}) (?:{particle})\b"), meaning)
        for verbs, particle, meaning in entry("en", "meanings.phrasal")
    )
