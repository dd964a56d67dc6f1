"""Cut a row of a table, as it is written between bars or delimiters, into its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

BAR = re.compile(r"(?<!\\)\|")
QUOTED = re.compile(r'"[^"]*"')
BREAKS = str.maketrans("\r\n", "  ")


def cells_of(row: str, head: str = "") -> list[str]:
    """Return the cells of a row, without the blanks around them; the head of its table tells what is between them."""
    if _has_bars(head or row):
        parts = BAR.split(row.strip().removeprefix("|").removesuffix("|"))
        return [part.strip().replace("\\|", "|") for part in parts]
    delimiter = _delimiter(head or row)
    try:
        # What is left of a row that was cut may hold a line break that is in no quotation marks.
        cells = next(csv.reader([row.translate(BREAKS)], delimiter=delimiter), [])
    except csv.Error:  # A cell is longer than the reader takes.
        cells = row.split(delimiter)
    return [cell.strip() for cell in cells]


def ends_of_cells(row: str, head: str = "") -> Iterator[int]:
    """Yield the positions behind the bar or delimiter that ends each cell; none within quotation marks."""
    if _has_bars(head or row):
        yield from (bar.end() for bar in BAR.finditer(row) if bar.start())
        return
    delimiter, is_quoted = _delimiter(head or row), False
    for position, sign in enumerate(row, start=1):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == delimiter and not is_quoted:
            yield position


def _has_bars(row: str) -> bool:
    return row.startswith("|") or " | " in row


def _delimiter(row: str) -> str:
    return max(",;\t|", key=QUOTED.sub("", row).count)
