"""Tell how common a word is in its language: one that stands in the list is meant as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spellchecker import SpellChecker

# Those of our languages for which pyspellchecker carries a list.
LISTED = frozenset({"ar", "de", "en", "es", "fr", "ru"})


def is_word(word: str, language: str) -> bool:
    """Tell whether a lower-case word is in the list of its language (ISO 639-1); False if there is no list."""
    return frequency(word, language) > 0


def frequency(word: str, language: str = "en") -> int:
    """Return how often a lower-case word was met in the texts that the list of its language was made of; 0 if never."""
    return _words(language).get(word, 0) if language in LISTED else 0


@cache
def _words(language: str) -> Mapping[str, int]:
    return dict(SpellChecker(language=language).word_frequency.dictionary)
