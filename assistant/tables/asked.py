"""Read a question as one to a table: which rows it means, of which column, and what is to be made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.asking import Question
from assistant.tables.conditions import equals, read_conditions, read_days
from assistant.tables.reading import WORD, Reading, measures
from assistant.tables.table import Table
from assistant.tables.values import is_open
from assistant.words.kinds import Kind
from assistant.words.languages import entry, pattern
from assistant.words.numbered import bears_other_number
from index.time_limit import check_time

# With more words that are unknown it is about something else.
MOST_UNKNOWN = 3
# What a table has a first and a last of, whatever it is about, tells by itself nothing of this table.
OF_ANYTHING = ("any", "day", "departure")


class Want(StrEnum):
    """What is to be made of the rows."""

    ROWS = "rows"
    CELL = "cell"
    COUNT = "count"
    SUM = "sum"
    AVERAGE = "average"
    LEAST = "least"
    MOST = "most"
    WHETHER = "whether"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants of a table: numbers of rows, and the column that is asked for or compared, or None.

    Of the least or most `limit` rows are wanted, and `told` is the column whose cell is asked for, None for the name of
    the row. `holds` tells, where it is asked whether something is so, whether it is. `matched` counts what the table
    holds of the question.
    """

    table: Table
    want: Want
    rows: tuple[int, ...]
    matched: int
    column: int | None = None
    limit: int = 1
    told: int | None = None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Extreme:
    """What may be meant by a word such as "oldest": the least of a day, or the most of an age; of how many rows."""

    ways: tuple[tuple[Want, str], ...]
    limit: int


def read(
    asked: Question, language: str, table: Table, terms: Callable[[str], list[str]], *, goes_on: bool = False
) -> Wanted | None:
    """Return what a question in a language wants of a table; None if it says anything that the table does not know.

    `terms` gives the content terms of words of the question; `goes_on` tells that it holds an earlier one.
    """
    check_time()
    if asked.kind is Kind.REASON:
        return None
    reading = Reading(asked, language, table, terms, asked.respelled)
    # Of the second cheapest nothing is said here.
    if reading.find(r"\b{tables.nth}\b"):
        return None
    before = read_conditions(reading)
    reading.has_amounts = bool(before)
    sums = next((want for want in (Want.SUM, Want.AVERAGE) if reading.take(rf"\b{{tables.{want}}}(?!\w)")), None)
    counts = bool(reading.take(r"\b{tables.count}(?!\w)"))
    extreme = _extreme(reading)
    conditions = [*before, *read_days(reading)]
    denied = bool(reading.take(r"\b{tables.denied}"))
    if not _words(reading, denied=denied) or not all(keep() for keep in conditions):
        return None
    # Of "dear or out of stock" no row need be both.
    several = len(reading.by_value) + len(reading.others) > 1
    if several and reading.find(r"\b{tables.either}\b"):
        return None
    # Of a value and another that took its place only the later is meant, and it is not told which that is.
    if goes_on and any(not values[0].intersection(*values[1:]) for values in reading.by_value.values()):
        return None
    # A denial that no column took up is of something that the table does not tell.
    if denied and not reading.conditions:
        return None
    if sums:
        return _summed(reading, sums)
    if extreme:
        return _best(reading, extreme)
    found = _told(reading, counts=counts)
    return None if found and _all_of_others(reading, found) else found


def _all_of_others(reading: Reading, found: Wanted) -> bool:
    """Tell whether each row is of another thing of the name that is asked for."""
    told = [" | ".join(found.table.rows[number].cells) for number in found.rows]
    return bool(told) and all(bears_other_number(reading.asked.respelled, reading.language, row) for row in told)


def _extreme(reading: Reading) -> Extreme | None:
    """Take out and return whether the least or the most of something is asked for, and of how many rows.

    A word of the head of a column says no more than that.
    """
    heads = " ".join(reading.table.head).lower()
    ways: dict[tuple[Want, str], re.Match[str]] = {}
    for measure in measures(reading.language):
        for want in (Want.LEAST, Want.MOST):
            word = rf"\b{{tables.measures.{measure}.{want}}}(?!\w)"
            found = reading.find(
                rf"(?:(?P<limit>(?<!\d)\d+|{{tables.few}})\s+)?{word}(?:\s+(?P<behind>\d+)\b(?![.,:]\d))?"
            )
            if found and not re.search(rf"\b{re.escape(found[0].lower())}\b", heads):
                ways[want, measure] = found
    if not ways:
        return None
    longest = max(ways.values(), key=lambda found: len(found[0]))
    meant = tuple(way for way, found in ways.items() if found.start() < longest.end() and longest.start() < found.end())
    reading.cut(longest.start(), longest.end())
    return Extreme(meant, _limit(longest["limit"] or longest["behind"] or "1", reading.language))


