"""Whether a date in a sentence is the date of the event that a question asks for."""

from __future__ import annotations

import re

from assistant.words.languages import english
from assistant.words.meanings import holds_meaning, meanings
from index import Span

# A part of a sentence with no more words is no clause of its own, as in "On March 3, ..." or ", from June 3 to 9,".
FEWEST_WORDS = 4
# A clause with more than this share of the words of the event is about it, wherever the others stand.
ENOUGH = 0.5


def dates_event(sentence: str, date: Span, events: frozenset[str]) -> bool:
    """Tell whether the date stands in a clause with words of the event, and no other verb claims it.

    `events` are the terms of the event, at least one. A clause that leans on a pronoun may be about the event of the
    sentence before it.
    """
    before = english("comparing.aside").sub(lambda aside: " " * len(aside[0]), sentence[: date.start])
    sentence = before + sentence[date.start :]
    start, end = _clause(sentence, date)
    before, after = sentence[start : date.start], sentence[date.end : end]
    leaning = re.search(r"\b(?:it|they|this)\b", before, re.IGNORECASE)
    if not leaning and not _is_about(before + " " + after, sentence, events):
        return False
    verb, timing = english("comparing.verb"), english("comparing.timing")
    verbs = list(verb.finditer(before))
    if verbs:
        since = before[verbs[-1].start() :]
        timed = any(found.end() == verbs[-1].end() for found in timing.finditer(before))
        return timed or english("comparing.takes_place").search(since) is not None or _speaks_of(since, events)
    following = verb.search(after)
    return following is None or bool(timing.match(after, following.start())) or _speaks_of(after, events)


def is_past(word: str) -> bool:
    """Tell whether a word is a past form of a verb."""
    return english("comparing.verb").fullmatch(word) is not None


def _is_about(clause: str, sentence: str, events: frozenset[str]) -> bool:
    """Tell whether a clause speaks of the event; its words must not stand half outside."""
    share = _share(clause, events)
    return share > ENOUGH or (share > 0 and share == _share(sentence, events))


def _clause(sentence: str, date: Span) -> tuple[int, int]:
    cuts = [
        match.span()
        for match in english("comparing.boundary").finditer(sentence)
        if match.end() <= date.start or match.start() >= date.end
    ]
    earlier = [0, *(end for _, end in cuts if end <= date.start)]
    later = [*(start for start, _ in cuts if start >= date.end), len(sentence)]
    words = len((sentence[earlier[-1] : date.start] + sentence[date.end : later[0]]).split())
    if words <= FEWEST_WORDS:
        return earlier[-2] if len(earlier) > 1 else 0, later[1] if len(later) > 1 else later[0]
    return earlier[-1], later[0]


def _speaks_of(words: str, events: frozenset[str]) -> bool:
    return _share(words, events) > 0


def _share(words: str, events: frozenset[str]) -> float:
    spoken = meanings(words)
    return sum(holds_meaning(event, spoken) for event in events) / len(events)
