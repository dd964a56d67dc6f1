"""Read a PDF page by page: its lines as they stand; headings, tables, lists and code are told by how they are set."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.conversion.writing import escaped, table

_Edge = tuple[int, float, str]
EDGE_LINES = 2
# Where PDFium has taken a hyphen at the end of a line out.
PARTED = "\x02"
FEWEST_CHAPTER_PAGES = 3
# A number of more digits counts no pages.
MOST_DIGITS = 6
# Signs that a list is marked with; some fonts keep theirs at places of their own.
BULLET = re.compile(r"[•·▪◦‣●○■□➢✓\x7f\uf0a7\uf0b7]\s+|[-*–]\s+(?=\S)")
# "2.1 Naming . . . . . . 3" in a table of contents.
LEADER = re.compile(r"(?:\s?[.·…]){4,}\s*\w*$")
# What a heading does not end with.
ENDS = re.compile(rf"[.;,:!]['”\")]?$|{LEADER.pattern}")
HEADING_CHARACTERS = 100
MOST_LINES_OF_A_HEADING = 3
# In heights of a letter: words further apart than this stand in columns, letters this much larger make a heading, and
# the lines of one heading stand no further below each other.
COLUMN_GAP = 0.9
LARGER = 1.12
FURTHEST = 1.45
# In steps from line to line.
PARAGRAPH_STEP = 1.35
FURTHEST_ROW = 2.5
# In points: edges of cells that lie so near stand below each other.
ALIGNED = 4.0
# A column that is narrower, in heights of a letter, is a list of lines or an address.
NARROWEST = 18
# Lines that begin so near stand in one column, those of lists among them.
NEAR = 72.0
FEWEST_ROWS = 3
MOST_CELLS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, the cells that gaps part it into with their left and right edges, and how it is set.

    `written` is the line with the blanks before it; it stands at `height`, and ends at `foot` if a word is parted.
    """

    text: str
    written: str = ""
    height: float = 0.0
    foot: float = 0.0
    cells: tuple[tuple[str, float, float], ...] = ()
    size: float = 0.0
    is_bold: bool = False
    is_code: bool = False

    @property
    def left(self) -> float:
        """Where it begins, 0.0 if that is not known."""
        return self.cells[0][1] if self.cells else 0.0

    @property
    def right(self) -> float:
        """Where it ends, 0.0 if that is not known."""
        return self.cells[-1][2] if self.cells else 0.0


@dataclass(frozen=True, slots=True)
class _Span:
    text: str
    left: float
    right: float
    height: float
    size: float
    is_bold: bool
    is_code: bool


def pdf(path: Path, texts: Sequence[str]) -> list[str]:
    """Return the Markdown of each page, whose lines are given, without those that most pages have at head or foot."""
    document = _opened(path)
    pages = [_lines(text, _told(document, "extract_spans", number)) for number, text in enumerate(texts)]
    repeated = _repeated(pages)
    kept = [
        [line for place, line in enumerate(page) if repeated.isdisjoint(_edges(page, place, number))]
        for number, page in enumerate(pages)
    ]
    sizes = _heading_sizes([line for page in kept for line in page])
    ruled = [_ruled(_told(document, "extract_tables", number)) for number in range(len(pages))]
    written = ["\n".join(_Page(*page, sizes).written()) for page in zip(kept, ruled, strict=True)]
    return [re.sub(r"\n{3,}", "\n\n", page.strip()) for page in written]


def _opened(path: Path) -> Any:
    """Return the document that tells how lines are set, or None if that cannot be told."""
    import pdf_oxide

    try:
        return pdf_oxide.PdfDocument(str(path))
    except (OSError, RuntimeError, ValueError):
        return None


def _told(document: Any, what: str, number: int) -> Sequence[Any]:
    """Return what the document tells of a page; nothing if that page is broken, whose words are known all the same."""
    try:
        found: Sequence[Any] = getattr(document, what)(number) if document else ()
    except (OSError, RuntimeError, ValueError):
        return ()
    return found


