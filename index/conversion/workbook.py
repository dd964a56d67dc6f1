"""Read a spreadsheet: each sheet that is shown as a heading, and the tables that empty rows part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

from index.conversion.writing import escaped, table

# The day 0 of a spreadsheet, on which a time lies that has no day.
FIRST_YEAR = 1900
# A day that is written as a text keeps the midnight with which it begins.
MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ T]00:00:00\b")


def workbook(path: Path) -> str:
    """Return the Markdown of a workbook."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    parts: list[str] = []
    with CalamineWorkbook.from_path(str(path)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                found = list(_tables(_rows(book.get_sheet_by_name(sheet.name))))
                parts += [f"## {escaped(sheet.name)}", *found] if found else []
    return "\n\n".join(parts)


def _rows(sheet: Any) -> list[list[str]]:
    """Return the cells of a sheet as they are written; one that spans rows stands in each of them."""
    rows = [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        # An empty range may lie beside or below all that is filled.
        for row in rows[top + 1 : bottom + 1] if top < len(rows) and left < len(rows[top]) else ():
            row[left] = rows[top][left]
    return rows


def _written(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        if cell.year < FIRST_YEAR:
            return _written(cell.time())
        return str(cell.date()) if cell.time() == time() else f"{cell.date()} {_written(cell.time())}"
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    return MIDNIGHT.sub("", str(cell))


def _tables(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the runs of rows between empty ones; a lone cell before a table is its heading, others are a list."""
    for filled, run in groupby(rows, key=any):
        part = [list(row) for row in run] if filled else []
        lone = [next(filter(None, row)) for row in takewhile(lambda row: sum(map(bool, row)) == 1, part)]
        part = part[len(lone) :]
        if part or len(lone) == 1:
            yield from (f"{'### ' if part else ''}{escaped(title)}" for title in lone)
        elif lone:
            yield "\n".join(f"- {escaped(item)}" for item in lone)
        columns = [place for place, column in enumerate(zip(*part, strict=True)) if any(column)]
        cells = [[row[place] for place in columns] for row in part]
        if len(cells) == 1:
            yield escaped((": " if len(columns) == 2 else ", ").join(cells[0]))
        elif cells:
            yield table(cells)