def one_extreme(alone: str, earlier: str, language: str) -> str:
    """Return two texts in one; if the first asks for the least or the most of something, the second does no more."""
    forms = [
        pattern(language, rf"\b{{tables.measures.{measure}.{want}}}(?!\w)", re.IGNORECASE)
        for measure in measures(language)
        for want in (Want.LEAST, Want.MOST)
    ]
    if any(form.search(alone) for form in forms):
        for form in forms:
            earlier = form.sub(" , ", earlier)
    return f"{alone} {earlier}"


def _limit(said: str, language: str) -> int:
    few: Sequence[str] = entry(language, "tables.few_words")
    return max(1, int(said)) if said.isdecimal() else 2 + few.index(said.lower())


def _words(reading: Reading, *, denied: bool) -> bool:
    """Read the words that are left: names of columns and what stands in cells; False if one of them is neither."""
    names = set(_terms(reading, reading.table.names))
    few: Sequence[str] = entry(reading.language, "tables.few_words") or ()
    said = WORD.findall(reading.left)
    unknown = set()
    for number, word in enumerate(said):
        if reading.says(word, "tables.things") and reading.by_measure(word) is None:
            reading.things += 1
            reading.matched += bool(set(reading.terms(word)) & names)
        elif word.isdecimal() or not reading.terms(word) or word.lower() in few or reading.is_filler(word):
            continue
        elif not _known(reading, word, names, denied=denied):
            unknown.add(number)
    if not _as_read(reading, said, unknown, denied=denied):
        return False
    return all(equals(reading, word) for word in said if word.isdecimal())


def _known(reading: Reading, word: str, names: set[str], *, denied: bool) -> bool:
    """Take a word as a column, as a part of cells or as a name of the table; False if it is nothing of that."""
    wanted = reading.terms(word)
    column = reading.column(word)
    if column is not None:
        reading.name(column, word, denied=denied)
    elif set(wanted) <= names:
        reading.matched += 1
    elif places := reading.table.holding(wanted):
        reading.keep_with(places)
    else:
        return False
    return True


def _as_read(reading: Reading, said: Sequence[str], unknown: set[int], *, denied: bool) -> bool:
    """Find the columns that unknown words name, each with a neighbour or alone; False if one of them names none."""
    if not unknown:
        return True
    # Reading takes its time: only of a table that holds something of the question.
    if len(unknown) > MOST_UNKNOWN or not reading.matched:
        return False
    for number in sorted(unknown):
        for phrase in _phrases(reading, said, number) if number in unknown else ():
            column = reading.as_read(" ".join(said[place] for place in phrase))
            if column is not None:
                reading.name(column, said[number], denied=denied)
                unknown -= set(phrase)
                break
    return not unknown


def _phrases(reading: Reading, said: Sequence[str], number: int) -> Iterator[tuple[int, ...]]:
    """Yield a word with the content word behind it, alone, and with the one before."""
    if number + 1 < len(said) and reading.terms(said[number + 1]):
        yield number, number + 1
    yield (number,)
    if number and reading.terms(said[number - 1]):
        yield number - 1, number