def _lines(text: str, spans: Sequence[Any]) -> list[Line]:
    """Return the lines of a page with how they are set, as far as they are found among the spans."""
    styled: dict[str, list[Line]] = {}
    for row in _rows(spans):
        for start in range(len(row)):
            for end in range(start + 1, min(len(row), start + MOST_CELLS) + 1):
                line = _line(row[start:end])
                styled.setdefault(_letters(line.text), []).append(line)
    return [_found(line, styled) for line in text.splitlines() if line.strip()]


def _found(written: str, styled: Mapping[str, list[Line]]) -> Line:
    """Return a line with how it is set; one that ends amid a word has the next one with it, and the word is whole."""
    parts = [styled.get(_letters(part), []) for part in written.split(PARTED)]
    text = written.replace(PARTED, "")
    if not all(parts):
        return Line(text.strip(), text.rstrip())
    # What stands on a page several times is met in its order.
    lines = [part.pop(0) if len(part) > 1 else part[0] for part in parts]
    cells = lines[0].cells if len(lines) == 1 else ((text.strip(), lines[0].left, lines[-1].right),)
    return replace(lines[0], text=text.strip(), written=text.rstrip(), foot=lines[-1].height, cells=cells)


def _rows(spans: Sequence[Any]) -> Iterator[list[list[_Span]]]:
    """Yield what stands at each height of a page as cells, from left to right."""
    heights: dict[int, list[_Span]] = {}
    for each in spans:
        if each.text.strip():
            x, y, width, _ = each.bbox
            span = _Span(each.text, x, x + width, y, each.font_size, each.is_bold, each.is_monospace)
            heights.setdefault(round(y), []).append(span)
    for height in heights.values():
        cells: list[list[_Span]] = []
        for span in sorted(height, key=lambda span: span.left):
            if cells and span.left - cells[-1][-1].right < COLUMN_GAP * span.size:
                cells[-1].append(span)
            else:
                cells.append([span])
        yield cells


def _line(cells: Sequence[Sequence[_Span]]) -> Line:
    spans = [span for cell in cells for span in cell]
    parts = tuple((_joined(cell), cell[0].left, cell[-1].right) for cell in cells)
    words, size = " ".join(words for words, _, _ in parts), round(min(span.size for span in spans), 1)
    bold, code = (all(span.is_bold for span in spans), all(span.is_code for span in spans))
    return Line(words, words, spans[0].height, spans[0].height, parts, size, bold, code)


