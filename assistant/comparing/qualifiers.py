"""What sets the thing that a sentence tells of apart from other things of its name: its qualifying words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.comparing.clauses import is_past
from assistant.words.kinds import MONTH, NUMBER_WORD, WEEKDAY
from assistant.words.languages import english, words_of
from assistant.words.meanings import holds_meaning, meanings
from index import Span

NEUTRAL = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{NUMBER_WORD}|\d[\d.,]*|(?-i:[a-z]+ly)|today|yesterday|tomorrow|tonight|now|years?|months?|weeks?|days?|hours?)",
    re.IGNORECASE,
)
AFTERTHOUGHT = re.compile(r"[,;:(–—]")
POSSESSIVE = re.compile(r"[’']s$|s[’']$")
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
    """The terms behind a preposition, and whether it stands right behind a noun or a verb of the question."""

    preposition: str
    terms: frozenset[str]
    behind_noun: bool
    behind_deed: bool


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifying words of one sentence, as terms.

    `apart` are words that set things apart anywhere; `before` stand right before a noun of the question, or right
    behind its possessive, `subjects` right before its verb; of each of the `wholes` the thing asked for is a part, or
    it belongs to that; `phrases` follow prepositions. `is_future` tells of a plan, `has_deed` of a deed as done.
    """

    apart: frozenset[str]
    before: frozenset[frozenset[str]]
    subjects: frozenset[str]
    wholes: frozenset[frozenset[str]]
    phrases: tuple[Phrase, ...]
    is_future: bool
    has_deed: bool


def is_unreal(sentence: str, question: str) -> bool:
    """Tell whether a sentence denies or doubts something, or only supposes it, where the question does not."""
    unreal = english("comparing.unreal")
    return bool(unreal.search(english("comparing.not_unreal").sub("", sentence))) and not unreal.search(question)


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
    before, subjects = _before(words, sentence, asked)
    return Qualifiers(
        apart,
        before,
        subjects,
        _wholes(words, asked),
        tuple(_phrases(sentence, asked)),
        any(
            match["deed"].startswith("be ") or meanings(match["deed"]) & asked
            for match in english("comparing.future").finditer(sentence)
        ),
        any(meanings(word) & asked and _is_deed(word, spoken) for word, _, _ in words),
    )


def _with_the_told(sentence: str, asked: frozenset[str]) -> str:
    """Return the sentence up to the first break behind what it tells at which it has said all that is asked for."""
    spoken = meanings(sentence) & asked
    for cut in AFTERTHOUGHT.finditer(sentence, sentence.find(TOLD) + 1):
        if spoken <= meanings(sentence[: cut.start()]):
            return sentence[: cut.start()]
    return sentence


def _is_deed(word: str, spoken: set[str]) -> bool:
    """Tell whether a word of the question is a verb here: a past form, or "employs" for "does ... employ"."""
    return is_past(word) or ("does" in spoken and word.removesuffix("s") in spoken - {word})


def _before(
    words: list[tuple[str, int, int]], sentence: str, asked: frozenset[str]
) -> tuple[frozenset[frozenset[str]], frozenset[str]]:
    """Return the words that qualify nouns of the question, and the subjects of its verbs and of "has"."""
    before: set[frozenset[str]] = set()
    subjects: set[str] = set()
    for (word, _, end), (following, start, _) in itertools.pairwise(words):
        if sentence[end:start].strip(" -"):
            continue
        if POSSESSIVE.search(word) and meanings(word) & asked and not _is_plain(following, asked):
            before.add(meanings(following))
        has = following in ("has", "have", "had")
        if not (has or meanings(following) & asked) or _is_plain(word, asked):
            continue
        if has or is_past(following):
            subjects |= meanings(word)
        elif following[0].islower():
            before.add(meanings(word))
    return frozenset(before), frozenset(subjects)


def _is_plain(word: str, asked: frozenset[str]) -> bool:
    """Tell whether a word qualifies nothing: a function word, a number, a verb, or of the question."""
    terms = meanings(word)
    return not terms or bool(terms & asked) or NEUTRAL.fullmatch(word) is not None or is_past(word)


