"""Who does what to whom in an English sentence, as far as its shape tells."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.proving.facts import CALENDAR
from assistant.proving.figures import unit_of
from assistant.proving.verbs import is_passive, is_verb, may_be_verb, reports
from assistant.proving.wording import Word, words
from assistant.words.languages import english, words_of
from assistant.words.names import without_possessive

SAY = "say"
# Content words behind a verb in which what is done to is looked for.
OBJECT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb by its stem (all forms of saying are one), and the meanings of the words for its doer and what is done to.

    Empty where they are not told or only by a pronoun. `doer_names` are those of the doer's words with a capital.
    """

    stem: str
    doer: frozenset[str]
    done_to: frozenset[str]
    doer_names: frozenset[str]


@functools.lru_cache(maxsize=10_000)
def deeds(sentence: str, verbs: frozenset[str] = frozenset()) -> tuple[Deed, ...]:
    """Return the deeds of an English sentence, as far as its shape tells them, in no order.

    Words with one of the stems `verbs` are taken for verbs unless something before them tells otherwise.
    """
    return tuple(_deeds(sentence, verbs))


def _deeds(sentence: str, verbs: frozenset[str]) -> Iterator[Deed]:
    told = words(sentence)
    for found in english("proving.according").finditer(sentence):
        start, end = found.span("speaker")
        yield _deed(SAY, [word for word in told if start <= word.start < end], ())
    asides = [found.span() for found in english("proving.aside").finditer(sentence)]
    plain = english("proving.aside").sub(lambda aside: " " * len(aside[0]), sentence)
    for text, inside in ((plain, False), (sentence, True)):
        for place, word in enumerate(told):
            if inside != any(start < word.start < end for start, end in asides):
                continue
            known = word.stem in verbs and may_be_verb(told, place)
            if known or is_verb(told, place, text):
                yield from _deeds_of([other for other in told if text[other.start] != " "], word, text)


def _deeds_of(told: Sequence[Word], word: Word, text: str) -> Iterator[Deed]:
    place = told.index(word)
    before, behind = _before(told, place, text), _behind(told, place, text)
    if reports(word, text):
        yield _said(before, word, behind, text)
    elif english("proving.by").match(text, word.end):
        yield _deed(word.stem, behind, before)
    elif is_passive(told, place):
        yield _deed(word.stem, (), before)
    else:
        # Of "asked them to stay" the shape does not tell who stays.
        infinitive = place > 0 and told[place - 1].text.lower() == "to"
        told_behind = [other for other in behind if other.content]
        objects = [other for number, other in enumerate(told_behind) if number < OBJECT_WORDS or other.is_name]
        pronouns = [other for other in behind[:1] if english("proving.pronoun").fullmatch(other.text)]
        yield _deed(word.stem, () if infinitive else before, pronouns or objects)


def _said(before: Sequence[Word], word: Word, behind: Sequence[Word], text: str) -> Deed:
    """Return who said it: of "..., said X" X; of "..., X said" X; else all before the verb."""
    lead = text[: word.start].rstrip()
    quoted = lead.endswith(("”", '"', "?", "!"))
    told = words(text)
    if quoted or (lead.endswith(",") and any(is_verb(told, n, text) for n in range(told.index(word)))):
        return _deed(SAY, behind, ())
    if english("proving.closes_clause").match(text, word.end) and not lead.endswith(","):
        comma = max(text.rfind(sign, 0, word.start) for sign in ',;“”"')
        before = [other for other in before if other.start > comma]
    return _deed(SAY, before, ())


def _before(told: Sequence[Word], place: int, text: str) -> list[Word]:
    verb = told[place]
    ends = [found.end() for found in english("proving.barrier").finditer(text, 0, verb.start)]
    start = ends[-1] if ends else 0
    between = [word for word in told[:place] if word.start >= start and word.content and not word.text.endswith("ly")]
    if not between and english("proving.who").search(text[:start]):
        return _antecedent([word for word in told[:place] if word.end <= start])
    # "A did this and B did that": a verb before the "and" ends the search there, if something stands between.
    for joint in english("proving.and").finditer(text, start, verb.start):
        parted = any(word.content and joint.end() <= word.start < verb.start for word in told)
        earlier = (n for n, word in enumerate(told[:place]) if start <= word.start < joint.start())
        if parted and any(is_verb(told, n, text) for n in earlier):
            start = joint.end()
    return [word for word in told[:place] if word.start >= start]


def _antecedent(before: Sequence[Word]) -> list[Word]:
    """Return whom "who" stands for: the name right before it, or the last content word."""
    run = [word for word in before if word.text.lower() not in words_of("en", "proving.relatives")]
    named = list(takewhile(lambda word: word.is_name and word.start > 0, reversed(run)))
    return named or [word for word in run if word.content][-1:]


def _behind(told: Sequence[Word], place: int, text: str) -> list[Word]:
    verb = told[place]
    end = english("proving.barrier").search(text, verb.end)
    limit = end.start() if end else len(text)
    return [word for word in told[place + 1 :] if word.start < limit]


def _deed(stem: str, doer: Sequence[Word], done_to: Sequence[Word]) -> Deed:
    who = _telling(doer)
    return Deed(stem, who, _telling(done_to), who & _telling([word for word in doer if _is_named(word)]))


def _is_named(word: Word) -> bool:
    plain = without_possessive(word.text)
    return word.is_name and (
        word.start > 0 or plain != word.text or not english("proving.common_ending").fullmatch(plain.lower())
    )


def _telling(found: Sequence[Word]) -> frozenset[str]:
    """Return the meanings of words that tell who it is; none where a pronoun does."""
    if any(english("proving.pronoun").fullmatch(word.text) for word in found):
        return frozenset()
    return frozenset(
        word.meaning
        for word in found
        if word.content
        and not word.text[0].isdigit()
        and not CALENDAR.fullmatch(word.text)
        and not unit_of(word.text)
        and not word.text.endswith("ly")
    )


def speakers(sentence: str) -> frozenset[str] | None:
    """Return the meanings of the words for those whose words a sentence reports; None if it reports none."""
    said = [deed for deed in deeds(sentence) if deed.stem == SAY]
    return frozenset().union(*(deed.doer for deed in said)) if said else None
