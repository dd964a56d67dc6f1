"""Whether a date in a sentence is the date of the event that a question asks for."""

from __future__ import annotations

import re

from assistant.words.meanings import holds_meaning, meanings
from index import Span

BOUNDARY = re.compile(
    r"[,;:–—()]|\b(?:who|whom|which|that|after|before|while|when|as|because|although|but|where|since then)\b"
)
IRREGULAR = (
    "met went took came began left won said told gave found fell struck hit held sent built rose grew made"
    " brought bought sold wrote spoke drew broke cut led fled shot seen known taken given written shown sank sunk"
    " shut tore torn blew blown stood stole stolen threw thrown burst quit swept overran overthrew flew flown"
    " beat agreed freed spent cast paid lost gone fallen stayed kept thought became ran sang swam woke chose"
    " chosen caught fought taught"
)
VERB = re.compile(rf"\b(?:[a-z]+[^e\W]ed|{IRREGULAR.replace(' ', '|')})\b")
# Verbs that only say that an event has its time; "held" alone may be said of prisoners.
TIMING = re.compile(
    r"\b(?:(?:be|is|was|were|are|been|being) (?:\w+ly )?held|began|begun|scheduled|planned|expected|dated"
    r"|delayed|postponed|rescheduled|slated|started|ended|opened|closed|concluded|finished|lasted)\b"
)
TAKES_PLACE = re.compile(r"\bt(?:akes?|ook|aken) place\b")
# ", which employed 900 people," between an event and its date.
ASIDE = re.compile(r",\s(?:who|which|where|whose)\b[^,;.]*,")
# A part of a sentence with no more words is no clause of its own, as in "On March 3, ..." or ", from June 3 to 9,".
FEWEST_WORDS = 4
# A clause with more than this share of the words of the event is about it, wherever the others stand.
ENOUGH = 0.5


def dates_event(sentence: str, date: Span, events: frozenset[str]) -> bool:
    """Tell whether the date stands in a clause with words of the event, and no other verb claims it.

    `events` are the terms of the event, at least one. A clause that leans on a pronoun may be about the event of the
    sentence before it.
    """
    sentence = ASIDE.sub(lambda aside: " " * len(aside[0]), sentence[: date.start]) + sentence[date.start :]
    start, end = _clause(sentence, date)
    before, after = sentence[start : date.start], sentence[date.end : end]
    leaning = re.search(r"\b(?:it|they|this)\b", before, re.IGNORECASE)
    if not leaning and not _is_about(before + " " + after, sentence, events):
        return False
    verbs = list(VERB.finditer(before))
    if verbs:
        since = before[verbs[-1].start() :]
        timing = any(found.end() == verbs[-1].end() for found in TIMING.finditer(before))
        return timing or TAKES_PLACE.search(since) is not None or _speaks_of(since, events)
    following = VERB.search(after)
    return following is None or bool(TIMING.match(after, following.start())) or _speaks_of(after, events)


def _is_about(clause: str, sentence: str, events: frozenset[str]) -> bool:
    """Tell whether a clause speaks of the event; its words must not stand half outside."""
    share = _share(clause, events)
    return share > ENOUGH or (share > 0 and share == _share(sentence, events))


def _clause(sentence: str, date: Span) -> tuple[int, int]:
    cuts = [
        match.span() for match in BOUNDARY.finditer(sentence) if match.end() <= date.start or match.start() >= date.end
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
