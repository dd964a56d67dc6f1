"""Change one thing in a question, so that the text which answers it seldom does any more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from index.lexical import content_terms

# After a blank, so that a question's first word is none. A sentence's first word may pass for one.
NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*")
LONGEST_NAME = 30
NUMBER = re.compile(r"\b\d[\d,.]*\b")
# Shorter words are mostly function words.
WORD = re.compile(r"\b[a-z]{4,}\b")
# With another word in their place the question asks for something else, or for nothing.
OF_ASKING = frozenset({"many", "much", "long", "kind", "type", "name", "year", "term", "used"})
# A word is exchanged for one with the same ending, which is likely to be of the same part of speech.
ENDINGS = ("ing", "ed", "ies", "s")
# Words that begin alike may mean the same: "govern", "government".
BEGINNING = 4
PAIRS_OF_OPPOSITES = """
first/last most/least before/after largest/smallest highest/lowest more/less earliest/latest oldest/youngest north/south
east/west northern/southern eastern/western increase/decrease win/lose won/lost began/ended begin/end start/finish
started/stopped accepted/rejected supported/opposed buy/sell bought/sold male/female men/women inside/outside
always/never born/died opened/closed founded/abolished created/destroyed built/demolished minimum/maximum rise/fall
major/minor included/excluded allowed/forbidden married/divorced gained/lost with/without public/private modern/ancient
invited/expelled praised/criticized arrived/left
"""
_OPPOSITES = [tuple(pair.split("/")) for pair in PAIRS_OF_OPPOSITES.split()]
# Where a word has two opposites ("lost"), the first pair counts.
OPPOSITES = {word: other for one, two in reversed(_OPPOSITES) for word, other in ((one, two), (two, one))}
ANY_WORD = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Stock:
    """What an article offers in exchange: its names, its numbers, and its questions' content words by their ending."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


Offer = Callable[[str, str, Stock], Sequence[str]]


def stock_of(texts: Iterable[str], questions: Iterable[str]) -> Stock:
    """Return what the texts and questions of one article offer, each item once, in the order of its first use."""
    whole = " ".join(texts)
    words: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for word in WORD.findall(question):
            if content_terms(word, "en"):
                words[_ending(word)].append(word)
    return Stock(
        names=tuple(dict.fromkeys(name for name in NAME.findall(whole) if len(name) < LONGEST_NAME)),
        numbers=tuple(dict.fromkeys(NUMBER.findall(whole))),
        words={ending: tuple(dict.fromkeys(found)) for ending, found in words.items()},
    )


def perturb(question: str, stock: Stock, generator: Generator) -> str | None:
    """Return the question with one name, number or word exchanged, or None if nothing in it can be."""
    for way in generator.permutation(len(WAYS)):
        pattern, offer = WAYS[way]
        places = [
            (found, offers) for found in pattern.finditer(question) if (offers := offer(found[0], question, stock))
        ]
        if places:
            found, offers = places[int(generator.integers(len(places)))]
            other = offers[int(generator.integers(len(offers)))]
            return f"{question[: found.start()]}{other}{question[found.end() :]}"
    return None


def _other_names(_: str, question: str, stock: Stock) -> Sequence[str]:
    return [other for other in stock.names if other not in question]


def _other_numbers(number: str, question: str, stock: Stock) -> Sequence[str]:
    return [other for other in stock.numbers if len(other) == len(number) and other not in question]


def _opposites(word: str, _: str, __: Stock) -> Sequence[str]:
    return [OPPOSITES[word]] if word in OPPOSITES else []


def _other_words(word: str, _: str, stock: Stock) -> Sequence[str]:
    if word in OF_ASKING or not content_terms(word, "en"):
        return []
    return [other for other in stock.words.get(_ending(word), ()) if other[:BEGINNING] != word[:BEGINNING]]


def _ending(word: str) -> str:
    return next((ending for ending in ENDINGS if word.endswith(ending)), "")


# Tried in random order until one fits. Words twice: what is asked about a thing is exchanged most often.
WAYS: tuple[tuple[re.Pattern[str], Offer], ...] = (
    (NAME, _other_names),
    (NUMBER, _other_numbers),
    (ANY_WORD, _opposites),
    (WORD, _other_words),
    (WORD, _other_words),
)
