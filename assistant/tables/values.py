"""The values in a column of a table: numbers, days, times of the day and lengths of time, as they can be compared."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from assistant.words.languages import languages

# "-1 299,00 kr", "EUR 12.50", "12 kg", "35 %": one figure, with little before and behind it.
FIGURE = re.compile(
    r"(?:[€$£₽~≈]\s?|[A-Z]{2,3}\s)?(?P<sign>[-−–+])?[€$£]?(?P<figure>\d(?:[\d.,'’ \u00a0\u202f]*\d)?)"
    r"(?P<unit>[^\d\n]{0,16})"
)
GROUPS = re.compile(r"\d{1,3}([.,'’ \u00a0\u202f])\d{3}(?:\1\d{3})*")
COMMA_DECIMAL = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3},\d")
# "12.000", "1.234.567"
DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
GROUPED_BY_DOTS = re.compile(rf"(?<![\d.,])(?:{DOTTED.pattern})(?![\d.,])")
CURRENCIES = "€$£₽"
MONTHS = 12
NO_DIGIT = re.compile(r"\D")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]\d.*)?")
NUMERIC = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
WORDED = re.compile(
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s(?:de |of )?(?P<name>[^\W\d_]+)\.?,?(?:\s(?:de )?(?P<year>\d{4}))?"
)
WORDED_MONTH_FIRST = re.compile(r"(?P<name>[^\W\d_]+)\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{4}))?")
WEEKDAY = re.compile(r"^([^\W\d_]{2,12})\.?,?\s(?=\d)")
CLOCK = re.compile(
    r"(?P<hours>\d{1,2})(?::(?P<minutes>\d\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m\.?)?|\s?(?P<whole>[ap])\.?m\.?)"
    # A time until another is at its beginning.
    r"(?:\s?[-–—]\s?\d{1,2}:\d\d)?",
    re.IGNORECASE,
)
LASTING = re.compile(
    r"(?:(?P<hours>\d{1,9})\s?(?:h|hrs?|hours?|std\.?|ч)\s?)?(?P<minutes>\d{1,9})\s?(?:min(?:utes?|s)?\.?|мин\.?)"
)
MINUTES_IN = {
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten", "minutos", "мин", "минут"), 1.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures"), 60.0),
    **dict.fromkeys(("hora", "horas", "ч", "часа", "часов"), 60.0),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "jour", "jours", "día", "días", "дней", "дня"), 1440.0),
}
# Where a table leaves a cell open; "Na" is sodium.
NOTHING = frozenset({"", "-", "–", "—", "n/a", "N/A", "NA", "null", "tbd", "TBD", "?", "k. A.", "k.A."})
# So many of a column's filled cells must be of a kind for the column to be of it.
LEAST_SHARE = 0.8
NOON = 12
MINUTES = 60
# What is measured in several units, by what each is of the first.
DIMENSIONS = (
    {"kg": 1.0, "g": 0.001, "mg": 1e-6, "t": 1000.0},
    {"m": 1.0, "mm": 0.001, "cm": 0.01, "km": 1000.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0},
    {"l": 1.0, "ml": 0.001, "cl": 0.01, "dl": 0.1, "litre": 1.0, "litres": 1.0, "liter": 1.0},
)


@dataclass(frozen=True, slots=True)
class Values:
    """What the cells of a column hold: a number that orders them, or None where a cell is open or of no such kind.

    Days are ordered by their ordinal number. `kind` is "number", "day", "time" (minutes) or "text", of which no cell
    has a number. `unread` are the rows whose cells hold something else.
    Numbers of a column in several units are in the first of their `units`, which tell what each is of that; where
    `is_comma`, a comma stands before its decimals.
    """

    kind: str
    numbers: tuple[float | None, ...]
    unread: frozenset[int] = frozenset()
    units: Mapping[str, float] = field(default_factory=dict)
    is_comma: bool = False


def values_of(cells: Sequence[str], *, dots_are_groups: bool = False) -> Values:
    """Return the values of a column; with `dots_are_groups`, "12.000" is twelve thousand if nothing says otherwise."""
    filled = [cell for cell in cells if not is_open(cell)]
    month_first = any(_is_month_first(cell) for cell in filled)
    days = [day_of(cell, month_first=month_first) for cell in cells]
    if _most(days, filled):
        numbers = tuple(None if day is None else float(day.toordinal()) for day in days)
        return Values("day", numbers, _unread(numbers, cells))
    times = tuple(map(minutes_of, cells))
    if _most(times, filled):
        return Values("time", times, unread=_unread(times, cells))
    is_comma = any(COMMA_DECIMAL.search(cell) for cell in filled)
    if not is_comma and any(GROUPED_BY_DOTS.search(cell) for cell in filled):
        # With no other decimals about, three digits behind a dot may be thousands or thousandths.
        plain = [found["figure"] for cell in filled if (found := FIGURE.fullmatch(cell.strip()))]
        if all("." not in figure or DOTTED.fullmatch(figure) for figure in plain):
            if not dots_are_groups:
                return Values("text", (None,) * len(cells))
            is_comma = True
    numbers = tuple(figure_of(cell, is_comma=is_comma) for cell in cells)
    if not _most(numbers, filled):
        return Values("text", (None,) * len(cells))
    units = {unit_of(cell) for cell, number in zip(cells, numbers, strict=True) if number is not None}
    prefixes = {cell.strip()[0] for cell in filled if cell.strip()[0] in CURRENCIES}
    known = next((dimension for dimension in DIMENSIONS if units <= set(dimension)), None)
    if len(prefixes) > 1 or (len(units - {""}) > 1 and known is None):
        return Values("text", (None,) * len(cells))
    unread = _unread(numbers, cells)
    if len(units) == 1 or known is None:
        return Values("number", numbers, unread=unread, is_comma=is_comma)
    scaled = (
        None if number is None else number * known[unit_of(cell)] for cell, number in zip(cells, numbers, strict=True)
    )
    return Values("number", tuple(scaled), unread=unread, units=known, is_comma=is_comma)


def _unread(numbers: Sequence[float | None], cells: Sequence[str]) -> frozenset[int]:
    return frozenset(
        row
        for row, (number, cell) in enumerate(zip(numbers, cells, strict=True))
        if number is None and not is_open(cell)
    )


def _is_month_first(cell: str) -> bool:
    """Tell whether a date with slashes can only have its month in front: "12/25/2025"."""
    found = NUMERIC.fullmatch(cell.strip())
    return found is not None and "/" in cell and int(found["month"]) > MONTHS >= int(found["day"])


def unit_of(cell: str) -> str:
    """Return what stands behind the figure of a cell, in small letters, or ""."""
    return around(cell)[1].strip().lower()


def around(cell: str) -> tuple[str, str]:
    """Return what stands before and behind the figure of a cell: ("£", ""), ("", " kg"); ("", "") without a figure."""
    found = FIGURE.fullmatch(cell.strip())
    if not found:
        return "", ""
    return re.sub("[-−–+~≈]", "", cell.strip()[: found.start("figure")]), found["unit"]


def is_open(cell: str) -> bool:
    """Tell whether a cell tells nothing."""
    return cell.strip() in NOTHING


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
    number = float(plain) * (-1 if found["sign"] in ("-", "−", "–") else 1)
    return number if math.isfinite(number) else None


def minutes_in(unit: str) -> float | None:
    """Return the minutes of a unit of time, None if it is none."""
    return MINUTES_IN.get(unit.strip(" .()").lower())


def minutes_of(cell: str) -> float | None:
    """Return the minutes of a time of the day ("06:45", "6 pm", "9:00–10:30") or a length of time ("1 h 20 min").

    Returns None for anything else.
    """
    if found := CLOCK.fullmatch(cell.strip()):
        hours, half = int(found["hours"]), (found["half"] or found["whole"] or "").lower()
        hours = hours % NOON + (NOON if half == "p" else 0) if half else hours
        return float(MINUTES * hours + int(found["minutes"] or 0))
    found = LASTING.fullmatch(cell.strip())
    return float(MINUTES * int(found["hours"] or 0) + int(found["minutes"])) if found else None


def day_of(text: str, year: int | None = None, *, month_first: bool = False) -> date | None:
    """Return the day that a text is, and nothing else: ISO, 12.03.2025, or with the month in words of our languages.

    `year` is that of a day which states none; without it such a text is none. "03/04/2025" is of April, but of March
    with `month_first`.
    """
    plain = WEEKDAY.sub(lambda found: found[0] if month_of(found[1]) else "", text.strip())
    if month_first and "/" in plain and (found := NUMERIC.fullmatch(plain)):
        return _day(int(found["year"]), int(found["day"]), int(found["month"]))
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
