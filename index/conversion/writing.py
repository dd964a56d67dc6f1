"""Write words that are no Markdown, lines and tables as Markdown that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What would be a mark within a line, at the start of one, or make a heading of the line before.
MARKS = re.compile(r"[\\`*]|<(?=[\w/!?])|&(?=#?\w+;)|~(?=~)|\[(?=[^\]]*\][(:])|\[(?=\^)|(?<!\w)_|_(?!\w)")
LINE_MARKS = re.compile(r"(?=#{1,6}(?:\s|$)|>|\+\s|[-=]+\s*$)")


def escaped(line: str) -> str:
    """Return a line of plain words as Markdown; the marks of lists are left to it."""
    line = MARKS.sub(r"\\\g<0>", line.strip())
    return f"\\{line}" if LINE_MARKS.match(line) else line


def table(rows: Iterable[Sequence[str]], *, headed: bool = True) -> str:
    """Return rows of cells of plain words as a table; one without a head gets an empty one."""
    cells = [[escaped(" ".join(cell.split())).replace("|", "\\|") for cell in row] for row in rows]
    if not headed:
        cells.insert(0, [""] * len(cells[0]))
    cells.insert(1, ["---"] * len(cells[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
