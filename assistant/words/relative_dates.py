"""Tell which days words like "yesterday" and "last week" mean in a text of a known date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.words.days import Days
from assistant.words.kinds import MONTHS, WEEKDAY, WEEKDAYS
from assistant.words.languages import english, words_of
from assistant.words.reading import overlap
from index import Span

SATURDAY, SUNDAY = 5, 6
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
STEP = {"last": -1, "this": 0, "next": 1, "yesterday": -1, "today": 0, "tomorrow": 1}
# "Today's world" is of no day, "today's meeting" is.
EVENT = (
    r"(?:meeting|talks|summit|session|election|vote|ballot|conference|hearing|game|match|race|ceremony|deadline|strike"
    r"|attack|statement|announcement|decision|protest|march|speech|visit|launch|verdict|ruling|debate|interview)"
)
YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Meant:
    """Words of a text that tell a time as seen from the day on which it was written, and the days that they mean."""

    span: Span
    days: Days


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words stand: the match, the day of publication, the clause around, and all that is told around."""

    found: re.Match[str]
    published: date
    clause: str
    around: str

    @property
    def is_past(self) -> bool:
        past = any(
            not verb["verb"].endswith("ed")
            or (verb["before"] or "").lower() not in words_of("en", "days.before_adjective")
            for verb in english("days.past").finditer(self.clause)
        )
        return past and not english("days.future").search(self.clause) and not english("days.open").search(self.clause)

    @property
    def is_future(self) -> bool:
        return english("days.future").search(self.clause) is not None


def relative_dates(text: str, published: date, around: str = "") -> list[Meant]:
    """Return the words that tell a time relative to the day of publication, in order, where it is certain which.

    `around` is the text that stands around; a year in it can be the one that a month belongs to.
    """
    found: list[Meant] = []
    for form, read in FORMS:
        for match in form.finditer(text):
            span = Span(*match.span("words"))
            if any(overlap(span, other.span) for other in found):
                continue
            days = read(_Place(match, published, _clause(text, span), f"{text} {around}"))
            if days is not None:
                found.append(Meant(span, days))
    return sorted(found, key=lambda meant: meant.span)


def _clause(text: str, span: Span) -> str:
    start = max((edge.end() for edge in english("days.clause_edge").finditer(text, 0, span.start)), default=0)
    following = english("days.clause_edge").search(text, span.end)
    return text[start : following.start() if following else len(text)]


def _neighbouring_day(place: _Place) -> Days | None:
    word = re.split("['’]", place.found["words"].lower())[0]
    return Days.day(place.published + timedelta(days=STEP[word]))


def _today(place: _Place) -> Days | None:
    return Days.day(place.published) if place.is_past or place.is_future else None


def _days_ago(place: _Place) -> Days | None:
    return Days.day(place.published - timedelta(days=NUMBERS[place.found["number"].lower()]))


def _weekend(place: _Place) -> Days | None:
    if place.is_future:
        return _coming_weekend(place)
    return _last_weekend(place) if place.is_past else None


def _last_weekend(place: _Place) -> Days | None:
    """Return the weekend before; on a weekend it is open which is meant."""
    return _saturday_and_sunday(place.published - timedelta(weeks=1)) if place.published.weekday() < SATURDAY else None


def _coming_weekend(place: _Place) -> Days | None:
    return _saturday_and_sunday(place.published) if place.is_future and place.published.weekday() < SATURDAY else None


def _saturday_and_sunday(day: date) -> Days:
    """Return the end of the week that a day is in."""
    week = Days.week(day)
    return Days(week.last - timedelta(days=1), week.last)


def _week(place: _Place) -> Days | None:
    """Return a week from Monday; on a Sunday, with which weeks begin for some, it is open which is meant."""
    if place.published.weekday() == SUNDAY:
        return None
    return Days.week(place.published + timedelta(weeks=STEP[place.found["step"].lower()]))


def _month(place: _Place) -> Days | None:
    return Days.month(place.published.year, place.published.month + STEP[place.found["step"].lower()])


def _year(place: _Place) -> Days | None:
    return Days.year(place.published.year + STEP[place.found["step"].lower()])


def _month_of_year(place: _Place) -> Days | None:
    """Return what "October last year" and "October 7 of this year" mean; None if there is no such day."""
    year = place.published.year + STEP[place.found["step"].lower()]
    month = MONTHS.index(place.found["month"]) + 1
    written = place.found["day"] or place.found["day_behind"]
    if not written:
        return Days.month(year, month)
    try:
        return Days.day(date(year, month, int(written)))
    except ValueError:
        return None


