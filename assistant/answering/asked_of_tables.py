"""Answer from a table: a cell, the rows that fit, the least or most, how many, their sum; what is used is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.counting import citing, counted
from assistant.answering.replies import declined
from assistant.answers import Answer, Statement
from assistant.asking import Question
from assistant.tables import Want, Wanted, around, is_open, unit_of, wanted_of
from assistant.words.phrases import Phrase, phrase
from index import Index, Span

DECIMALS = 2
SUMS = (Want.SUM, Want.AVERAGE)
EXTREMES = (Want.LEAST, Want.MOST)


def asked_of_tables(question: str, asked: Question, index: Index) -> Answer | None:
    """Return what the one table tells that a question is about; None if it is about none, or about several."""
    wanted = wanted_of(asked, index)
    if wanted is None:
        return None
    # It says what was counted.
    if wanted.want is Want.COUNT and (answer := counted(question, asked, index)):
        return answer
    rows, table = _quoted(wanted), wanted.table
    if not rows:
        return None
    if wanted.want is Want.CELL and wanted.column is not None and is_open(table.rows[rows[0]].cells[wanted.column]):
        reason = phrase(Phrase.NOT_ANSWERED, asked.language)
        return declined(question, asked.interpreted, reason, asked.language, len(index.documents))
    spans = [table.rows[row].span for row in rows]
    heading, short = _heading(wanted, asked.language), _short(wanted, rows)
    told = citing(question, asked, heading, table.document, spans, index, short)
    return replace(told, statements=_with_figure_marked(wanted, told.statements))


def _quoted(wanted: Wanted) -> Sequence[int]:
    """Return the numbers of the rows that are quoted, best first."""
    if wanted.want not in (*EXTREMES, *SUMS) or wanted.column is None:
        return wanted.rows
    known = _known(wanted, wanted.column)
    if wanted.want in SUMS:
        return list(known)
    ordered = sorted(known, key=lambda row: known[row], reverse=wanted.want is Want.MOST)
    if not ordered:
        return ()
    last = known[ordered[: wanted.limit][-1]]
    return [row for row in ordered if (known[row] >= last if wanted.want is Want.MOST else known[row] <= last)]


def _known(wanted: Wanted, column: int) -> dict[int, float]:
    """Return the rows that have a number in a column, with it."""
    numbers = wanted.table.columns[column].numbers
    return {row: number for row in wanted.rows if (number := numbers[row]) is not None}


def _heading(wanted: Wanted, language: str) -> str:
    """Return our sentence above the rows, or ""."""
    table, count = wanted.table, len(wanted.rows)
    if wanted.want in SUMS and wanted.column is not None:
        name = Phrase.ADDED_UP if wanted.want is Want.SUM else Phrase.AVERAGED
        known, figure = _known(wanted, wanted.column), _figure(wanted, wanted.column)
        return phrase(name, language, column=table.head[wanted.column], count=len(known), figure=figure)
    if wanted.want in EXTREMES and wanted.column is not None:
        return phrase(Phrase.COMPARED, language, count=len(_known(wanted, wanted.column)))
    if wanted.want is Want.WHETHER:
        return phrase(Phrase.YES if wanted.holds else Phrase.NO, language)
    if wanted.want is Want.COUNT or (wanted.want is Want.ROWS and count > 1):
        return phrase(Phrase.FITTING, language, count=count, total=len(table.rows))
    return ""


def _figure(wanted: Wanted, column: int) -> str:
    """Return the sum or the mean of a column, written as its cells are: with their unit, and with their comma.

    Of several units it is the smallest, and there are as many decimals as the most exact cell has.
    """
    values, known = wanted.table.columns[column], _known(wanted, column)
    figure = sum(known.values()) / (1 if wanted.want is Want.SUM else len(known))
    cells = [wanted.table.rows[row].cells[column] for row in known]
    (sign, unit), *others = sorted({around(cell) for cell in cells})
    if values.units:
        smallest = min(map(unit_of, cells), key=lambda each: values.units[each])
        figure, sign, unit = figure / values.units[smallest], "", f" {smallest}"
    elif others:
        sign, unit = "", ""
    mark = "," if values.is_comma else "."
    decimals = max(len(cell.rpartition(mark)[2].removesuffix(around(cell)[1])) if mark in cell else 0 for cell in cells)
    exact = wanted.want is Want.SUM and not values.units
    written = f"{figure:.{decimals if exact else max(decimals, DECIMALS)}f}"
    written = written if exact else written.rstrip("0").rstrip(".")
    return f"{sign}{written.replace('.', mark)}{unit}"


def _with_figure_marked(wanted: Wanted, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return statements with the figure of the first emphasised, if it is one that was computed."""
    first, *others = statements
    if wanted.want not in SUMS or wanted.column is None:
        return tuple(statements)
    figure = _figure(wanted, wanted.column)
    start = first.text.rindex(figure)
    return (replace(first, emphasis=(Span(start, start + len(figure)),)), *others)


def _short(wanted: Wanted, rows: Sequence[int]) -> str:
    """Return the cell that answers, if it is one: what is asked for, or the name of the row."""
    if len(rows) != 1 or wanted.want in (*SUMS, Want.COUNT, Want.WHETHER):
        return ""
    row = wanted.table.rows[rows[0]]
    asked = wanted.column if wanted.want is Want.CELL else wanted.told
    cell = row.cells[wanted.table.label if asked is None else asked]
    # Marks within it are not shown, and then it is not what is written there.
    return cell if cell in row.span.of(wanted.table.document.text) else ""
