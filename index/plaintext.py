"""Read the lines of plain text: which of them wrap, and which are headings, items, rows, pairs, questions or turns."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.blocks import BlockKind
from index.outline import Outline
from index.sentences import SENTENCE_END, Span, sentences, trimmed

# A hard-wrapped text breaks its lines at a fixed column; nobody wraps wider than this.
WIDEST_WRAP = 120
NARROWEST_WRAP = 40
# A wrapped line ends only because the next word did not fit into the widest line, give or take these characters.
WRAP_SLACK = 3
# A date line that a feed puts before the text, with no line break after it: it is not a part of the first sentence.
DATE_LINE = re.compile(r"\A\s*date \d{4}-\d{2}-\d{2}(?=\s)")
ITEM = re.compile(r"(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+\S")
NUMBER = re.compile(r"(?:(?:§+\s*)?(\d+(?:\.\d+)*)[.)]?\s+|[一二三四五六七八九十]+、)[^\W\da-z]")
# A clause that goes on in small letters: "9.3.2 applies to outer sheaths only."
CLAUSE = re.compile(r"\d+(?:\.\d+)+[.)]?\s")
# "Article 12", "§ 15", "Chapter IV"
NUMBERED_WORD = re.compile(r"(?:§+|[^\W\d_]+\.?)\s*(?:\d+(?:\.\d+)*|[IVXLC]+)\.?$")
# "Weight: 1.4 kg"; a key is a few words that begin with a capital or a digit.
PAIR = re.compile(r"\W{0,3}[^\Wa-z_][^:：.!?\n]{0,40}?\W{0,3}[:：]\W{0,3}\s+\S")
KEY_WORDS = 4
LONGEST_PAIR = 300
SENTENCES = re.compile(r"[^\W\d_]{2}[.!?]\s+[^\W\da-z_]")
# "Lead: Mina Cole. Budget: 12000 EUR." on one line is one record.
RECORD = re.compile(r"(?:^|[.;|·,]\s+)\W{0,3}[^\Wa-z_][\w ]{0,25}: ")
# "[12/03/2024, 09:14:22] ", "12.03.24, 9:14 PM - ", "2024-03-12 09:14:22.5 ", "09:14 "
STAMP = re.compile(
    r"\u200e?[\[(<]?(?:(?:(?:\d{4}-\d\d-\d\d|\d{1,2}([./-])\d{1,2}\1\d{2,4})[T ,]+)?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?"
    r"(?:\s?[ap]\.?m\b\.?)?|\d{4}-\d\d-\d\d)\S*\s+(?:[-–]\s+)?",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s+\S")
LABEL = re.compile(r"\W{0,3}[^\W\d_]{1,9}\s?\d{0,3}[:.)]\s")
SEPARATOR = re.compile(r"[\W_]+")
HEADING_CHARACTERS = 80
HEADING_WORDS = 10
# Lines no longer than this that neither end nor go on as sentences do are a list.
LIST_LINE_CHARACTERS = 60
DELIMITERS = ",;\t|"
CELL_CHARACTERS = 40
# "ugh. why?" is understood only with what was said before it.
SHORT_QUESTION_WORDS = 4
UNNUMBERED = 9


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together: their span, what they are, what opens them, and the level of a heading (0: none)."""

    kind: BlockKind
    span: Span
    opening: str = ""
    level: int = 0


def read_plain(text: str, outline: Outline) -> None:
    """Add the blocks of a plain text to the outline."""
    date_line = DATE_LINE.match(text)
    start = date_line.end() if date_line else 0
    if date_line:
        outline.add(BlockKind.PARAGRAPH, Span(0, start))
    groups = list(_groups(text, Span(start, len(text))))
    running = _running_heads(text, groups)
    question = ""
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else []
        if len(group) == 1 and _masked(group[0].of(text)) in running:
            outline.add(BlockKind.FURNITURE, group[0])
            continue
        if len(group) == 1 and _stands_out(group[0].of(text)) and _says_something(text, following):
            outline.heading(_level(group[0].of(text)), group[0])
            question = ""
            continue
        pieces = read_lines(text, group, headings=True)
        if question and len(pieces) == 1 and pieces[0].kind in (BlockKind.PARAGRAPH, BlockKind.PAIR):
            pieces = [Piece(BlockKind.ANSWER, pieces[0].span, question)]
        question = _asked(text, pieces, following)
        if question:
            pieces[-1] = Piece(BlockKind.QUESTION, pieces[-1].span)
        for piece in pieces:
            if piece.level:
                outline.heading(piece.level, piece.span)
            else:
                outline.add(piece.kind, piece.span, piece.opening)


