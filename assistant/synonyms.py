"""Words that reports use for one another, brought to one term."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from index import content_terms, terms

# Each line holds words that two reports of one event may use for the same thing, and that seldom mean two things.
LINES = (
    "group faction organization organisation",
    "meeting meet talks conference summit negotiations",
    "hostage captive abductee",
    "dead death fatality die died killed kill killing",
    "injured wounded hurt injury wound",
    "soldier troop serviceman",
    "company firm business",
    "child kid children",
    "country nation",
    "worker employee staff",
    "house home",
    "people person",
    "release freed free",
    "cost price",
    "car vehicle",
    "movie film",
    "ship vessel boat",
    "aircraft plane airplane aeroplane jet",
    "student pupil",
    "protester demonstrator",
    "buy bought purchase acquire acquired",
    "build built construct constructed",
    "begin began begun start commence",
    "end finish conclude",
    "win won victory",
    "lead led head headed",
    "found founded establish established",
    "visit visited",
    "invite invitation invited",
    "hold held", "pay paid", "sell sold", "spend spent", "leave left", "write wrote written", "take took taken",
    "go went gone", "come came", "give gave given", "lose lost", "send sent", "strike struck", "fall fell fallen",
    "speak spoke spoken", "grow grew grown", "get got", "lay laid", "make made", "catch caught", "fight fought",
    "steal stole stolen",
    "break broke broken", "sink sank sunk", "fly flew flown", "drive drove driven", "choose chose chosen",
)  # fmt: skip
# Shorter words share their beginning by chance; "Russia" and "Russian" do not.
SHARED_LETTERS = 5
SENTENCES_REMEMBERED = 10_000


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def meanings(text: str) -> frozenset[str]:
    """Return the content terms of an English text, words of one meaning as one term."""
    return frozenset(_meaning(term) for term in content_terms(text, "en"))


def meaning_of(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with those of one meaning as one term."""
    return frozenset(_meaning(stem) for stem in stems)


def holds_meaning(term: str, text: frozenset[str]) -> bool:
    """Tell whether `text` holds the term, or a name that it is derived from ("Russia", "Russian")."""
    if term in text:
        return True
    long = len(term) >= SHARED_LETTERS and term.isalpha()
    return long and any(
        other.startswith(term) or (len(other) >= SHARED_LETTERS and term.startswith(other)) for other in text
    )


def _meaning(term: str) -> str:
    return _table().get(term, term)


@functools.cache
def _table() -> dict[str, str]:
    return {term: line.split()[0] for line in LINES for term in terms(line, "en")}
