"""Read a spreadsheet: each sheet that is shown as a heading, and the tables in it that empty rows part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import groupby, takewhile
from pathlib import Path
from posixpath import join
from typing import Any

from index.conversion.writing import escaped, table

RELATIONS = "xl/_rels/workbook.xml.rels"
HIDDEN = ("1", "true")
# The day 0 of a spreadsheet, on which a time lies that has no day.
FIRST_YEAR = 1900
# A day that is written as a text keeps the midnight with which it begins.
MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ T]00:00:00\b")


def workbook(path: Path) -> str:
    """Return the Markdown of a workbook."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    parts: list[str] = []
    with CalamineWorkbook.from_path(str(path)) as book, zipfile.ZipFile(path) as archive:
        files = _files(archive)
        for sheet in book.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                rows, columns = _hidden(archive, files.get(sheet.name, ""))
                found = list(_tables(_rows(book.get_sheet_by_name(sheet.name), rows, columns)))
                parts += [f"## {escaped(sheet.name)}", *found] if found else []
    return "\n\n".join(parts)


def _files(archive: zipfile.ZipFile) -> dict[str | None, str]:
    """Return in which part of a workbook each sheet is, by its name."""
    targets = {each.get("Id"): each.get("Target", "") for each in _elements(_read(archive, RELATIONS), "Relationship")}
    return {
        # The name of the attribute depends on the edition of the standard.
        each.get("name"): join("/xl", targets.get(next((own[key] for key in own if key.endswith("}id")), ""), ""))[1:]
        for each in _elements(_read(archive, "xl/workbook.xml"), "sheet")
        for own in (dict(each.items()),)
    }


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part of a package, b"" if there is none."""
    return next((archive.read(name) for name in archive.namelist() if _plain(name) == _plain(part)), b"")


def _plain(name: str) -> str:
    """Return the name of a part, which some programs write with capitals or as on Windows, as others do."""
    return name.replace("\\", "/").lower()


def _elements(content: bytes, *tags: str) -> Iterator[Any]:
    from lxml import etree  # type: ignore[import-untyped]  # It has no types.

    tag = [f"{{*}}{each}" for each in tags]
    for _, element in etree.iterparse(BytesIO(content), tag=tag, resolve_entities=False) if content else ():
        yield element
        element.clear()


def _hidden(archive: zipfile.ZipFile, name: str) -> tuple[set[int], set[int]]:
    """Return which rows and columns of a sheet are hidden, from 0; those of a fold or a filter a reader brings back."""
    rows: set[int] = set()
    columns: set[int] = set()
    content = _read(archive, name)
    if b"hidden=" not in content:
        return rows, columns
    tables = [content, *(archive.read(part) for part in archive.namelist() if _plain(part).startswith("xl/tables/"))]
    filtered = any(b"filterColumn" in table for table in tables)
    number = 0
    for element in _elements(content, "row", "col"):
        is_row = element.tag.endswith("}row")
        number = int(element.get("r", number + 1)) if is_row else number
        if element.get("hidden") not in HIDDEN or element.get("outlineLevel", "0") != "0":
            continue
        if not is_row:
            columns.update(range(int(element.get("min")) - 1, int(element.get("max"))))
        elif not filtered:
            rows.add(number - 1)
    return rows, columns


def _rows(sheet: Any, hidden_rows: Collection[int], hidden_columns: Collection[int]) -> list[list[str]]:
    """Return the cells that are shown as they are written; one that spans rows stands in each of them."""
    rows = [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        shown = next((column for column in range(left, right + 1) if column not in hidden_columns), left)
        # An empty range may lie beside or below all that is filled.
        for row in rows[top : bottom + 1] if top < len(rows) and shown < len(rows[top]) else ():
            row[shown] = rows[top][left]
    return [
        [cell for column, cell in enumerate(row) if column not in hidden_columns]
        for number, row in enumerate(rows)
        if number not in hidden_rows
    ]


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
