"""The tables of a document: their heads, rows and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from os.path import commonprefix
from pathlib import PurePath

from assistant.asking import Question
from assistant.tables.values import Values, values_of
from assistant.words.languages import languages, words_of
from index import Document, Index, Span
from index.blocks import BlockKind
from index.language import detect_language
from index.lexical import terms
from index.reading import blocks, is_markdown, plain_cells

FEWEST_ROWS = 2
# All rows of a table are read for a question; longer ones are left to the search.
MOST_ROWS = 2_000
DOCUMENTS_REMEMBERED = 200
# Languages that write "12.000" for twelve thousand.
WITH_DOTS = frozenset({"de", "es", "it", "nl", "pt", "tr", "da", "id"})


# Numbers of rows by the column in which they hold something.
Places = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands in its document, and its cells as a person reads them."""

    span: Span
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a head and as many cells in each row; `heading` is what it stands under, or "".

    A row of totals is none of its rows. Tables of a document with one head are one, with a column more, whose head is
    "", for what each row stands under.
    """

    document: Document
    heading: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def columns(self) -> tuple[Values, ...]:
        """The values of each column."""
        dots_are_groups = detect_language(self.document.text) in WITH_DOTS
        *cells, last = zip(*(row.cells for row in self.rows), strict=True)
        values = [values_of(column, dots_are_groups=dots_are_groups) for column in (*cells, last)]
        # What rows stand under is told in words, "2024" too.
        return (*values[:-1], values[-1] if self.head[-1] else Values("text", (None,) * len(last)))

    @cached_property
    def label(self) -> int:
        """The column that names the rows: the first of words."""
        return next((place for place, values in enumerate(self.columns) if values.kind == "text"), 0)

    @property
    def names(self) -> str:
        """What the table goes by: its heading, its document's title and file, and what its rows are called."""
        stem = PurePath(self.document.name).stem
        return f"{self.heading} {self.document.title} {stem} {self.head[self.label]}".translate({45: " ", 95: " "})

    @cached_property
    def cells(self) -> Mapping[str, Places]:
        """Where each text of a cell stands that has a letter, in small letters."""
        return _placed(
            (cell.lower(), column, number)
            for number, row in enumerate(self.rows)
            for column, cell in enumerate(row.cells)
            if len(cell) > 1 and any(map(str.isalpha, cell))
        )

    @cached_property
    def terms(self) -> Mapping[str, Places]:
        """Where each term stands, stemmed as English and as the document's language has it."""
        known = dict.fromkeys(("en", detect_language(self.document.text)))
        return _placed(
            (term, column, number)
            for number, row in enumerate(self.rows)
            for column, cell in enumerate(row.cells)
            for language in known
            for term in terms(cell, language)
        )

    @cached_property
    def heard(self) -> dict[str, int | None]:
        """Which column words name as it was read, to be remembered."""
        return {}

    def holding(self, wanted: Sequence[str]) -> Places:
        """Return where all of these terms stand in one cell."""
        places = [self.terms.get(term, {}) for term in wanted]
        shared = set(places[0]).intersection(*places[1:]) if places else set()
        found = {column: frozenset.intersection(*(each[column] for each in places)) for column in sorted(shared)}
        return {column: rows for column, rows in found.items() if rows}


def _placed(found: Iterator[tuple[str, int, int]]) -> Mapping[str, Places]:
    places: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for text, column, number in found:
        places[text][column].add(number)
    return {text: {column: frozenset(rows) for column, rows in held.items()} for text, held in places.items()}


def tables_of(asked: Question, index: Index) -> Iterator[Table]:
    """Yield the tables of the documents that are looked through for a question."""
    for document in index.looked_through(asked.wanted, with_tables=True):
        yield from read_tables(document)


@lru_cache(maxsize=DOCUMENTS_REMEMBERED)
def read_tables(document: Document) -> tuple[Table, ...]:
    """Return the tables of a document that have a head, and rows without more cells than that."""
    return tuple(_tables(document))


def _tables(document: Document) -> Iterator[Table]:
    parts: dict[tuple[str, ...], list[tuple[tuple[str, ...], list[Row]]]] = defaultdict(list)
    for headings, head, rows in _parts(document):
        if len(head) > 1 and rows:
            parts[head].append((headings, rows))
    for head, held in parts.items():
        is_one = len(held) > 1 and sum(len(rows) for _, rows in held) <= MOST_ROWS
        for table in [_joined(document, head, held)] if is_one else [_table(document, head, *each) for each in held]:
            if FEWEST_ROWS <= len(table.rows) <= MOST_ROWS:
                yield table


def _table(document: Document, head: tuple[str, ...], headings: Sequence[str], rows: Sequence[Row]) -> Table:
    return Table(document, headings[-1] if headings else "", head, tuple(rows))


def _joined(document: Document, head: tuple[str, ...], parts: Sequence[tuple[tuple[str, ...], Sequence[Row]]]) -> Table:
    """Return the tables of a document with one head as one, of which the last column tells what each stands under."""
    rows = [Row(row.span, (*row.cells, headings[-1] if headings else "")) for headings, rows in parts for row in rows]
    shared = commonprefix([headings for headings, _ in parts])  # noqa: RUF071 (of headings)
    return _table(document, (*head, ""), shared, rows)


def _parts(document: Document) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], list[Row]]]:
    """Yield what each table of a document stands under, its head and its rows without more cells than that."""
    marked = is_markdown(document.name)
    every = (
        block for block in blocks(document.text, document.name) if block.kind is BlockKind.ROW and not block.is_part
    )
    for (headings, opening), run in groupby(every, key=lambda block: (block.context.headings, block.context.opening)):
        head = _cells(opening, opening, marked=marked)
        cut = ((block.span, _cells(block.span.of(document.text), opening, marked=marked)) for block in run)
        # The last cells of a row may be left out.
        rows = [
            Row(span, (*cells, *[""] * (len(head) - len(cells))))
            for span, cells in cut
            if len(cells) <= len(head) and not _is_total(cells)
        ]
        yield headings, head, rows


def _cells(row: str, head: str, *, marked: bool) -> tuple[str, ...]:
    return tuple(plain_cells(row, head, markdown=marked)) if row else ()


def _is_total(cells: Sequence[str]) -> bool:
    """Tell whether a row sums up the others."""
    label = next((cell for cell in cells if cell), "").lower().strip(" :")
    return any(label in words_of(language, "tables.totals") for language in languages())
