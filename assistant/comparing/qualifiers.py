"""What sets the thing that a sentence tells of apart from other things of its name: its qualifying words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.comparing.clauses import is_past
from assistant.words.kinds import MONTH, NUMBER_WORD, WEEKDAY
from assistant.words.languages import words_of
from assistant.words.meanings import meanings
from index import Span

NEUTRAL = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{NUMBER_WORD}|\d[\d.,]*|(?-i:[a-z]+ly)|today|yesterday|tomorrow|tonight|now|years?|months?|weeks?|days?|hours?)",
    re.IGNORECASE,
)
AFTERTHOUGHT = re.compile(r"[,;:(–—]")
# Stands for what a sentence tells, which does not qualify itself.
TOLD = "#"
LAST_WORD = re.compile(r"([\w’'-]+)\s$")
WORD = re.compile(r"#|[^\W_]+(?:[’'.-][^\W_]+)*")
PREPOSITIONS = {
    preposition: group.split()[0]
    for group in ("in inside", "at", "on", "across throughout", "near", "from off", "for", "with", "against", "among",
                  "over", "under", "before", "after", "during", "of")
    for preposition in group.split()
}  # fmt: skip
PHRASE = re.compile(
    rf"\b(?P<preposition>{'|'.join(PREPOSITIONS)})\s+(?:(?:the|a|an|its|his|her|their|this|that)\s+)?"
    r"(?P<words>[^\W\d_][\w’'-]*(?:\s[^\W\d_][\w’'-]*){0,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The terms behind a preposition, and whether it stands right behind a verb of the question."""

    preposition: str
    terms: frozenset[str]
    behind_deed: bool


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifying words of one sentence, as terms.

    `apart` are words that set things apart anywhere; of each of the `wholes` the thing asked for is a part, or it
    belongs to that; `phrases` follow prepositions.
    """

    apart: frozenset[str]
    wholes: frozenset[frozenset[str]]
    phrases: tuple[Phrase, ...]


def qualifiers(sentence: str, told: Span, asked: frozenset[str], question: str) -> Qualifiers:
    """Return the qualifying words of a sentence around what it tells, whose place is given.

    `asked` are the terms of the question, which are none of them.
    """
    blanked = f"{sentence[: told.start]}{TOLD}{sentence[told.end :]}"
    sentence = _with_the_told(blanked, asked - meanings(told.of(sentence)))
    words = [(match[0], match.start(), match.end()) for match in WORD.finditer(sentence)]
    lowered = {word.lower().replace("’", "'") for word, _, _ in words}
    spoken = set(question.lower().replace("’", "'").replace("?", "").split())
    apart = (words_of("en", "comparing.setting_apart") & lowered) - spoken
    return Qualifiers(apart, _wholes(words, asked), tuple(_phrases(sentence, asked)))


def _with_the_told(sentence: str, asked: frozenset[str]) -> str:
    """Return the sentence up to the first break behind what it tells at which it has said all that is asked for."""
    spoken = meanings(sentence) & asked
    for cut in AFTERTHOUGHT.finditer(sentence, sentence.find(TOLD) + 1):
        if spoken <= meanings(sentence[: cut.start()]):
            return sentence[: cut.start()]
    return sentence


def _is_plain(word: str, asked: frozenset[str]) -> bool:
    """Tell whether a word qualifies nothing: a function word, a number, a verb, or of the question."""
    terms = meanings(word)
    return not terms or bool(terms & asked) or NEUTRAL.fullmatch(word) is not None or is_past(word)


def _wholes(words: list[tuple[str, int, int]], asked: frozenset[str]) -> frozenset[frozenset[str]]:
    """Return the nouns X in "X of the Y" where only Y is asked for."""
    found: set[frozenset[str]] = set()
    for place, (word, _, _) in enumerate(words):
        if word != "of" or place == 0 or place + 1 == len(words):
            continue
        noun, behind = words[place - 1][0], [each for each, _, _ in words[place + 1 : place + 3]]
        if behind[0].lower() in ("the", "a", "an", "its"):
            behind = behind[1:]
        if behind and meanings(behind[0]) & asked and not _is_plain(noun, asked):
            found.add(meanings(noun))
    return frozenset(found)


def _phrases(sentence: str, asked: frozenset[str]) -> Iterator[Phrase]:
    for match in PHRASE.finditer(sentence):
        words = []
        for word in match["words"].split():
            if not meanings(word) or is_past(word):
                break
            words.append(word)
        terms = meanings(" ".join(word for word in words if not NEUTRAL.fullmatch(word)))
        found = LAST_WORD.search(sentence, 0, match.start())
        before = found[1] if found else ""
        behind = bool(meanings(before) & asked)
        preposition = PREPOSITIONS[match["preposition"].lower()]
        if terms and not terms & asked and (behind or preposition != "of"):
            yield Phrase(preposition, terms, behind_deed=behind and is_past(before))


def set_apart(one: Qualifiers, other: Qualifiers, mine: frozenset[str], yours: frozenset[str]) -> bool:
    """Tell whether qualifying words show that two sentences tell of two things.

    `mine` and `yours` are all terms of each sentence: what the other sentence speaks of as well sets nothing apart.
    """
    if one.apart != other.apart:
        return True
    if any(not terms & yours for terms in one.wholes) or any(not terms & mine for terms in other.wholes):
        return True
    return any(
        (phrase.preposition == another.preposition or (phrase.behind_deed and another.behind_deed))
        and not phrase.terms <= yours
        and not another.terms <= mine
        for phrase in one.phrases
        for another in other.phrases
    )
