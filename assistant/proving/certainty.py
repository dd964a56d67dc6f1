"""How firmly, and of how many, a sentence states what it states."""

from __future__ import annotations

import re

from assistant.proving.wording import Word, words
from assistant.words.languages import english, entry


def overstatement(claim: str, source: str) -> str:
    """Return the word in which a claim says more than its source does, or "".

    "May" is not "will", "plans to" is not "has", "most" is not all, and what was so until a year is not so today.
    """
    for ranked in english("proving.superlative").finditer(source):
        if re.search(rf"\bthe {ranked['most']}\b", claim):
            return str(ranked["most"])
    for much in entry("en", "proving.sweeping"):
        if (found := english(f"proving.sweeping.{much}.claim").search(claim)) and not english(
            f"proving.sweeping.{much}.source"
        ).search(source):
            return found[0].strip()
    still = english("proving.still").search(claim)
    if still and english("proving.ended").search(source) and not english("proving.no_longer").search(claim):
        return still[0]
    return _dropped(claim, source)


def _dropped(claim: str, source: str) -> str:
    """Return what makes the source less certain and the claim leaves out."""
    possible = english("proving.possible").search(claim)
    if (found := english("proving.possible_in_source").search(source)) and not possible:
        return found[0]
    if possible or english("proving.wished").search(claim):
        return ""
    if (found := english("proving.wished").search(source)) and _governs(found.end(), claim, source):
        return found[0]
    found = english("proving.intended_in_source").search(source)
    return found[0] if found and not english("proving.intended").search(claim) else ""


def _content(sentence: str) -> list[Word]:
    return [word for word in words(sentence) if word.content]


def _governs(end: int, claim: str, source: str) -> bool:
    """Tell whether most of what the source and the claim share stands behind a mark of the source."""
    shared = {word.meaning for word in _content(claim)}
    places = [word.start for word in _content(source) if word.meaning in shared]
    return sum(place >= end for place in places) * 2 > len(places)
