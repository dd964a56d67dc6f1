"""The facts of a sentence that can be looked up: its figures, dates, names and quotations."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.proving.figures import figures, measures, ordinals
from assistant.proving.wording import Word, words
from assistant.words.dates import ATOM, WHOLE_MONTH, Moment, periods
from assistant.words.kinds import MONTH, WEEKDAY
from assistant.words.languages import english, words_of
from assistant.words.meanings import holds_meaning

QUOTED = re.compile(r"[“\"«„「]([^“”\"«»„「」]+)[”\"»“」]|(?<!\w)['‘]([^'‘’\n]{3,}?)['’](?!\w)")
DAY_OF_WEEK = re.compile(
    rf"\b{WEEKDAY}\b|\b(?:yesterday|today|tomorrow|tonight)\b|\b(?:last|this|next) (?:week|month|year|season|century)\b"
    r"|(?<=\bthis )(?:spring|summer|autumn|fall|winter)\b|(?<=\bnext )(?:spring|summer|autumn|fall|winter)\b"
    r"|(?<=\blast )(?:spring|summer|autumn|fall|winter)\b|(?<=\bthe )(?:spring|summer|autumn|winter)\b"
)
CALENDAR = re.compile(rf"(?:{MONTH}|{WEEKDAY})")
# A name of several words may be told by their initials.
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it is written, and the days that it may be."""

    text: str
    moment: Moment


@functools.lru_cache(maxsize=10_000)
def dates(sentence: str) -> tuple[Date, ...]:
    """Return the dates that a sentence holds, in order, those of stretches and of other events too."""
    return tuple(_dates(sentence))


def _dates(sentence: str) -> Iterator[Date]:
    for atom in ATOM.finditer(sentence):
        for _, period in periods(f"on {atom[0]}"):
            for moment in dict.fromkeys(period.starts + period.ends):
                yield Date(atom[0], moment)


def missing_figures(claim: str, source: str) -> list[str]:
    """Return the figures of a claim that the source does not state; "twelve" is 12, "%" is percent."""
    told = figures(source)
    strange = [figure.text for figure in figures(claim) if not figure.is_told_by(told)]
    return strange + sorted(ordinals(claim) - ordinals(source)) + sorted(measures(claim) - measures(source))


def missing_dates(claim: str, source: str) -> list[str]:
    """Return the dates and days of the week of a claim that the source does not state, or states less exactly."""
    told = [date.moment for date in dates(source)]
    strange = [date.text for date in dates(claim) if not any(_tells(moment, date.moment) for moment in told)]
    return strange + [day for day in DAY_OF_WEEK.findall(claim) if day.lower() not in source.lower()]


def _tells(told: Moment, claimed: Moment) -> bool:
    """Tell whether a date says all that another says: a year and a month, a day if one is claimed."""
    if claimed.years and (not told.years or not _within(told.years, claimed.years)):
        return False
    if claimed.month is None:
        return True
    if told.month != claimed.month:
        return False
    return claimed.days == WHOLE_MONTH or _within(told.days, claimed.days)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def missing_quotations(claim: str, source: str) -> list[str]:
    """Return the words that a claim puts in quotation marks and the source does not hold, letter for letter.

    Blanks, the shape of quotation marks and a full stop at the end make no difference.
    """
    text = _plain(source)
    return [quote for quote in quotations(claim) if _plain(quote).rstrip(".,") not in text]


def quotations(sentence: str) -> list[str]:
    """Return what a sentence puts in quotation marks."""
    return [found[1] or found[2] for found in QUOTED.finditer(sentence)]


def _plain(text: str) -> str:
    return " ".join(re.sub("[’‘]", "'", text).split())


@functools.lru_cache(maxsize=10_000)
def names(sentence: str) -> tuple[Word, ...]:
    """Return the words of a sentence that are names, in order; of its first word it is not certain."""
    found = []
    for place, word in enumerate(words(sentence)):
        common = not word.content or word.meaning.isdigit() or CALENDAR.fullmatch(word.text)
        if word.is_name and not common and (place or _opens_with_name(words(sentence))):
            found.append(word)
    return tuple(found)


def _opens_with_name(opening: Sequence[Word]) -> bool:
    first = opening[0]
    if first.text.lower() in words_of("en", "proving.quantifiers"):
        return False
    if first.text.isupper() and len(first.text) > 1:
        return True
    if len(opening) > 1 and opening[1].is_name:
        return True
    return not english("proving.common_ending").fullmatch(first.text.lower()) or first.text.endswith(("'s", "’s"))


def missing_names(claim: str, source: str) -> list[Word]:
    """Return the names of a claim, word by word, that the source does not hold in any of their forms."""
    told = words(source)
    stems = frozenset(word.stem for word in told)
    acronyms = _acronyms(told)
    return [
        word
        for word in names(claim)
        if word.stem not in stems and word.stem not in acronyms and not holds_meaning(word.stem, stems)
    ]


def _acronyms(told: Sequence[Word]) -> frozenset[str]:
    """Return the initials of each run of capitalised words, small words between them left out."""
    found = set()
    run: list[str] = []
    for word in told:
        if word.is_name:
            run.append(word.text[0].lower())
            found |= {
                "".join(run[start:]) for start in range(len(run)) if len(run) - start in range(2, LONGEST_ACRONYM + 1)
            }
        elif word.content:
            run = []
    return frozenset(found)
