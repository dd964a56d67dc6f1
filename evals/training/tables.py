"""Invent tables, written row by row as the index cuts them, and questions about a cell that is there or is not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from evals.training.cuts import Cut
from index import Span

FILE = Path(__file__).with_name("tables.toml")
ROWS = (2, 5)
# How a row is written: with the name of each column, with that of all but the first, or as Markdown has it.
NAMED, SHORT, MARKDOWN = "named", "short", "markdown"


def ask_table(random: Random, *, null: bool) -> tuple[str, Cut]:
    """Return a question and a table; one without an answer asks for a row or a column that the table has not."""
    table = random.choice(_tables())
    columns = random.sample(sorted(table["columns"]), random.randint(2, len(table["columns"])))
    missing, *rows = random.sample(table["things"], random.randint(*ROWS) + 1)
    wanted, row = columns[0], random.choice(rows)
    if null and random.random() < 0.5:
        columns = columns[1:]
    elif null:
        row = missing
    random.shuffle(columns)
    question = random.choice(table["columns"][wanted]["questions"]).replace("{}", row)
    cells = {row: [_value(table["columns"][name]["values"], random) for name in columns] for row in rows}
    place = (row, columns.index(wanted)) if not null else None
    return question, _written(table["name"], columns, cells, place, random.choice((NAMED, SHORT, MARKDOWN)))


@cache
def _tables() -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["table"]
    return tables


def _value(patterns: Sequence[str], random: Random) -> str:
    """Return a value of one of the patterns, with digits for the marks in it."""
    return "".join(str(random.randint(1, 9)) if mark == "#" else mark for mark in random.choice(patterns))


def _written(
    name: str, columns: Sequence[str], cells: Mapping[str, Sequence[str]], place: tuple[str, int] | None, style: str
) -> Cut:
    """Return a table as text, and where the cell at `place` (row and column) stands in it."""
    text = f"{name}: " if style != MARKDOWN else f"{name}\n| Name | {' | '.join(columns)} |\n"
    answer = None
    for row, values in cells.items():
        text += {NAMED: f"Name: {row}", SHORT: row, MARKDOWN: f"| {row}"}[style]
        for number, value in enumerate(values):
            text += " | " if style == MARKDOWN else f", {columns[number]}: "
            if place == (row, number):
                answer = Span(len(text), len(text) + len(value))
            text += value
        text += " |\n" if style == MARKDOWN else "\n"
    return Cut(text.rstrip(), answer)