def _joined(cell: Sequence[_Span]) -> str:
    words = cell[0].text
    for before, span in itertools.pairwise(cell):
        words += span.text if span.left - before.right < span.size / 10 else f" {span.text}"
    return " ".join(words.split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _repeated(pages: Sequence[Sequence[Line]]) -> set[_Edge]:
    """Return the lines that stand at one place at the head or foot of most pages, or of three that they count."""
    body = _heading_sizes([line for page in pages for line in page])[-1]
    found: Counter[_Edge] = Counter()
    counting: Counter[_Edge] = Counter()
    for number, page in enumerate(pages):
        for place, line in enumerate(page):
            edges = _edges(page, place, number)
            found.update(edges[:1] if len(line.cells) < 2 and _letters(line.text) else ())
            counting.update(() if _stands_out(line, body) else edges[1:])
    most = {edge for edge, count in (found + counting).items() if count > max(1, len(pages) / 2)}
    return most | {edge for edge, count in counting.items() if count >= FEWEST_CHAPTER_PAGES}


def _edges(page: Sequence[Line], place: int, number: int) -> list[_Edge]:
    """Return where a line stands from the head or, negative, the foot of its page, its size and words; [] within it.

    After its words as they are come those with one of its numbers as told from the page's, alike if it counts pages.
    """
    line = page[place]
    before = sum(1 for other in page[:place] if other.text)
    behind = sum(1 for other in page[place + 1 :] if other.text) if before >= EDGE_LINES else EDGE_LINES
    where = before + 1 if before < EDGE_LINES else -behind - 1 if behind < EDGE_LINES else 0
    parts = re.split(r"([0-9]+)", " ".join(line.text.split()))
    told = [
        [*parts[:at], f"#{int(parts[at]) - number}", *parts[at + 1 :]]
        for at in range(1, len(parts), 2)
        if len(parts[at]) < MOST_DIGITS
    ]
    return [(where, line.size, "".join(words)) for words in (parts, *told)] if where and line.text else []


def _stands_out(line: Line, body: float) -> bool:
    """Tell whether a line is set as a heading is."""
    return line.size > LARGER * body or (line.is_bold and line.size >= body)


def _heading_sizes(lines: Sequence[Line]) -> list[float]:
    """Return the size of most letters, and those larger ones that headings may be set in, largest first."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text) if line.size else 0
    body = letters.most_common(1)[0][0] if letters else 0.0
    return [*sorted((size for size in letters if size > LARGER * body), reverse=True), body]


def _ruled(tables: Sequence[Any]) -> list[list[list[str]]]:
    """Return the cells of the tables that lines are drawn around."""
    found = [[[" ".join(cell["text"].split()) for cell in row["cells"]] for row in each["rows"]] for each in tables]
    return [rows for rows in found if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1]


class _Page:
    """Writes the lines of one page as Markdown; `sizes` are those of headings, and of the text last."""

    def __init__(self, lines: Sequence[Line], ruled: Sequence[list[list[str]]], sizes: Sequence[float]) -> None:
        self._lines = lines
        self._ruled = list(ruled)
        self._sizes = sizes
        steps = [step for place in range(1, len(lines)) if (step := self._step(place)) > 0]
        self._leading = sorted(steps)[len(steps) // 2] if steps else 0.0

    def written(self) -> Iterator[str]:
        """Yield the lines of the Markdown."""
        place, item_left, written = 0, None, ""
        while place < len(self._lines):
            line = self._lines[place]
            end, part = self._apart(place)
            if end:
                yield from (written, "", part, "")
                written = ""
                place, item_left = end, None
                continue
            bullet = BULLET.match(line.text) or (re.match("", line.text) if LEADER.search(line.text) else None)
            ends_item = item_left is not None and bool(line.cells) and line.left <= item_left
            words = escaped(line.text[bullet.end() :] if bullet else line.text)
            if self._step(place) > PARAGRAPH_STEP * self._leading or (ends_item and not bullet):
                yield from (written, "")
                written, item_left = "", None
            elif written and not bullet and self._goes_on(place):
                written, place = f"{written} {words}", place + 1
                continue
            yield written
            written = f"- {words}" if bullet else words
            item_left = line.left if bullet else item_left
            place += 1
        yield written

    def _goes_on(self, place: int) -> bool:
        """Tell whether a line goes on with the one before, whose column had no room for its first word."""
        before, line = self._lines[place - 1], self._lines[place]
        if len(before.cells) != 1 or len(line.cells) != 1 or line.left > before.left + line.size:
            return False
        beside = [other.right for other in self._lines if abs(other.left - before.left) < NEAR and other.cells]
        first = len(line.text.split()[0]) + 1
        if max(beside) - before.left < NARROWEST * line.size:
            return False
        return before.right + first * (line.right - line.left) / len(line.text) > max(beside) - line.size / 2

    def _step(self, place: int) -> float:
        """Return how far below the one before a line stands; 0.0 if that is not known."""
        before, line = self._lines[place - 1 : place + 1] if place else (Line(""), Line(""))
        return before.foot - line.height if before.cells and line.cells else 0.0

    def _apart(self, place: int) -> tuple[int, str]:
        """Return where a table, a heading or code ends that begins at a line, and its Markdown; 0 if none does."""
        for read in (self._table, self._columns, self._code, self._heading):
            end, part = read(place)
            if end:
                return end, part
        return 0, ""

    def _table(self, place: int) -> tuple[int, str]:
        """Return a ruled table whose letters are those of the lines from here on."""
        for rows in self._ruled:
            wanted = Counter("".join(_letters(cell) for row in rows for cell in row))
            found: Counter[str] = Counter()
            for end in range(place, len(self._lines)):
                if self._is_far(place, end):
                    break
                found += Counter(_letters(self._lines[end].text))
                if found == wanted and self._lines[place].text:
                    self._ruled.remove(rows)
                    return end + 1, table(rows)
                if not found <= wanted:
                    break
        return 0, ""

    def _is_far(self, first: int, place: int) -> bool:
        """Tell whether a line stands too far below those from the first one on to be in one table with them."""
        return place > first + 1 and self._step(place) > FURTHEST_ROW * self._step(first + 1) > 0

    def _columns(self, place: int) -> tuple[int, str]:
        """Return a table that only its columns make: lines of several cells that stand below each other."""
        first = self._lines[place]
        rows: list[list[str]] = []
        end = place
        while end < len(self._lines) and (row := _below(first, self._lines[end])):
            if self._is_far(place, end):
                break
            rows.append(row)
            end += 1
        pairs = len(first.cells) == 2 and any(cells[0].endswith(":") for cells in rows)
        if len(rows) < FEWEST_ROWS or pairs:
            return 0, ""
        plain = not (first.is_bold or _counts(rows[0]) < min(map(_counts, rows[1:])))
        return end, table(rows, headed=not plain)

    def _code(self, place: int) -> tuple[int, str]:
        end = place
        while end < len(self._lines) and self._lines[end].is_code:
            end += 1
        code = "\n".join(line.written for line in self._lines[place:end])
        return (end, f"```\n{code}\n```") if end > place else (0, "")

    def _heading(self, place: int) -> tuple[int, str]:
        first = self._lines[place]
        end = place
        while (
            end < len(self._lines)
            and self._heads(self._lines[end])
            and _goes_on(self._lines[place:end], self._lines[end])
        ):
            end += 1
        if place < end < len(self._lines) and _as_set(self._lines[place:end], self._lines[end]):
            return 0, ""  # A paragraph in bold.
        words = " ".join(line.text for line in self._lines[place:end])
        if not 0 < end - place <= MOST_LINES_OF_A_HEADING or len(words) > HEADING_CHARACTERS:
            return 0, ""
        level = self._sizes.index(first.size) if first.size in self._sizes else len(self._sizes) - 1
        return end, f"{'#' * min(level + 1, 6)} {escaped(words)}"

    def _heads(self, line: Line) -> bool:
        body = self._sizes[-1]
        return (
            _stands_out(line, body)
            and len(line.cells) == 1
            and any(map(str.isalpha, line.text))
            and not ENDS.search(line.text)
        )


def _goes_on(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line of a heading goes on with those before it: as large, and no further below than a line is."""
    return not lines or (line.size == lines[-1].size and lines[-1].foot - line.height < FURTHEST * line.size)


def _as_set(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line is set as the text before it, and goes on with it."""
    before = lines[-1]
    return (
        before.is_bold == line.is_bold
        and len(line.cells) == 1
        and not BULLET.match(line.text)
        and _goes_on(lines, line)
    )


def _below(first: Line, line: Line) -> list[str]:
    """Return the cells of a line by the columns of the first one, "" for those that it lacks; [] if they differ."""
    row = [""] * len(first.cells)
    for words, left, right in line.cells if len(first.cells) > 1 and len(line.cells) > 1 else ():
        places = [
            place
            for place, (_, start, end) in enumerate(first.cells)
            if not row[place]
            and min(abs(left - start), abs(right - end), abs(left + right - start - end) / 2) < ALIGNED
        ]
        if not places:
            return []
        row[places[0]] = words
    return row if any(row) else []


def _counts(row: Sequence[str]) -> int:
    """Return how many cells of a row begin with a digit."""
    return sum(cell[:1].isdigit() for cell in row)
