"""Cut a text into paragraphs and sentences whose offsets point into that very text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from index.language import detect_language

# A hard-wrapped text breaks its lines at a fixed column; nobody wraps wider than this.
WIDEST_WRAP = 120
# A wrapped line ends early only because the next word did not fit: within this many characters of the widest line.
WRAP_SLACK = 20

# A date line that a feed puts before the text, with no line break after it: it is not a part of the first sentence.
DATE_LINE = re.compile(r"\A\s*date \d{4}-\d{2}-\d{2}(?=\s)")
# A "sentence" of more characters is a table, a list or text without full stops: it is cut where a clause or word ends.
LONGEST_SENTENCE = 1000
CLAUSE_END = re.compile(r"[;:,，、；]\s*|\s+")
BYTE_ORDER_MARK = "\ufeff"
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
QUOTATION_MARKS = '"“”„«»‹›「」『』'
# sentencex never ends a sentence inside quotation marks, so a quoted paragraph (or a mark that is never closed) would
# be one sentence. It sees blanks instead; `_hand_back_marks` decides which side of a boundary they belong to.
WITHOUT_QUOTATION_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))
SENTENCE_END = re.compile(r"[.!?…。！？؟:;]['’)\]\"”»]*$")
# "Katz said." after a closing quotation mark is the end of the sentence that it attributes.
ATTRIBUTION = re.compile(r"[^\W\d_][\w'’.-]*(?: [\w'’.-]+){1,3}[.]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `text[start:end]` of a text, in Python string offsets; never empty, never blank at an edge."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (or heading, or list item) and its sentences, in reading order; there is at least one."""

    span: Span
    sentences: tuple[Span, ...]


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of `text` in reading order; every character that is not blank lies in one sentence.

    Paragraphs end at a blank line and, unless the text is hard-wrapped, at a line break. The empty or blank text
    has none.
    """
    language = detect_language(text)
    found = []
    for block in _blocks(text):
        sentences = tuple(_sentences(text, block, language))
        if sentences:
            found.append(Paragraph(Span(sentences[0].start, sentences[-1].end), sentences))
    return found


def _blocks(text: str) -> Iterator[Span]:
    date_line = DATE_LINE.match(text)
    start = date_line.end() if date_line else 0
    if date_line:
        yield Span(0, start)
    for blank in BLANK_LINE.finditer(text, start):
        yield from _lines(text, Span(start, blank.start()))
        start = blank.end()
    yield from _lines(text, Span(start, len(text)))


def _lines(text: str, block: Span) -> Iterator[Span]:
    """Cut a block at those line breaks that end a paragraph, and not at those that only wrap a line."""
    lines = block.of(text).split("\n")
    widest = max(len(line.rstrip()) for line in lines)
    start = position = block.start
    for line, following in itertools.pairwise(lines):
        position += len(line) + 1
        if not _wraps(line.rstrip(), following.lstrip(), widest):
            yield Span(start, position - 1)
            start = position
    yield Span(start, block.end)


def _wraps(line: str, following: str, widest: int) -> bool:
    if not line or not following:
        return True
    if not SENTENCE_END.search(line) and (following[0].islower() or following[0].isdigit()):
        return True
    list_item = re.match(r"(?:[-*+•]|\d+[.)])\s", following)
    return not list_item and widest <= WIDEST_WRAP and len(line) >= widest - WRAP_SLACK > WRAP_SLACK


def _sentences(text: str, block: Span, language: str) -> Iterator[Span]:
    plain = block.of(text).translate(WITHOUT_QUOTATION_MARKS)
    starts = [block.start + found["start_index"] for found in sentencex.get_sentence_boundaries(language, plain)]
    cuts = [_hand_back_marks(text, cut) for cut in starts[1:] if cut > block.start]
    spans: list[Span] = []
    for start, end in zip([block.start, *cuts], [*cuts, block.end], strict=True):
        span = _trimmed(text, start, end)
        if span is None:
            continue
        if spans and _belongs_to_previous(text, spans[-1], span):
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    for span in spans:
        yield from _cut_to_size(text, span)


def _hand_back_marks(text: str, cut: int) -> int:
    """Move a boundary in a run of blanks and quotation marks: what touches the full stop closes, the rest opens."""
    start = cut
    while start > 0 and (text[start - 1].isspace() or text[start - 1] in QUOTATION_MARKS):
        start -= 1
    while start < cut and text[start] in QUOTATION_MARKS:
        start += 1
    return start


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None


def _is_blank(character: str) -> bool:
    return character.isspace() or character == BYTE_ORDER_MARK


def _cut_to_size(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        ends = [found.end() for found in CLAUSE_END.finditer(text, start + LONGEST_SENTENCE // 2, limit)]
        piece = _trimmed(text, start, ends[-1] if ends else limit)
        if piece:
            yield piece
        start = ends[-1] if ends else limit
    rest = _trimmed(text, start, span.end)
    if rest:
        yield rest


def _belongs_to_previous(text: str, previous: Span, span: Span) -> bool:
    piece = span.of(text)
    if not any(character.isalnum() for character in piece):
        return True
    return text[previous.end - 1] in QUOTATION_MARKS and ATTRIBUTION.fullmatch(piece) is not None