def _named_month(place: _Place) -> Days | None:
    """Return what "last October" means in spring: in December, either year's could be meant."""
    month = MONTHS.index(place.found["month"]) + 1
    step = STEP[place.found["step"].lower()]
    published = place.published
    if (step < 0 and month <= published.month) or (step > 0 and month >= published.month):
        return None
    return Days.month(published.year + step, month)


def _bare_month(place: _Place) -> Days | None:
    """Return the last month of this name, where the past is told and no year around could be its own."""
    month = MONTHS.index(place.found["month"]) + 1
    if month == place.published.month or not place.is_past or YEAR.search(place.around):
        return None
    return Days.month(place.published.year - (month > place.published.month), month)


def _weekday(place: _Place) -> Days | None:
    """Return the day of this name in the week before, or in the one ahead, as the tense tells.

    A report that tells of the past names its own day by its weekday too.
    """
    ahead = (WEEKDAYS.index(place.found["day"]) - place.published.weekday()) % 7
    if place.is_future:
        return Days.day(place.published + timedelta(days=ahead)) if ahead else None
    return Days.day(place.published - timedelta(days=-ahead % 7)) if place.is_past else None


def _last_weekday(place: _Place) -> Days | None:
    """Return what "last Friday" means if the last one was in another week: else either of two could be meant."""
    day = WEEKDAYS.index(place.found["day"])
    if day < place.published.weekday() or place.published.weekday() == SUNDAY:
        return None
    return Days.day(place.published - timedelta(days=7 - (day - place.published.weekday())))


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")


LAST_THIS_NEXT = r"(?P<step>[Ll]ast|[Tt]his|[Nn]ext)"
NOT_A_SPAN = r"(?<!\bthe )(?<!\bits )(?<!\btheir )(?<!\bevery )(?<!\bof )"
NAMED_WEEKDAY = rf"(?P<day>{WEEKDAY})(?!s\b|['’]s\b|,? (?:the )?\d|,? {MONTH.replace('?P<month>', '?:')})"
Reader = Callable[[_Place], Days | None]
# Longer forms stand first: what they have read is not read again.
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_form(rf"(?P<words>(?:(?P<day>\d{{1,2}}) )?{MONTH}(?: (?P<day_behind>\d{{1,2}}))?,? (?:of )?"
           r"(?P<step>last|this|next) year)"), _month_of_year),
    (_form(rf"(?P<words>{LAST_THIS_NEXT} {MONTH})(?!,? \d)"), _named_month),
    (_form(rf"{NOT_A_SPAN}(?P<words>(?:[Ee]arlier |[Ll]ater )?{LAST_THIS_NEXT} week)(?! of\b)"), _week),
    (_form(rf"{NOT_A_SPAN}(?P<words>(?:[Ee]arlier |[Ll]ater )?{LAST_THIS_NEXT} month)(?! of\b)"), _month),
    (_form(rf"{NOT_A_SPAN}(?P<words>(?:[Ee]arlier |[Ll]ater )?{LAST_THIS_NEXT} year)(?! of\b)"), _year),
    (_form(r"(?P<words>(?:[Oo]ver|[Aa]t|[Dd]uring) the weekend)"), _weekend),
    (_form(r"(?P<words>(?:[Tt]his past|[Ll]ast) weekend)"), _last_weekend),
    (_form(r"(?P<words>[Tt]his weekend)"), _coming_weekend),
    (_form(r"(?P<words>[Ll]ast (?P<day>" + WEEKDAY + r"))"), _last_weekday),
    (_form(rf"[Oo]n (?P<words>{NAMED_WEEKDAY})(?! (?:nights|mornings|evenings|afternoons)\b)"), _weekday),
    (_form(r"(?P<words>(?P<number>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix) days ago)"), _days_ago),
    (_form(rf"(?P<words>[Yy]esterday|[Tt]oday|[Tt]omorrow)(?=['’]s (?:\w+ ){{0,2}}{EVENT})"), _neighbouring_day),
    (_form(r"(?P<words>[Yy]esterday|[Tt]omorrow)(?!['’])"), _neighbouring_day),
    (_form(r"(?:[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]y|[Ss]tarting) (?P<words>today)(?!['’])"), _neighbouring_day),
    (_form(r"(?P<words>[Tt]oday)(?!['’])"), _today),
    (_form(rf"(?:[Ii]n|[Ss]ince|[Ll]ate|[Ee]arly) (?P<words>{MONTH})(?!,? \d|,? (?:of )?(?:last|this|next|the)\b)"),
     _bare_month),
)  # fmt: skip
"""The forms of words that tell a time, and what reads each."""
