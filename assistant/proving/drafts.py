"""Cut a stream of written text into plain sentences, each with the markers of what it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.proving.markers import LONGEST_MARKER, MARKER, numbers_of
from assistant.proving.unwrapping import Unwrapper, plain_line

# A sentence that goes on for longer is a list or nonsense: it is cut at a blank.
LONGEST_DRAFT = 1000
STOP = ".!?…。！？؟۔।"
WIDE_STOP = "。！？"
CLOSING = re.escape("\"'”’»)』」*_`")
# Stops, what closes a quotation or emphasis, and markers behind them, whatever blanks stand before these.
END = re.compile(
    rf"[{STOP}]+[{CLOSING}]*(?:[^\S\n]*(?:{MARKER.pattern.replace('?P<', '?P<_')}))*(?:[{STOP}{CLOSING}])*"
)
ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Rev Gen Col Lt Sgt Capt Sen Rep Gov Pres St Jr Sr Inc Ltd Co Corp No Nr vs etc cf ca approx al"
    " Fig Vol Ch pp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec bzw usw Hr Fr Sra art"
)
ABBREVIATION = re.compile(rf"(?<!\w)(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|{'|'.join(ABBREVIATIONS.split())})\.$")
LIST_NUMBER = re.compile(r"[\s>*_]*\(?\w{1,2}\.")
# A small letter goes on with the sentence.
GOES_ON = re.compile(r"\s+[a-zß-öø-ÿа-я]")
OPEN_BRACKET = re.compile(rf"\s*[\[【(][^\]】)]{{0,{LONGEST_MARKER}}}")
# "According to [1], it rained": what is said is that it rained.
LEAD = re.compile(
    r"^(?:According to|As (?:stated|mentioned|reported|noted|described) in|In|Per|From)\s+(?:the\s+)?"
    rf"(?:(?:passage|source|document|text|article)s?\s*)?(?:{MARKER.pattern.replace('?P<', '?P<lead_')})\s*[,:]\s*",
    re.IGNORECASE,
)
# From such a line on, a model lists what it cited.
SOURCES = re.compile(
    r"(?:sources?|references?|citations?|footnotes?|bibliography|quellen|fuentes|références|источники|المصادر|מקורות"
    r"|来源|参考文献|kaynaklar|fonti|fontes|bronnen)\s*(?:used|cited)?\s*(?:[:：].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, in plain text on one line without its markers, and their numbers, in order."""

    text: str
    markers: tuple[int, ...]


class DraftCutter:
    """Cuts a text that comes in pieces into drafts; how it is cut into pieces makes no difference.

    `passages` is how many passages the writer was given: "(1)" is a marker only up to there. Thoughts between tags,
    headings, rules and a list of sources at the end are left out.
    """

    def __init__(self, passages: int) -> None:
        self._passages = passages
        self._unwrapper = Unwrapper()
        self._line = ""
        self._opens_line = True
        self._ended = False

    def feed(self, piece: str) -> list[Draft]:
        """Take the next piece of the text; return the drafts whose end is certain: something else has begun."""
        return [draft for character in self._unwrapper.feed(piece) for draft in self._take(character)]

    def finish(self) -> list[Draft]:
        """Return the drafts of what is left, after the last piece."""
        last = [draft for character in self._unwrapper.finish() for draft in self._take(character)]
        return last + self._end_line()

    def _take(self, character: str) -> list[Draft]:
        if character in "\n\r\u2028\u2029":
            return self._end_line()
        self._line += character
        end = _end(self._line, ended=False)
        if not end and len(self._line) > LONGEST_DRAFT:
            end = self._line.rfind(" ") + 1 or len(self._line)
        return self._cut(end) if end else []

    def _end_line(self) -> list[Draft]:
        drafts: list[Draft] = []
        while end := _end(self._line, ended=True):
            drafts += self._cut(end)
        drafts += self._cut(len(self._line))
        self._opens_line = True
        return drafts

    def _cut(self, end: int) -> list[Draft]:
        sentence, self._line = self._line[:end], self._line[end:]
        text = plain_line(sentence) if self._opens_line else plain_line(sentence.lstrip())
        self._ended = self._ended or (self._opens_line and SOURCES.fullmatch(text) is not None)
        self._opens_line = self._opens_line and not sentence.strip()
        return [] if self._ended else self._drafts_of(text)

    def _drafts_of(self, text: str) -> list[Draft]:
        cited = [numbers_of(found, self._passages) for found in MARKER.finditer(text)]
        told = LEAD.sub("", text)
        told = told if told == text else told[:1].upper() + told[1:]
        bare = MARKER.sub(lambda found: "" if numbers_of(found, self._passages) else found[0], told)
        bare = " ".join(re.sub(rf"\s+(?=[{STOP},;:])", "", bare).split())
        if not any(map(str.isalnum, bare)):
            return []
        return [Draft(bare, tuple(dict.fromkeys(number for numbers in cited for number in numbers)))]


def _end(line: str, *, ended: bool) -> int:
    """Return where the first sentence of a line ends, or 0 if it has no end, or one that what comes may change.

    A line that has `ended` holds at least one sentence more behind that end.
    """
    if not ended and line[-1].isspace():
        return 0
    for found in END.finditer(line):
        rest = line[found.end() :]
        if not rest.strip() or (not ended and OPEN_BRACKET.fullmatch(rest)):
            return 0
        cited = found[0].rstrip(STOP).endswith(("]", "】", ")"))
        parted = rest[0].isspace() or cited or found[0].endswith(tuple(WIDE_STOP))
        if parted and not _goes_on(line, found, rest):
            return found.end()
    return 0


def _goes_on(line: str, found: re.Match[str], rest: str) -> bool:
    """Tell whether a stop does not end the sentence: a small letter follows, or it stands behind an abbreviation."""
    if GOES_ON.match(rest):
        return True
    if found[0] != ".":
        return False
    before = line[: found.end()]
    return bool(ABBREVIATION.search(before) or LIST_NUMBER.fullmatch(before))