def read_table(text: str, outline: Outline) -> None:
    """Add the rows of a file of comma-separated values to the outline; text that is none is read as plain."""
    whole = Span(0, len(text))
    lines = [line for group in _groups(text, whole) for line in group]
    rows = _rows(text, lines, fewest=1)
    if rows is None:
        read_plain(text, outline)
        return
    for piece in rows:
        outline.add(piece.kind, piece.span, piece.opening)


def read_lines(text: str, lines: Sequence[Span], *, headings: bool) -> list[Piece]:
    """Return the pieces of a run of lines without a blank one between; with `headings`, some may be headings."""
    if rows := _rows(text, lines, fewest=3):
        return rows
    if stamped := _stamped(text, lines):
        return stamped
    if _is_list_of_lines(text, lines):
        return [Piece(BlockKind.ITEM, line) for line in lines]
    return _classified(text, list(_unwrapped(text, lines)), headings=headings)


def _groups(text: str, whole: Span) -> Iterator[list[Span]]:
    """Yield the lines between blank ones, trimmed."""
    group: list[Span] = []
    position = whole.start
    for line in whole.of(text).split("\n"):
        span = trimmed(text, position, position + len(line))
        position += len(line) + 1
        if span:
            group.append(span)
        elif group:
            yield group
            group = []
    if group:
        yield group


def lines_of(text: str, span: Span) -> list[Span]:
    """Return the lines of a part of a text that are not blank, trimmed."""
    return [line for group in _groups(text, span) for line in group]


def _running_heads(text: str, groups: Sequence[Sequence[Span]]) -> set[str]:
    """Return the lines that stand alone again and again with another number, as on every page."""
    alone = [group[0].of(text) for group in groups if len(group) == 1]
    counts = Counter(_masked(line) for line in alone if any(map(str.isdigit, line)) and not SENTENCE_END.search(line))
    distinct = Counter(_masked(line) for line in set(alone))
    return {line for line, count in counts.items() if count > 1 and distinct[line] > 1 and "#" in line}


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _says_something(text: str, group: Sequence[Span]) -> bool:
    """Tell whether lines say something, and are not another heading."""
    return len(group) > 1 or (bool(group) and not _is_heading(group[0].of(text)))


def _stands_out(line: str) -> bool:
    """Tell whether a line between blank ones is a heading for certain: by its marks, its number or its capitals.

    Other short lines there may as well be bylines, captions and titles of what follows; in articles they answer
    questions: with them as headings the dev half of the evals fell from 101 to 96 of 173.
    """
    told = MARKDOWN_HEADING.match(line) or NUMBER.match(line) or NUMBERED_WORD.match(line) or line.isupper()
    return bool(told) and _is_heading(line)


def _is_heading(line: str) -> bool:
    if MARKDOWN_HEADING.match(line):
        return True
    words = line.split()
    return (
        len(line) <= HEADING_CHARACTERS
        and len(words) <= HEADING_WORDS
        and line[-1] not in ".!?:;,…。！？،؛"
        and not words[0][0].islower()
        and any(map(str.isalpha, line))
        and not line.startswith(("-", "*", "+", "•", "[", "(", "<", '"', "“"))
        and not PAIR.match(line)
        and "|" not in line
    )


def _level(line: str) -> int:
    """Return how deep a heading stands: by its marks, by its number, or below both."""
    if marks := MARKDOWN_HEADING.match(line):
        return len(marks[1])
    if number := NUMBER.match(line):
        return 2 + (number[1] or "").count(".")
    if NUMBERED_WORD.match(line):
        return 2
    return 1 if line.isupper() else UNNUMBERED