def _wholes(words: list[tuple[str, int, int]], asked: frozenset[str]) -> frozenset[frozenset[str]]:
    """Return the nouns X in "X of the Y" where only Y is asked for; at its beginning, also in "X at the Y"."""
    found: set[frozenset[str]] = set()
    for place, (word, _, _) in enumerate(words):
        if word not in ("of", "at", "for", "in", "inside") or place == 0 or place + 1 == len(words):
            continue
        noun, behind = words[place - 1][0], [each for each, _, _ in words[place + 1 : place + 3]]
        if behind[0].lower() in ("the", "a", "an", "its"):
            behind = behind[1:]
        if not behind or not meanings(behind[0]) & asked or _is_plain(noun, asked):
            continue
        if word == "of" or _opens(words, place, asked):
            found.add(meanings(noun))
    return frozenset(found)


def _opens(words: list[tuple[str, int, int]], place: int, asked: frozenset[str]) -> bool:
    """Tell whether the words before a place are the sentence's subject, and none of the question's."""
    first = [word for word, _, _ in words[:place]]
    return first[0] in ("The", "A", "An") and not any(is_past(word) or meanings(word) & asked for word in first)


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
        plain = NEUTRAL.fullmatch(match["words"].split()[0]) is not None
        is_deed = is_past(before)
        preposition = PREPOSITIONS[match["preposition"].lower()]
        if terms and not terms & asked and (behind or preposition != "of"):
            is_noun = behind and not is_deed and not plain and words[0].islower() and before.islower()
            yield Phrase(preposition, terms, behind_noun=is_noun, behind_deed=behind and is_deed)


def set_apart(one: Qualifiers, other: Qualifiers, mine: frozenset[str], yours: frozenset[str]) -> bool:
    """Tell whether qualifying words show that two sentences tell of two things.

    `mine` and `yours` are all terms of each sentence: what the other sentence speaks of as well sets nothing apart.
    """
    if one.apart != other.apart:
        return True
    if any(_foreign(terms, yours) for terms in one.before | one.wholes) or any(
        _foreign(terms, mine) for terms in other.before | other.wholes
    ):
        return True
    if one.subjects and other.subjects and not _shared(one.subjects, yours) and not _shared(other.subjects, mine):
        return True
    return any(
        (phrase.preposition == another.preposition or (phrase.behind_deed and another.behind_deed))
        and not _known(phrase.terms, yours)
        and not _known(another.terms, mine)
        for phrase in one.phrases
        for another in other.phrases
    )


def narrowed(
    one: Qualifiers, other: Qualifiers, mine: frozenset[str], yours: frozenset[str], *, quantity: bool
) -> bool:
    """Tell whether one sentence narrows what is asked for, and the other does not.

    A phrase behind a noun narrows it; a `quantity` is narrowed also by for whom, among whom, before or after what.
    """
    return any(
        (phrase.behind_noun or (quantity and phrase.preposition in words_of("en", "comparing.narrowing")))
        and not _shared(phrase.terms, elsewhere)
        for side, elsewhere in ((one, yours), (other, mine))
        for phrase in side.phrases
    )


def other_tense(one: Qualifiers, other: Qualifiers) -> bool:
    """Tell whether one sentence tells a plan and the other what is or was done."""
    return one.is_future != other.is_future and (other if one.is_future else one).has_deed


def _shared(terms: frozenset[str], known: frozenset[str]) -> bool:
    return any(holds_meaning(term, known) for term in terms)


def _known(terms: frozenset[str], text: frozenset[str]) -> bool:
    return all(holds_meaning(term, text) for term in terms)


def _foreign(terms: frozenset[str], text: frozenset[str]) -> bool:
    """Tell whether the text holds none of the terms, or not a number among them ("100-metre")."""
    return not _shared(terms, text) or any(term[0].isdigit() and term not in text for term in terms)