def _terms(reading: Reading, text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        yield from reading.terms(word)


def _summed(reading: Reading, want: Want) -> Wanted | None:
    named = reading.of_kind("number", "time", "day")
    column = named[0] if named else _only_number(reading.table)
    rows = _rows(reading)
    if column is None or reading.table.columns[column].kind != "number" or _unread(reading, column, rows):
        return None
    return replace(_wanted(reading, want, rows), column=column)


def _best(reading: Reading, extreme: Extreme) -> Wanted | None:
    """Return the rows to compare, and by which column; None if that is not told, or is only one row."""
    rows = _rows(reading)
    # Whether the cheapest is there is another question than which of those there is the cheapest.
    if not rows:
        return _wanted(reading, Want.ROWS, rows)
    for want, measure in () if reading.asked.asks_whether else extreme.ways:
        own = reading.measuring(measure)
        days = reading.of_kind("day") if measure in OF_ANYTHING[1:] else []
        # The oldest of people is not the one whose day comes first.
        if measure == "day" and not days and reading.asked.kind is Kind.PERSON:
            continue
        column = next((place for place in (*reading.of_kind("number", "time"), *days, own) if place is not None), None)
        if column is None and measure == "any":
            column = _only_number(reading.table)
        is_told = reading.matched + reading.things > 0 or measure not in OF_ANYTHING
        if column is not None and len(rows) > 1 and is_told and not _unread(reading, column, rows):
            other = next((place for place in reading.named if place != column), None)
            asks_for_it = other is None and column in reading.named and reading.opens("{tables.how}")
            told = column if asks_for_it else other
            return replace(_wanted(reading, want, rows), column=column, limit=extreme.limit, told=told)
    return None


def _unread(reading: Reading, column: int, rows: frozenset[int]) -> bool:
    """Tell whether a cell of these rows holds something that cannot be compared: "from 900"."""
    return bool(rows & reading.table.columns[column].unread)


def _told(reading: Reading, *, counts: bool) -> Wanted | None:
    """Return the rows that fit, how many they are, whether they are as asked, or the one cell that is asked for."""
    by_value, rows = _selected(reading.by_value.values(), reading.table), _rows(reading)
    if reading.asked.asks_whether:
        return _whether(reading, rows)
    figures = [*reading.of_kind("number", "time", "day"), *reading.conditions]
    figures = [place for place in figures if reading.table.columns[place].kind == "number"]
    if counts and figures and reading.by_value and len(by_value) == 1:
        return _cell(reading, by_value, figures[0])
    is_narrowed = bool(reading.by_value or reading.others)
    if not is_narrowed:
        every = not reading.named and reading.matched and reading.opens("{tables.every}")
        return _wanted(reading, Want.ROWS, rows) if every else None
    if counts and _is_named(reading, rows):
        stock = reading.measuring("stock")
        return None if stock is None else _cell(reading, rows, stock)
    if counts or not rows:
        return _wanted(reading, Want.COUNT, rows)
    # "When is invoice 7 due?" names two columns, of which it gives the cell of one.
    if len(rows) == 1 and (asked_for := [place for place in reading.named if place not in reading.by_value]):
        return _cell(reading, rows, asked_for[0])
    price = reading.measuring("price") if reading.opens("{tables.how_much}") else None
    if price is not None and _is_named(reading, rows):
        return _cell(reading, rows, price)
    lists = len(rows) > 1 and reading.opens("{tables.which}")
    return _wanted(reading, Want.ROWS, rows) if reading.others or reading.named or lists else None


def _is_named(reading: Reading, rows: frozenset[int]) -> bool:
    """Tell whether one row is meant by its name, which no other has."""
    label = reading.table.label
    names = [row.cells[label] for row in reading.table.rows]
    return len(rows) == 1 and list(reading.by_value) == [label] and not reading.others and len(set(names)) == len(names)


def _whether(reading: Reading, rows: frozenset[int]) -> Wanted | None:
    """Return whether rows are as asked: those that are, or those that are asked about."""
    if len(reading.by_value) + len(reading.others) < 2:
        return None
    # Of one row of each, the column before the others names it.
    by_value = [_selected([reading.by_value[place]], reading.table) for place in sorted(reading.by_value)]
    about = min(by_value or reading.others, key=len)
    told = [*reading.conditions, *reading.compared]
    if any(is_open(reading.table.rows[row].cells[place]) for row in about for place in told):
        return None
    return replace(_wanted(reading, Want.WHETHER, rows or about), holds=bool(rows))


def _wanted(reading: Reading, want: Want, rows: Iterable[int]) -> Wanted:
    return Wanted(reading.table, want, tuple(sorted(rows)), reading.matched)


def _cell(reading: Reading, rows: Iterable[int], column: int) -> Wanted:
    return replace(_wanted(reading, Want.CELL, rows), column=column)


def _rows(reading: Reading) -> frozenset[int]:
    """Return the rows that are meant."""
    return _selected(reading.by_value.values(), reading.table).intersection(*reading.others)


def _selected(by_value: Iterable[Sequence[frozenset[int]]], table: Table) -> frozenset[int]:
    """Return the rows that hold the values named of each column: all of them, or any where no row has them all."""
    rows = frozenset(range(len(table.rows)))
    for values in by_value:
        rows &= values[0].intersection(*values[1:]) or values[0].union(*values[1:])
    return rows


def _only_number(table: Table) -> int | None:
    """Return the one column of numbers; None if there are several."""
    places = [place for place, values in enumerate(table.columns) if values.kind == "number"]
    return places[0] if len(places) == 1 else None
