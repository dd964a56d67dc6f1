"""What a sentence denies: the words that a negation governs, and words that are opposites."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from assistant.proving.wording import meanings_of, words

NEGATION = re.compile(
    r"\b(?:not|cannot|no|none|nobody|nothing|neither|nor|never|without|hardly|little|few|unlikely|no one|nowhere"
    r"|fail(?:s|ed|ing)? to|unable to|far from|refus(?:es|ed|ing)? to|declin(?:es|ed|ing)? to|yet to|instead of"
    r"|rather than)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# Where the reach of a negation ends.
REACH_END = re.compile(
    r"[,;:.!?“”\"]|\b(?:but|although|though|because|while|whereas|until|unless)\b"
    r"|\band (?=(?:it|he|she|they|its|his|her|their|the|was|were|is|are|has|had|will|would)\b)"
)
# Pairs of words that cannot both be true of one thing, by their stems' meanings.
OPPOSITES = (
    "agree refuse", "accept reject", "confirm deny", "admit deny", "support oppose", "increase decrease",
    "rise fall", "open close", "begin end", "win lose", "allow ban", "allow forbid", "include exclude", "join leave",
    "buy sell", "praise criticise", "approve reject", "success failure", "succeed fail", "better worse", "best worst",
    "highest lowest", "higher lower", "largest smallest", "longest shortest", "first last", "more less", "more fewer",
    "before after", "above below", "stable unstable", "legal illegal", "possible impossible", "guilty innocent",
    "safe dangerous", "friend enemy", "peace war", "alive dead", "arrive depart", "enter exit", "strong weak",
    "strengthen weaken", "public secret", "north south", "east west", "early late", "minimum maximum",
    "innocent convicted", "acquitted convicted", "male female", "import export", "borrow lend", "mild severe",
    "complete incomplete",
)  # fmt: skip
# Words that are not content words, or share their stem with their opposite.
WHOLE_WORDS = frozenset(["more", "less", "fewer", "before", "after", "above", "below", "first", "last"])


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
    for found in NEGATION.finditer(sentence):
        end = REACH_END.search(sentence, found.end())
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
    return {word for word in re.findall(r"[a-z]+", sentence.lower()) if word in WHOLE_WORDS}


@functools.cache
def _pairs() -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in OPPOSITES:
        one, other = (_meaning(word) for word in line.split())
        if one != other:
            pairs += [(one, other), (other, one)]
    return tuple(pairs)


def _meaning(word: str) -> str:
    return word if word in WHOLE_WORDS else words(word)[0].meaning
