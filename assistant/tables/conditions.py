"""What a question says of rows: what stands in them, amounts and days on a side of which they are, what they lack."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assistant.tables.reading import WORD, Reading, says
from assistant.tables.table import WITH_DOTS, Places
from assistant.tables.values import (
    DIMENSIONS,
    MINUTES,
    Values,
    day_of,
    figure_of,
    minutes_in,
    minutes_of,
    month_of,
    unit_of,
)
from assistant.words.languages import pattern

# A number with its unit, a time or a day, behind "more than", "after", "until".
AMOUNT = (
    r"\s*(?:the )?(?P<amount>[€$£]?\s?(?<!\d)\d[\d.,:’/-]*(?:\s\d{3}\b)*"
    r"(?:(?:\.|st|nd|rd|th)?\s(?!{tables.joins}\b)[^\W\d_]+\.?(?:\s\d{4}\b)?|\s?%|\s?[€$£²])?)"
)
OTHER_AMOUNT = AMOUNT.replace("amount", "other")
ORDINAL = r"(?:\.|st|nd|rd|th)?"
DAY = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{1,2}}{ORDINAL}\s(?:of\s|de\s)?[^\W\d_]+(?:\s\d{{4}})?"
    rf"|[^\W\d_]+\s\d{{1,2}}{ORDINAL}(?![\d:.-])(?:,?\s\d{{4}})?"
)
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_BEHIND = re.compile(r"\s+(?:de\s+)?(\d{4})\b")
DAY_BEFORE = re.compile(rf"\d{{1,2}}{ORDINAL}\s+(?:of\s+|de\s+)?$")
# Days of a year that is not stated are read as of any.
ANY_YEAR = 2000
TESTS: dict[str, Callable[[float, float], bool]] = {
    "above": lambda number, bound: number > bound,
    "below": lambda number, bound: number < bound,
    "at_least": lambda number, bound: number >= bound,
    "at_most": lambda number, bound: number <= bound,
}
# A cell of two letters is not said by a word in small ones: "no", "in".
SHORT_CELL = 2
MOST_WORDS_OF_CELL = 8

# Keeps the rows that fit, when the columns are known; False if it is not told which column is meant.
Condition = Callable[[], bool]


def read_conditions(reading: Reading) -> list[Condition]:
    """Take out what is said of rows but for single words; what needs the columns that are named comes back."""
    _whole_cells(reading)
    return [*_sides(reading), *_against(reading)]


def read_days(reading: Reading) -> list[Condition]:
    """Take out what is lacking, and the day or month that is meant."""
    return [*_lacking(reading), *_on_day(reading), *_in_month(reading)]


def equals(reading: Reading, figure: str) -> bool:
    """Keep the rows with a figure in the column that is named, or in words of a cell; False if neither is told."""
    columns, number = reading.table.columns, float(figure)
    named = reading.of_kind("number")
    if named:
        place = next((place for place in named if number in columns[place].numbers), named[0])
        reading.keep((row for row, value in enumerate(columns[place].numbers) if value == number), place)
        return True
    inside = {place: rows for place, rows in reading.table.holding([figure]).items() if columns[place].kind == "text"}
    if inside:
        reading.keep_with(inside)
    return bool(inside)


class _Said(NamedTuple):
    """Where a question says what is written in cells, from a denial of it on, and which rows are meant."""

    start: int
    end: int
    places: Places
    is_denied: bool


def _whole_cells(reading: Reading) -> None:
    """Take out what is written in a cell, or is said not to be, the longest first; its rows are meant."""
    words = list(re.finditer(r"[^\s,?!;]+", reading.left))
    taken: set[int] = set()
    found: list[tuple[_Said, int]] = []
    for size in range(min(MOST_WORDS_OF_CELL, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            if taken.isdisjoint(range(first, first + size)) and (said := _said(reading, words[first : first + size])):
                found.append((said, size))
                taken.update(range(first, first + size))
    for said, size in sorted(found, reverse=True, key=lambda each: each[0].start):
        if said.is_denied:
            every = frozenset(range(len(reading.table.rows)))
            reading.keep(every.difference(*said.places.values()), min(said.places))
        else:
            reading.keep_with(said.places, matched=size)
        reading.cut(said.start, said.end)


def _said(reading: Reading, words: Sequence[re.Match[str]]) -> _Said | None:
    """Return what these words say if a cell holds all of them."""
    start, cells = words[0].start(), reading.table.cells
    for end in _ends(words[-1]):
        said = reading.left[start:end].lower()
        as_written = cells.get(said)
        places = as_written or (cells.get(said[2:]) if said.startswith("un") else None)
        is_short = len(said) <= SHORT_CELL and reading.left[start:end].islower()
        if not places or is_short or month_of(said):
            continue
        denial = pattern(reading.language, r"\b{tables.denied}\s+(?:{tables.yet}\s+)?$", re.IGNORECASE)
        before = denial.search(reading.left[:start])
        # Asked whether something is "closed", or what is not, its state is meant, not the day of that.
        is_head = said in map(str.lower, reading.table.head) and not (reading.asked.asks_whether or before)
        if not is_head and as_written:
            return _Said(before.start() if before else start, words[-1].end(), places, before is not None)
        if not is_head:
            return _Said(start, words[-1].end(), places, is_denied=True)
    return None


def _ends(word: re.Match[str]) -> Iterator[int]:
    """Yield where a cell may end in its last word: at its end, before a full stop or a possessive."""
    yield word.end()
    for ending in (".", "'s", "’s", "'", "’", "s"):
        if word[0].endswith(ending):
            yield word.end() - len(ending)


def _sides(reading: Reading) -> Iterator[Condition]:
    """Take out what is compared with an amount, on whichever side: "between" is at least and at most."""
    if found := reading.take(rf"\b{{tables.between}}{AMOUNT}\s+{{tables.and}}{OTHER_AMOUNT}"):
        low, high = found["amount"], found["other"]
        yield lambda: _compare(reading, "at_least", low)
        yield lambda: _compare(reading, "at_most", high)
    for side in TESTS:
        for form in (rf"(?<!\w){{tables.{side}}}{AMOUNT}", rf"{AMOUNT}\s*{{tables.or_{side}}}"):
            if found := reading.take(form):
                amount = found["amount"]
                yield lambda side=side, amount=amount: _compare(reading, side, amount)  # type: ignore[misc]


def _compare(reading: Reading, side: str, amount: str) -> bool:
    place = _compared(reading, amount)
    bound = None if place is None else _bound(reading, place, amount, side)
    if place is None or bound is None:
        return False
    return _keep_numbers(reading, place, lambda number: TESTS[side](number, bound))


def _keep_numbers(reading: Reading, place: int, fits: Callable[[float], bool]) -> bool:
    """Keep the rows whose number in a column fits; False if one of its cells holds what cannot be compared."""
    values = reading.table.columns[place]
    if values.unread:
        return False
    reading.keep((row for row, number in enumerate(values.numbers) if number is not None and fits(number)), place)
    return True


def _compared(reading: Reading, amount: str) -> int | None:
    """Return the column that an amount is compared with: the one named, that of its unit, or the only one it can be.

    The only one is not meant by a unit of something else.
    """
    plain = amount.strip()
    kinds = ("day", "time") if day_of(plain, ANY_YEAR) or minutes_of(plain) is not None else ("number", "time")
    if YEAR.fullmatch(plain):
        kinds = ("day", "number")
    possible = [place for place, values in enumerate(reading.table.columns) if values.kind in kinds]
    unit = re.sub(r"[\d.,:’/\s-]", "", plain).lower()
    named = reading.of_kind(*kinds) or (_of_unit(reading, unit, possible) if unit else [])
    if named:
        return named[0]
    is_of_else = any(unit in dimension for dimension in DIMENSIONS) or minutes_in(unit) is not None
    return possible[0] if len(possible) == 1 and not is_of_else else None


def _of_unit(reading: Reading, unit: str, possible: list[int]) -> list[int]:
    """Return the columns of a unit: as their heads or cells write it, in another unit of time, or of its measure."""
    table = reading.table
    written = [
        place
        for place in possible
        if unit in table.head[place].lower()
        or unit in table.columns[place].units
        or any(unit in row.cells[place].lower() for row in table.rows)
    ]
    of_time = [place for place in possible if any(map(minutes_in, WORD.findall(table.head[place])))]
    by_measure = reading.by_measure(unit)
    return written or (of_time if minutes_in(unit) else []) or ([by_measure] if by_measure in possible else [])


def _bound(reading: Reading, place: int, amount: str, side: str) -> float | None:
    """Return an amount as it compares with the values of a column; of a year, its first or last day."""
    plain, values = amount.strip(), reading.table.columns[place]
    if values.kind == "day":
        day = day_of(plain, _last_year(values))
        if day is None and YEAR.fullmatch(plain):
            day = day_of(f"{plain}-12-31" if side in ("above", "at_most") else f"{plain}-01-01")
        return float(day.toordinal()) if day else None
    commas = values.is_comma or reading.language in WITH_DOTS
    figure, written = figure_of(plain, is_comma=commas), unit_of(plain)
    if values.units:
        return figure * values.units[written] if figure is not None and written in values.units else None
    unit = minutes_in(written)
    if values.kind == "time":
        at = minutes_of(plain)
        return figure * (unit or MINUTES) if at is None and figure is not None else at
    own = next((scale for word in WORD.findall(reading.table.head[place]) if (scale := minutes_in(word))), None)
    return figure * unit / own if figure is not None and unit and own else figure


def _last_year(values: Values) -> int | None:
    days = [number for number in values.numbers if number is not None]
    return date.fromordinal(int(max(days))).year if days else None


def _against(reading: Reading) -> Iterator[Condition]:
    """Take out a column that another is compared with: "over budget"."""
    for side in ("above", "below"):
        form = rf"(?<!\w){{tables.{side}}}\s+{{tables.its}}?(?P<other>[^\W\d_]+)(?:\s(?P<more>[^\W\d_]+))?"
        found = reading.find(form)
        column = reading.column(found["other"]) if found else None
        if found and column is not None and reading.table.columns[column].kind == "number":
            more = found["more"] is not None and reading.column(found["more"]) == column
            reading.cut(found.start(), found.end("more") if more else found.end("other"))
            yield lambda side=side, column=column: _compare_columns(reading, side, column)  # type: ignore[misc]


def _compare_columns(reading: Reading, side: str, other: int) -> bool:
    columns = reading.table.columns
    named = [place for place in reading.of_kind("number") if place != other]
    possible = named or [place for place, each in enumerate(columns) if each.kind == "number" and place != other]
    if len(possible) != 1:
        return False
    pairs = enumerate(zip(columns[possible[0]].numbers, columns[other].numbers, strict=True))
    fitting = [row for row, (one, bound) in pairs if one is not None and bound is not None and TESTS[side](one, bound)]
    reading.keep(fitting, possible[0], other, matched=2)
    return True


def _lacking(reading: Reading) -> Iterator[Condition]:
    """Take out what rows have none of: "out of stock"."""
    if found := reading.take(r"\b{tables.none}\s+(?P<what>[^\W\d_]+)"):
        word = found["what"]
        yield lambda: _keep_without(reading, word)


def _keep_without(reading: Reading, word: str) -> bool:
    column = reading.column(word)
    if column is None:
        return False
    cells = [row.cells[column] for row in reading.table.rows]
    numbers = enumerate(reading.table.columns[column].numbers)
    reading.keep(row for row, number in numbers if number == 0 or says("no", cells[row]) or not cells[row])
    return True


def _on_day(reading: Reading) -> Iterator[Condition]:
    """Take out a day that is named."""
    days = [values for values in reading.table.columns if values.kind == "day"]
    start = 0
    # "on 5 june" may be read as "on 5".
    while days and (found := DAY.search(reading.left, start)):
        start = found.start() + 1
        if day := day_of(found[0], _last_year(days[0])):
            reading.cut(found.start(), found.end())
            yield lambda day=day: _keep_days(reading, lambda each: each == day)  # type: ignore[misc]
            return


def _in_month(reading: Reading) -> Iterator[Condition]:
    """Take out the months that are named, with their years; without a column of days, they may stand in cells."""
    dated = any(values.kind == "day" for values in reading.table.columns)
    for side in TESTS if dated else ():
        beside = reading.find(rf"(?<!\w){{tables.{side}}}\s+(?P<name>[^\W\d_]+)\b(?:\s+(?:de\s+)?(?P<year>\d{{4}}))?")
        month = month_of(beside["name"]) if beside else None
        if beside and month:
            reading.cut(beside.start(), beside.end())
            stated = int(beside["year"]) if beside["year"] else None
            yield lambda side=side, month=month, stated=stated: _beside_month(  # type: ignore[misc]
                reading, side, month, stated
            )
    months: list[tuple[int, int | None]] = []
    while found := _month(reading, dated=dated):
        month, start, end = found
        behind = YEAR_BEHIND.match(reading.left[end:])
        months.append((month, int(behind[1]) if behind else None))
        if not dated:
            reading.keep_with(_rows_of_month(reading, month))
        reading.cut(start, end + (behind.end() if behind else 0))
    # "March and April 2024": the year is that of both.
    years = {year for _, year in months if year}
    if dated and months:
        yield lambda: _keep_days(
            reading, lambda day: any(day.month == each for each, _ in months) and (not years or day.year in years)
        )


def _beside_month(reading: Reading, side: str, month: int, year: int | None) -> bool:
    """Keep the rows before or after a month, or from or to it; without a year it is of that of the last day."""
    place = _column_of_days(reading)
    of = year or _last_year(reading.table.columns[place])
    if of is None:
        return False
    last = calendar.monthrange(of, month)[1]
    bound = float(date(of, month, last if side in ("above", "at_most") else 1).toordinal())
    return _keep_numbers(reading, place, lambda day: TESTS[side](day, bound))


def _month(reading: Reading, *, dated: bool) -> tuple[int, int, int] | None:
    """Return the first month that is named without a day, and where; without days, one that stands in a cell."""
    for found in WORD.finditer(reading.left):
        month = month_of(found[0])
        if month and not DAY_BEFORE.search(reading.left[: found.start()]):
            # "May" is no month where it helps a verb.
            helps = found[0].islower() and not reading.terms(found[0])
            if not helps and (dated or _rows_of_month(reading, month)):
                return month, found.start(), found.end()
    return None


def _rows_of_month(reading: Reading, month: int) -> dict[int, frozenset[int]]:
    """Return by column the rows of which a cell is the name of a month."""
    places = [
        (column, row)
        for row, each in enumerate(reading.table.rows)
        for column, cell in enumerate(each.cells)
        if month_of(cell) == month
    ]
    return {column: frozenset(row for other, row in places if other == column) for column, _ in places}


def _column_of_days(reading: Reading) -> int:
    """Return the column of days that is named, else the first; there must be one."""
    columns = reading.table.columns
    return (reading.of_kind("day") or [place for place, each in enumerate(columns) if each.kind == "day"])[0]


def _keep_days(reading: Reading, fits: Callable[[date], bool]) -> bool:
    """Keep the rows with a day that fits in the column that is named, else in the first of days."""
    return _keep_numbers(reading, _column_of_days(reading), lambda number: fits(date.fromordinal(int(number))))
