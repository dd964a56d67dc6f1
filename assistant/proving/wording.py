"""The words of a sentence, each with its place and with what it means, so that paraphrases can be compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.words.languages import entry, words_of
from assistant.words.meanings import meaning_of
from assistant.words.numbers import SMALL
from index.lexical import content_terms, terms

# Number words mean their figures.
NUMBERS = {stem: str(number) for word, number in SMALL.items() for stem in terms(word, "en")}
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*(?:['’][^\W\d_]{1,2}\b)?")
SENTENCES_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: as written, where it starts, its stem, what it means; `content` if it says something."""

    text: str
    start: int
    stem: str
    meaning: str
    content: bool

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name; the first word of a sentence always is."""
        return self.text[0].isupper()


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def words(sentence: str) -> tuple[Word, ...]:
    """Return the words of an English sentence, in order; parts of a hyphenated word are words of their own."""
    return tuple(_words(sentence))


def _words(sentence: str) -> Iterator[Word]:
    for found in TOKEN.finditer(sentence):
        start = found.start()
        for part in found[0].split("-"):
            stems = terms(part, "en")
            if stems:
                content = bool(content_terms(part, "en")) and part.lower() not in words_of("en", "proving.fillers")
                yield Word(part, start, stems[0], _meaning(stems[0]), content)
            start += len(part) + 1


def _meaning(stem: str) -> str:
    if stem in NUMBERS:
        return NUMBERS[stem]
    (meaning,) = meaning_of([stem])
    return _table().get(meaning, meaning)


@functools.cache
def _table() -> dict[str, str]:
    # The first line that has a word keeps it.
    lines = [(line.split()[0], terms(line, "en")) for line in entry("en", "proving.same")]
    pairs = [(meaning, first) for first, stems in lines for stem in stems for meaning in meaning_of([stem])]
    return dict(reversed(pairs))


def meanings_of(sentence: str) -> frozenset[str]:
    """Return what the content words of a sentence mean."""
    return frozenset(word.meaning for word in words(sentence) if word.content)
