"""Cut a part of a text into sentences whose offsets point into that very text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

# A "sentence" of more characters is a table, a list or text without full stops: it is cut where a clause or word ends.
LONGEST_SENTENCE = 1000
CLAUSE_END = re.compile(r"[;:,，、；]\s*|\s+")
BYTE_ORDER_MARK = "\ufeff"
QUOTATION_MARKS = '"“”„«»‹›「」『』'
# sentencex never ends a sentence inside quotation marks, so a quoted paragraph (or a mark that is never closed) would
# be one sentence. It sees blanks instead; `_hand_back_marks` decides which side of a boundary they belong to.
WITHOUT_QUOTATION_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))
SENTENCE_END = re.compile(r"[.!?…。！？؟:;]['’)\]\"”»]*$")
# "Katz said." after a closing quotation mark is the end of the sentence that it attributes.
ATTRIBUTION = re.compile(r"[^\W\d_][\w'’.-]*(?: [\w'’.-]+){1,3}[.]")
# What sentencex 1.0.32 takes for the end of a sentence: "Ms. Adler", "approx. 1901", "Vol. 3", "т.е. Москва".
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Ms|Mme|Mlle|Sra?|Dra|Sig|approx|vols?|ch|chap|tab|pág|ca|т\.\s?[екн])\.$", re.IGNORECASE
)
# "1. Open the door", "ordered: 1. a lamp, 2. a chair", "der 2. Vorsitzende": the stop belongs to the number.
NUMBERED = re.compile(
    r"(?:^|[:,;(]\s*|(?:^|\s)(?:der|die|das|den|dem|des|im|am|zum|vom|beim)\s+|\d[.)]\s.*\s(?:and|or|und)\s+)\d{1,3}\.$",
    re.IGNORECASE | re.DOTALL,
)
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
    starts = [block.start + found["start_index"] for found in sentencex.get_sentence_boundaries(language, plain)]
    cuts = [_hand_back_marks(text, cut) for cut in starts[1:] if cut > block.start]
    spans: list[Span] = []
    for start, end in zip([block.start, *cuts], [*cuts, block.end], strict=True):
        span = trimmed(text, start, end)
        if span is None:
            continue
        if spans and _belongs_to_previous(text, spans[-1], span):
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    for span in spans:
        yield from cut_to_size(text, span)


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


def cut_to_size(text: str, span: Span) -> Iterator[Span]:
    """Yield a span, or the parts of it that are no longer than the longest sentence, cut at clauses or blanks."""
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        ends = [found.end() for found in CLAUSE_END.finditer(text, start + LONGEST_SENTENCE // 2, limit)]
        piece = trimmed(text, start, ends[-1] if ends else limit)
        if piece:
            yield piece
        start = ends[-1] if ends else limit
    rest = trimmed(text, start, span.end)
    if rest:
        yield rest


def _belongs_to_previous(text: str, previous: Span, span: Span) -> bool:
    piece = span.of(text)
    if not any(character.isalnum() for character in piece):
        return True
    before = previous.of(text)
    if ABBREVIATION.search(before) or NUMBERED.search(before):
        return True
    if previous.end == span.start and text[previous.end - 1] == "." and DOTTED.match(piece):
        return True
    return text[previous.end - 1] in QUOTATION_MARKS and ATTRIBUTION.fullmatch(piece) is not None