def _unwrapped(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Join those lines that only wrap, and keep apart those that end a paragraph."""
    widest = max(len(line) for line in lines)
    start = lines[0].start
    for line, following in itertools.pairwise(lines):
        if not _wraps(line.of(text), following.of(text), widest):
            yield Span(start, line.end)
            start = following.start
    yield Span(start, lines[-1].end)


def _wraps(line: str, following: str, widest: int) -> bool:
    if ITEM.match(following) or _is_pair(following) or MARKDOWN_HEADING.match(following):
        return False
    if CLAUSE.match(following) and NUMBER.match(line):
        return False
    if not SENTENCE_END.search(line) and (following[0].islower() or following[0].isdigit()):
        return True
    with_next = len(line) + 1 + len(following.split(maxsplit=1)[0])
    return NARROWEST_WRAP < widest <= WIDEST_WRAP and with_next > widest - WRAP_SLACK


def _is_pair(line: str) -> bool:
    match = PAIR.match(line)
    if match is None or len(line) > LONGEST_PAIR:
        return False
    words = len(re.split("[:：]", match[0])[0].split())
    return words <= KEY_WORDS and (words == 1 or _is_one_sentence(line))


def _is_one_sentence(line: str) -> bool:
    # "Class teacher: Dr. Ines Carvalho"
    return not SENTENCES.search(line) or len(list(sentences(line, Span(0, len(line)), "en"))) == 1


def _is_list_of_lines(text: str, lines: Sequence[Span]) -> bool:
    words = [line.of(text) for line in lines]
    return len(lines) > 2 and all(
        len(line) <= LIST_LINE_CHARACTERS
        and line[-1] not in ".,;:!?…-\\"
        and not line[0].islower()
        and not ITEM.match(line)
        and not _is_pair(line)
        and not MARKDOWN_HEADING.match(line)
        for line in words
    )


def _classified(text: str, spans: Sequence[Span], *, headings: bool) -> list[Piece]:
    found: list[Piece] = []
    question = ""
    for place, span in enumerate(spans):
        words = span.of(text)
        following = spans[place + 1].of(text) if place + 1 < len(spans) else ""
        if headings and _heads(words, following, first=place == 0):
            question = ""
            found.append(Piece(BlockKind.HEADING, span, level=_level(words)))
        elif following and _is_question(words) and not _is_question(following):
            question = words
            found.append(Piece(BlockKind.QUESTION, span))
        elif question and not ITEM.match(words):
            found.append(Piece(BlockKind.ANSWER, span, question))
        elif not any(map(str.isalnum, words)):
            found.append(Piece(BlockKind.FURNITURE, span))
        elif ITEM.match(words):
            found.append(Piece(BlockKind.ITEM, span))
        elif _is_pair(words) or len(RECORD.findall(words)) > 1:
            found.append(Piece(BlockKind.PAIR, span))
        else:
            found.append(Piece(BlockKind.PARAGRAPH, span))
    return found


def _heads(words: str, following: str, *, first: bool) -> bool:
    """Tell whether a line is the heading of the one that follows without a blank line between."""
    if not following or not _is_heading(words):
        return False
    if MARKDOWN_HEADING.match(words):
        return True
    if NUMBER.match(words):
        number = NUMBER.match(following)
        # Of a list of short items, each would be the heading of the next.
        return not (number and _is_heading(following))
    numbered = NUMBERED_WORD.match(words) is not None
    return (first or numbered) and (SENTENCE_END.search(following) is not None or _is_pair(following) or numbered)


def _is_question(words: str) -> bool:
    return words.rstrip("*_\"”’' ").endswith(("?", "？", "؟")) and not re.search(
        r"[.!?]\s", words[:-2].partition(" ")[2]
    )


def _asked(text: str, pieces: Sequence[Piece], following: Sequence[Span]) -> str:
    """Return the question that a group ends with, if the next one is its answer by its label ("A:"), else ""."""
    if not pieces or not following:
        return ""
    last = pieces[-1].span.of(text)
    labelled = LABEL.match(last) and LABEL.match(following[0].of(text))
    return last if labelled and _is_question(last) and not _is_question(following[0].of(text)) else ""


def _stamped(text: str, lines: Sequence[Span]) -> list[Piece]:
    """Return the turns of a chat or the lines of a log, each from its time to the next; [] if it is neither."""
    starts = [place for place, line in enumerate(lines) if STAMP.match(line.of(text))]
    if len(starts) < 2 or starts[0] != 0 or 2 * len(starts) < len(lines):
        return []
    ends = [*(place - 1 for place in starts[1:]), len(lines) - 1]
    turns = [Span(lines[start].start, lines[end].end) for start, end in zip(starts, ends, strict=True)]
    said = [STAMP.sub("", turn.of(text), count=1) for turn in turns]
    found = []
    for place, turn in enumerate(turns):
        spoken = SPEAKER.match(said[place]) is not None
        asks = spoken and said[place].rstrip().endswith("?") and place + 1 < len(turns)
        opening = _said_before(said[:place]) if spoken else ""
        found.append(Piece(BlockKind.QUESTION if asks else BlockKind.LINE, turn, opening))
    return found


def _said_before(said: Sequence[str]) -> str:
    """Return the question that a turn answers, with what that needs before it; "" if the turn before asks nothing."""
    if not said or not said[-1].rstrip().endswith("?"):
        return ""
    first = len(said) - 1
    if len(said[first].partition(":")[2].split()) <= SHORT_QUESTION_WORDS:
        first = max(0, first - 1)
    return " / ".join(said[first:])


def _rows(text: str, lines: Sequence[Span], *, fewest: int) -> list[Piece] | None:
    """Return the rows of separated values, the first one as their head; None if the lines are no table."""
    if len(lines) < fewest:
        return None
    for delimiter in DELIMITERS:
        cells = _cells(text, lines, delimiter)
        widths = [len(row) for _, row in cells]
        if not _fits(widths, fewest=fewest) or (fewest > 1 and not _is_tabular(cells, delimiter)):
            continue
        head = cells[0][0].of(text) if _is_head(cells) else ""
        rows = [Piece(BlockKind.ROW, span, head) for span, _ in cells]
        return [Piece(BlockKind.HEAD, rows[0].span), *rows[1:]] if head else rows
    return None


def _fits(widths: Sequence[int], *, fewest: int) -> bool:
    """Tell whether rows of so many cells are a table; in a file of values, some may leave out their last cells."""
    if not widths or widths[0] == 1:
        return False
    whole = widths.count(widths[0])
    return whole == len(widths) or (fewest == 1 and max(widths) == widths[0] and 2 * whole >= len(widths) > 2)


def _cells(text: str, lines: Sequence[Span], delimiter: str) -> list[tuple[Span, list[str]]]:
    """Return the rows with their cells; a quoted cell may hold line breaks."""
    reader = csv.reader((f"{line.of(text)}\n" for line in lines), delimiter=delimiter)
    found: list[tuple[Span, list[str]]] = []
    done = 0
    try:
        for row in reader:
            found.append((Span(lines[done].start, lines[reader.line_num - 1].end), row))
            done = reader.line_num
    except csv.Error:
        return []
    return found


def _is_tabular(cells: Sequence[tuple[Span, list[str]]], delimiter: str) -> bool:
    """Tell whether rows are values rather than sentences with commas: short cells, and no blank behind a comma."""
    values = [value for _, row in cells for value in row]
    blanks = sum(value.startswith(" ") for value in values)
    short = all(len(value) <= CELL_CHARACTERS for value in values)
    return len(cells) > 2 and short and (delimiter in "\t|" or blanks == 0)


def _is_head(cells: Sequence[tuple[Span, list[str]]]) -> bool:
    """Tell whether the first row names the columns: no figure in it, all cells filled and different."""
    first = [value.strip() for value in cells[0][1]]
    return (
        len(cells) > 1
        and all(first)
        and len(set(first)) == len(first)
        and not any(value[0].isdigit() for value in first)
    )
