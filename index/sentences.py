"""Cut a part of a text into sentences whose offsets point into that very text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sentencex

from index.language import stop_words

# A "sentence" of more characters is a table, a list or text without full stops: it is cut where a clause or word ends.
LONGEST_SENTENCE = 1000
LONGEST_ROW = 4000
CLAUSE_END = re.compile(r"[;:,，、；]\s*|\s+")
# sentencex takes four times as long for twice the text.
READ_AT_ONCE = 20_000
BYTE_ORDER_MARK = "\ufeff"
QUOTATION_MARKS = '"“”„«»‹›「」『』'
# sentencex never ends a sentence inside quotation marks, so a quoted paragraph (or a mark that is never closed) would
# be one sentence. It sees blanks instead; `_hand_back_marks` decides which side of a boundary they belong to.
WITHOUT_QUOTATION_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))
SENTENCE_END = re.compile(r"[.!?…。！？؟:;]['’)\]\"”»]*$")
# "Katz said." after a closing quotation mark is the end of the sentence that it attributes.
ATTRIBUTION = re.compile(r"[^\W\d_][\w'’.-]*(?: [\w'’.-]+){1,3}[.]")
FOOTNOTE_MARK = re.compile(r"\[\^\w+\]")
# What sentencex 1.0.32 takes for the end of a sentence: "Ms. Adler", "approx. 1901", "Vol. 3", "т.е. Москва".
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Ms|Mme|Mlle|Sra?|Dra|Sig|approx|vols?|ch|chap|tab|pág|ca|т\.\s?[екн])\.$", re.IGNORECASE
)
# "1. Open the door", "ordered: 1. a lamp, 2. a chair": the stop belongs to the number.
NUMBERED = re.compile(r"(?:^|[:,;(]\s*|\d[.)]\s.*\s(?:and|or|und)\s+)\d{1,3}\.$", re.IGNORECASE | re.DOTALL)
# "2. Vorsitzende", "19. Jahrhundert", "4. ligde". What follows is no beginning if it is small, or a noun of German,
# which gives all nouns a capital. Of XQuAD's boundaries behind such a number, 23 are none in German and Turkish: with
# this rule they are gone, and one is lost that is one.
ORDINAL = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
CAPITAL_NOUNS = "de"
# Thai ends a sentence with a blank, as it ends clauses and parts lists; what is shorter than a clause is a part of one.
BLANK_OF_THAI = re.compile(r"(?<=[\u0e00-\u0e4f])\s+(?=[\u0e00-\u0e4f])")
SHORTEST_OF_THAI = 24
WORD = re.compile(r"[^\W\d_]+")
# "configparser.ConfigParser", "os.path": no blank, and what follows is no plain word.
DOTTED = re.compile(r"[\w.]*[a-z][A-Z(_]\w*")


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


def sentences(text: str, block: Span, language: str) -> Iterator[Span]:
    """Yield the sentences of a part of `text`, in order; every character of it that is not blank lies in one."""
    plain = block.of(text).translate(WITHOUT_QUOTATION_MARKS)
    starts = [block.start + start for start in _starts(plain, language)]
    cuts = [_hand_back_marks(text, cut) for cut in starts[1:] if cut > block.start]
    spans: list[Span] = []
    for start, end in zip([block.start, *cuts], [*cuts, block.end], strict=True):
        span = trimmed(text, start, end)
        if span is None:
            continue
        if spans and _belongs_to_previous(text, spans[-1], span, language):
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    for span in spans:
        for part in _of_thai(text, span) if language == "th" else (span,):
            yield from cut_to_size(text, part)


def _starts(plain: str, language: str) -> Iterator[int]:
    """Yield where sentences begin, in order; a long text is read in parts, each from its last beginning on."""
    start = 0
    while True:
        part = plain[start : start + READ_AT_ONCE]
        found = [start + each["start_index"] for each in sentencex.get_sentence_boundaries(language, part)]
        if start + len(part) == len(plain):
            yield from found
            return
        # What the end of a part cuts is read again with what follows; one that fills the part is cut behind a word.
        yield from found[:-1] or [start]
        start = found[-1] if len(found) > 1 else start + (part.rfind(" ") + 1 or len(part))


def _of_thai(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a span that blanks part, none of them shorter than a clause but the only one."""
    start = span.start
    for blank in BLANK_OF_THAI.finditer(text, span.start, span.end):
        if min(blank.start() - start, span.end - blank.end()) >= SHORTEST_OF_THAI:
            yield Span(start, blank.start())
            start = blank.end()
    yield Span(start, span.end)


def _hand_back_marks(text: str, cut: int) -> int:
    """Move a boundary in a run of blanks and quotation marks: what touches the full stop closes, the rest opens."""
    start = cut
    while start > 0 and (text[start - 1].isspace() or text[start - 1] in QUOTATION_MARKS):
        start -= 1
    while start < cut and text[start] in QUOTATION_MARKS:
        start += 1
    return start


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the characters between two positions without the blanks at its edges, or None if all are blank."""
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None


def _is_blank(character: str) -> bool:
    return character.isspace() or character == BYTE_ORDER_MARK


def cut_to_size(text: str, span: Span, ends_of_cells: Sequence[int] = ()) -> Iterator[Span]:
    """Yield a span, or the parts of it that are no longer than the longest sentence, cut at clauses or blanks.

    A row, given the ends of its cells, may be longer, for a part of it has lost its columns; it is cut between cells.
    """
    longest = LONGEST_ROW if ends_of_cells else LONGEST_SENTENCE
    start = span.start
    while span.end - start > longest:
        limit = start + longest
        ends = ends_of_cells[bisect_right(ends_of_cells, start) : bisect_right(ends_of_cells, limit)]
        ends = ends or [found.end() for found in CLAUSE_END.finditer(text, start + longest // 2, limit)]
        piece = trimmed(text, start, ends[-1] if ends else limit)
        if piece:
            yield piece
        start = ends[-1] if ends else limit
    rest = trimmed(text, start, span.end)
    if rest:
        yield rest


def _is_ordinal(before: str, following: str, language: str) -> bool:
    word = WORD.match(following)
    if word is None or not ORDINAL.search(before):
        return False
    return word[0].islower() or (language == CAPITAL_NOUNS and word[0].lower() not in stop_words(language))


def _belongs_to_previous(text: str, previous: Span, span: Span, language: str) -> bool:
    piece = span.of(text)
    if not any(character.isalnum() for character in piece) or FOOTNOTE_MARK.fullmatch(piece):
        return True
    before = previous.of(text)
    if not any(character.isalnum() for character in before):
        return True
    if ABBREVIATION.search(before) or NUMBERED.search(before) or _is_ordinal(before, piece, language):
        return True
    if previous.end == span.start and text[previous.end - 1] == "." and DOTTED.match(piece):
        return True
    return text[previous.end - 1] in QUOTATION_MARKS and ATTRIBUTION.fullmatch(piece) is not None
