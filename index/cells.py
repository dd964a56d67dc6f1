"""Cut a row of a table, as it is written between bars or delimiters, into its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

BAR = re.compile(r"(?<!\\)\|")


def cells_of(row: str, head: str = "") -> list[str]:
    """Return the cells of a row, without the blanks around them; the head of its table tells what is between them."""
    if _has_bars(head or row):
        parts = BAR.split(row.strip().removeprefix("|").removesuffix("|"))
        return [part.strip().replace("\\|", "|") for part in parts]
    return [cell.strip() for cell in next(csv.reader([row], delimiter=_delimiter(head or row)), [])]


def ends_of_cells(row: str) -> Iterator[int]:
    """Yield the positions behind the bar or delimiter that ends each cell; none within quotation marks."""
    if _has_bars(row):
        yield from (bar.end() for bar in BAR.finditer(row) if bar.start())
        return
    delimiter, is_quoted = _delimiter(row), False
    for position, sign in enumerate(row, start=1):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == delimiter and not is_quoted:
            yield position


def _has_bars(row: str) -> bool:
    return row.startswith("|") or " | " in row


def _delimiter(row: str) -> str:
    return max(",;\t", key=row.count)
