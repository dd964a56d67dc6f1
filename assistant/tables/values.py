"""The values in a column of a table: numbers, days, times of the day and lengths of time, as they can be compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from assistant.words.languages import languages

# "-1 299,00 kr", "EUR 12.50", "12 kg", "35 %": one figure, with little before and behind it.
FIGURE = re.compile(
    r"(?:[€$£₽~≈]\s?|[A-Z]{2,3}\s)?(?P<sign>[-−+])?[€$£]?(?P<figure>\d(?:[\d.,'’ \u00a0\u202f]*\d)?)"
    r"(?P<unit>[^\d\n]{0,16})"
)
GROUPS = re.compile(r"\d{1,3}([.,'’ \u00a0\u202f])\d{3}(?:\1\d{3})*")
COMMA_DECIMAL = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3},\d")
NO_DIGIT = re.compile(r"\D")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]\d.*)?")
NUMERIC = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
WORDED = re.compile(
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s(?:de |of )?(?P<name>[^\W\d_]+)\.?,?(?:\s(?:de )?(?P<year>\d{4}))?"
)
WORDED_MONTH_FIRST = re.compile(r"(?P<name>[^\W\d_]+)\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{4}))?")
WEEKDAY = re.compile(r"^([^\W\d_]{2,12})\.?,?\s(?=\d)")
CLOCK = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>\d\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
LASTING = re.compile(
    r"(?:(?P<hours>\d+)\s?(?:h|hrs?|hours?|std\.?|ч)\s?)?(?P<minutes>\d+)\s?(?:min(?:utes?|s)?\.?|мин\.?)"
)
MINUTES_IN = {
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten", "minutos", "мин", "минут"), 1.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures"), 60.0),
    **dict.fromkeys(("hora", "horas", "ч", "часа", "часов"), 60.0),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "jour", "jours", "día", "días", "дней", "дня"), 1440.0),
}
# Where a table leaves a cell open.
NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "tbd", "?", "k. a.", "k.a.", "unknown"})
# So many of a column's filled cells must be of a kind for the column to be of it.
LEAST_SHARE = 0.8
NOON = 12
# In the unit that its kind is measured in.
UNITS = {"g": 0.001, "kg": 1.0, "t": 1000.0, "mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "ml": 0.001, "cl": 0.01,
         "l": 1.0, "°c": 1.0}  # fmt: skip
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Values:
    """What the cells of a column hold: a number that orders them, or None where a cell is open or of no such kind.

    Days are ordered by their ordinal number; `months` tells of each its month, 1 to 12. `kind` is "number", "day",
    "time" (minutes) or "text", of which no cell has a number.
    """

    kind: str
    numbers: tuple[float | None, ...]
    months: tuple[int | None, ...] = ()


def values_of(cells: Sequence[str]) -> Values:
    """Return the values of a column."""
    filled = [cell for cell in cells if not is_open(cell)]
    is_comma = any(COMMA_DECIMAL.search(cell) for cell in filled)
    days = [day_of(cell) for cell in cells]
    if _most(days, filled):
        return Values(
            "day",
            tuple(None if day is None else float(day.toordinal()) for day in days),
            tuple(None if day is None else day.month for day in days),
        )
    ways: tuple[tuple[str, Callable[[str], float | None]], ...] = (
        ("time", minutes_of),
        ("number", functools.partial(figure_of, is_comma=is_comma)),
    )
    factors = _factors(filled)
    for kind, way in ways:
        numbers = tuple(way(cell) for cell in cells)
        if kind == "number" and factors:
            numbers = tuple(_scaled(number, cell) for number, cell in zip(numbers, cells, strict=True))
        if _most(numbers, filled):
            return Values(kind, numbers)
    return Values("text", (None,) * len(cells))


def unit_of(cell: str) -> str:
    """Return what stands behind the figure of a cell, in small letters, or ""."""
    found = FIGURE.fullmatch(cell.strip())
    return found["unit"].strip().lower() if found else ""


def _factors(filled: Sequence[str]) -> bool:
    """Tell whether a column is written in several units, all of them known: "900 g", "1.2 kg"."""
    units = {unit_of(cell) for cell in filled}
    return len(units) > 1 and units <= set(UNITS)


def _scaled(number: float | None, cell: str) -> float | None:
    return None if number is None else number * UNITS[unit_of(cell)]


def is_open(cell: str) -> bool:
    """Tell whether a cell tells nothing."""
    return cell.strip().lower() in NOTHING


def figure_of(cell: str, *, is_comma: bool = False) -> float | None:
    """Return the one figure that a cell or words hold; None if there is none, or more around it than a unit.

    With `is_comma` its column writes decimals behind a comma.
    """
    found = FIGURE.fullmatch(cell.strip())
    if not found:
        return None
    figure = found["figure"]
    groups = GROUPS.fullmatch(figure)
    if groups and groups[1] != ("," if is_comma else "."):
        plain = NO_DIGIT.sub("", figure)
    else:
        decimal = max(figure.rfind("."), figure.rfind(","))
        whole, rest = (figure[:decimal], figure[decimal + 1 :]) if decimal >= 0 else (figure, "")
        plain = f"{NO_DIGIT.sub('', whole)}.{NO_DIGIT.sub('', rest)}"
    return float(plain) * (-1 if found["sign"] in ("-", "−") else 1)


def minutes_in(unit: str) -> float | None:
    """Return the minutes of a unit of time, None if it is none."""
    return MINUTES_IN.get(unit.strip(" .()").lower())


def minutes_of(cell: str) -> float | None:
    """Return the minutes of a time of the day ("06:45", "6:45 pm") or a length of time ("1 h 20 min"), else None."""
    if found := CLOCK.fullmatch(cell.strip()):
        hours, half = int(found["hours"]), (found["half"] or "").lower()
        hours = hours % NOON + (NOON if half == "p" else 0) if half else hours
        return float(MINUTES * hours + int(found["minutes"]))
    found = LASTING.fullmatch(cell.strip())
    return float(MINUTES * int(found["hours"] or 0) + int(found["minutes"])) if found else None


def day_of(text: str, year: int | None = None) -> date | None:
    """Return the day that a text is, and nothing else: ISO, 12.03.2025, or with the month in words of our languages.

    `year` is that of a day which states none; without it such a text is none. "03/04/2025" is of April.
    """
    plain = WEEKDAY.sub(lambda found: found[0] if month_of(found[1]) else "", text.strip())
    if found := ISO.fullmatch(plain) or NUMERIC.fullmatch(plain):
        return _day(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := WORDED.fullmatch(plain) or WORDED_MONTH_FIRST.fullmatch(plain):
        month = month_of(found["name"])
        stated = int(found["year"]) if found["year"] else year
        return _day(stated, month, int(found["day"])) if month and stated else None
    return None


def month_of(word: str) -> int | None:
    """Return the number of a month, 1 to 12, by its name in any language of ours, or None."""
    return _months().get(word.lower().rstrip("."))


@functools.cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in languages():
        try:
            locale = Locale.parse(language)
        except UnknownLocaleError:
            continue
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    if name.strip(".").isalpha():
                        names.setdefault(name.lower().strip("."), number)
    return names


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _most(values: Sequence[object], filled: Sequence[str]) -> bool:
    known = sum(value is not None for value in values)
    return known > 0 and known >= LEAST_SHARE * len(filled)
