"""The dates and stretches of time that a sentence states, as values that can be compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.words.kinds import MONTH, WEEKDAY, month_number
from assistant.words.languages import english
from index import Span

WHOLE_MONTH = (1, 31)
# "Early", "mid" and "late" are vague by some days, so neighbouring parts overlap.
PARTS: dict[str, tuple[int, int]] = {
    "early": (1, 12), "beginning": (1, 12), "start": (1, 12), "mid": (9, 22), "middle": (9, 22), "late": (18, 31),
    "end": (18, 31),
}  # fmt: skip
# Two dates of one event that are told differently are seldom further apart; beyond it, they are of two events.
NEAR_DAYS = 62
NEAR_YEARS = 5
DAYS_IN_YEAR = 365
SENTENCES_REMEMBERED = 10_000

DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s(?:percent|per cent|million|billion|a\.m|p\.m|am\b|pm\b|o'clock))"
TO = r"\s*[-–—]\s*|\s+(?:to|through|thru|until|till)\s+"
JOINED = rf"(?:{TO}|\s+or\s+|\s+and\s+|\s*/\s*)"
YEAR = r"(?:1[0-9]|20)\d\d"
PART = r"(?:the\s+)?(?P<part>early|mid|late|beginning of|start of|middle of|end of)[\s-]+(?:the\s+)?"
YEAR_BEHIND = rf"(?:,?\s+(?P<year#>{YEAR})\b)?"
DAYS = rf"(?P<day#>{DAY})(?:(?P<joint#>{JOINED})(?P<other#>{DAY}))?"
DAY_FIRST = rf"{DAYS}\s+(?:of\s+)?(?P<month#>{MONTH}){YEAR_BEHIND}".replace("#", "1")
MONTH_FIRST = rf"(?:{PART})?(?P<month#>{MONTH})(?![a-z])(?:\s+{DAYS})?{YEAR_BEHIND}".replace("#", "2")
ATOM = re.compile(
    rf"\b(?:(?P<iso>{YEAR}-\d\d-\d\d)|{DAY_FIRST}|{MONTH_FIRST}|(?P<year>{YEAR})(?P<decade>s)?)(?![\w%]|[.,-]\d)"
)
# What may stand right before a date that tells when something is; "the October 7 attack" names another event.
PLACED = re.compile(
    r"(?:^|[,:;(\[—–-]|\b(?:on|in|from|to|until|till|through|thru|between|and|or|of|since|is|was|be|for|that|till|it"
    rf"|during|dated?|back to|around|about|{WEEKDAY},?))\s*(?:the\s+)?$",
    re.IGNORECASE,
)
LINK = re.compile(rf"(?:{TO}),?", re.IGNORECASE)
# A verb of beginning or ending belongs to a date that follows within so many characters.
CUE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or the days it may be: years (first, last) or None, month or None, days of the month (first, last)."""

    years: tuple[int, int] | None
    month: int | None
    days: tuple[int, int] = WHOLE_MONTH

    def may_be(self, other: Moment) -> bool:
        """Tell whether both can be the same day; what one of them leaves open is no difference."""
        if self.years and other.years and not _overlap(self.years, other.years):
            return False
        if self.month is None or other.month is None:
            return True
        return self.month == other.month and _overlap(self.days, other.days)

    def is_near(self, other: Moment) -> bool:
        """Tell whether both are so close that they can be two tellings of one date."""
        if self.years and other.years and self.years != other.years:
            same_day = self.month is not None and self.month == other.month and self.days == other.days
            return same_day or abs(self.years[0] - other.years[0]) <= NEAR_YEARS
        if self.month is None or other.month is None:
            return True
        apart = abs((self.month - other.month) * 31 + self.days[0] - other.days[0])
        return min(apart, DAYS_IN_YEAR - apart) <= NEAR_DAYS


