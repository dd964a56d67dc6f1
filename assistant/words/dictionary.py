"""Tell whether a word stands in the word list of its language, so that it is meant as it is written."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

# Those of our languages for which pyspellchecker carries a list.
LISTED = frozenset({"ar", "de", "en", "es", "fr", "ru"})


def is_word(word: str, language: str) -> bool:
    """Tell whether a lower-case word is in the list of its language (ISO 639-1); False if there is no list."""
    return language in LISTED and word in _words(language)


@cache
def _words(language: str) -> frozenset[str]:
    return frozenset(SpellChecker(language=language).word_frequency.dictionary)