@dataclass(frozen=True, slots=True)
class Period:
    """When something is: the days on which it may start and end. A side that is not told is ()."""

    starts: tuple[Moment, ...]
    ends: tuple[Moment, ...]

    @property
    def is_point(self) -> bool:
        """Whether it is one date, and not a stretch with two ends."""
        return self.starts == self.ends


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def periods(sentence: str) -> tuple[tuple[Span, Period], ...]:
    """Return the dates and stretches that `sentence` states, in order; bounds and names of events are left out."""
    atoms = list(ATOM.finditer(sentence))
    found: list[tuple[Span, Period]] = []
    while atoms:
        first = atoms.pop(0)
        if atoms and _is_link(sentence[: first.start()], sentence[first.end() : atoms[0].start()]):
            found.append(_stretch(sentence, first, atoms))
        elif atoms and _is_or(sentence, first, atoms[0]):
            second = atoms.pop(0)
            either = _moments(first) + _moments(second)
            found += _placed(sentence, Span(first.start(), second.end()), Period(either, either))
        else:
            found += _placed(sentence, Span(*first.span()), _alone(first))
    return tuple(found)


def _is_or(sentence: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return sentence[one.end() : other.start()].strip() == "or"


def _is_link(before: str, between: str) -> bool:
    if LINK.fullmatch(between):
        return True
    return between.strip() == "and" and before.rstrip().lower().endswith("between")


def _placed(sentence: str, span: Span, period: Period) -> Iterator[tuple[Span, Period]]:
    """Yield a date that stands alone, as what the words before it make of it; nothing if it tells no time."""
    before = sentence[: span.start]
    named = _follows_noun(sentence, span)
    cue = before[-CUE_CHARACTERS:].lower()
    told = PLACED.search(before) or english("days.opens").search(cue) or english("days.closes").search(cue)
    if english("days.bound").search(before) or not told or named:
        return
    if period.is_point and before.rstrip().lower().endswith("since"):
        period = Period(period.starts, ())
    elif period.is_point and english("days.closes").search(cue):
        period = Period((), period.ends)
    elif period.is_point and english("days.opens").search(cue):
        period = Period(period.starts, ())
    yield span, period


def _follows_noun(sentence: str, span: Span) -> bool:
    """Tell whether the date is the first part of a name, as in "the 2006 elections"."""
    before = sentence[: span.start].rstrip().lower()
    return before.endswith(("the", "’s", "'s")) and re.match(r"\s+[a-zA-Z]+", sentence[span.end :]) is not None


def _stretch(sentence: str, first: re.Match[str], atoms: list[re.Match[str]]) -> tuple[Span, Period]:
    """Take the end of a stretch off `atoms`; "to March 1-2" and "to March 1 or March 2" leave its last day open."""
    last = atoms.pop(0)
    starts, ends = _moments(first), _moments(last)
    if atoms and _is_or(sentence, last, atoms[0]):
        last = atoms.pop(0)
        ends += _moments(last)
    years = ends[-1].years
    if years and not starts[0].years:
        starts = tuple(replace(start, years=years) for start in starts)
    return Span(first.start(), last.end()), Period(starts, ends)


def _alone(atom: re.Match[str]) -> Period:
    days = _days(atom)
    if len(days) == 2 and _joint(atom).strip() != "or":
        return Period(_moments(atom)[:1], _moments(atom)[1:])
    return Period(_moments(atom), _moments(atom))


def _moments(atom: re.Match[str]) -> tuple[Moment, ...]:
    if atom["iso"]:
        year, month, day = map(int, atom["iso"].split("-"))
        return (Moment((year, year), month, (day, day)),)
    if atom["year"]:
        first = int(atom["year"])
        return (Moment((first, first + 9 if atom["decade"] else first), None),)
    month = month_number(atom["month1"] or atom["month2"])
    written = atom["year1"] or atom["year2"]
    years = (int(written), int(written)) if written else None
    days = _days(atom)
    if days:
        return tuple(Moment(years, month, (day, day)) for day in days)
    return (Moment(years, month, PARTS[atom["part"].split()[0].lower()] if atom["part"] else WHOLE_MONTH),)


def _days(atom: re.Match[str]) -> list[int]:
    written = [atom[group] for group in ("day1", "other1", "day2", "other2")]
    return [int(re.sub(r"\D", "", day)) for day in written if day]


def _joint(atom: re.Match[str]) -> str:
    return atom["joint1"] or atom["joint2"] or ""


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
