"""Find quoted speech in a text, and who is said to have spoken it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.words.kinds import NAME, WEEKDAY
from assistant.words.languages import english
from assistant.words.reading import overlap, paragraphs_of
from index import Span

TEXTS_REMEMBERED = 256
OPENING, CLOSING = {"”": "“", "»": "«"}, "”»"
MARK = re.compile('[“”„«»"]')
SENTENCE_BREAK = re.compile(r"(?<=[^\W\d_][^\W\d_])[.!?]\s+\S")

VERB = (
    r"(?:(?:has|had|have)\s+)?(?:(?:also|later|then|further|once)\s+)?"
    r"(?:sa(?:id|ys)|t(?:old|ells)|wr(?:ote|ites)|th(?:inks|ought)|(?:add|not|explain|claim|stat|argu|warn|insist|declar"
    r"|acknowledg|announc|observ|remark|recall|continu|conclud|comment|stress|emphasi[sz]|admitt|confirm|predict|suggest"
    r"|repli|respond|answer|ask|joke|complain|tweet|report|believ|lament|point|assert|quipp)(?:ed|es|s))\b(?:\s+out\b)?"
)
# A speaker in so many characters at most, and a description of them between commas.
WHO = r"(?P<who>[^!?;:,“”\"\n]{2,80}?)"
DESCRIBED = rf"{WHO}(?:,[^!?;:“”\"\n]{{1,120}}?,)?"
WHOLE_WHO = r"(?P<who>[^!?;:,“”\"\n]{2,80})"
# The dot of an initial is none.
FULL_STOP = r"(?<!\s[A-Z])\.(?:\s|$)"
AFTER = (
    re.compile(rf"\s*[–—-]?\s*{DESCRIBED}\s+{VERB}"),
    re.compile(rf"\s*[–—-]?\s*{VERB}\s+{WHO}(?=[,;:“\"\n]|{FULL_STOP}|\s+(?:in|on|at|during|to|of|after|before)\b|$)"),
    re.compile(rf"\s*according to\s+{WHO}(?=[,;:“\"\n]|{FULL_STOP}|$)"),
)
BEFORE = (
    re.compile(rf"{DESCRIBED}\s+{VERB}(?:\s+[^.!?;:,“”\"\n]{{0,60}})?[,:]?\s*$"),
    re.compile(rf"\b(?:[Aa]ccording to|[Ii]n the words of)\s+{WHOLE_WHO},?\s*$"),
)
SIGNATURE = re.compile(rf"\s*[–—-]?\s*(?P<who>{NAME.pattern})(?:,[^.!?“”\"\n]{{1,100}})?\s*$")
# “…,” leads to its attribution; after “….” a sentence of its own may be one: “…?” Ada said.
LEADS_ON = re.compile(r"[,!?–—-][”\"»]$")
ENDS = re.compile(r"[.!?…][”\"»]$")
SENTENCE_OF_ITS_OWN = re.compile(r"[.,]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that say whose a speech is; `speaker` is the name among them, or None for "he" and "the ministry"."""

    span: Span
    speaker: Span | None
    by_pronoun: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """What one speaker says in one go: the spans in quotation marks, and what attributes them, both in order."""

    parts: tuple[Span, ...]
    attributions: tuple[Attribution, ...]

    @property
    def speaker(self) -> Span | None:
        """Where the speaker's name stands, or None if the attributions name nobody."""
        return next((attribution.speaker for attribution in self.attributions if attribution.speaker), None)

    @property
    def end(self) -> int:
        """Where the last of its parts or attributions ends."""
        return max(span.end for span in (*self.parts, *(attribution.span for attribution in self.attributions)))

    def with_more(self, other: Speech) -> Speech:
        """Return the speech that goes on with another."""
        attributions = dict.fromkeys((*self.attributions, *other.attributions))
        return Speech(self.parts + other.parts, tuple(attributions))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def speeches(text: str) -> tuple[Speech, ...]:
    """Return the speeches in quotation marks of `text`, in order; those that are attributed to nobody are left out.

    A paragraph that is quoted whole goes on with the speech that ends the paragraph before it.
    """
    found: list[Speech] = []
    before: Speech | None = None
    for block in (paragraph.span for paragraph in paragraphs_of(text)):
        read = _speeches_of(text, block)
        if before and read and _goes_on(before, read[0], block):
            found[-1] = before.with_more(read.pop(0))
        found += read
        last = found[-1] if found else None
        before = last if last and last.end > block.start and _ends_with(text, block, last) else None
    return tuple(speech for speech in found if speech.attributions)


def speech_at(text: str, span: Span) -> Speech | None:
    """Return the speech of which the span holds a part; None if there is none, or several."""
    touched = [speech for speech in speeches(text) if any(overlap(part, span) for part in speech.parts)]
    return touched[0] if len(touched) == 1 else None


@lru_cache(maxsize=TEXTS_REMEMBERED)
def quoted_spans(text: str) -> tuple[Span, ...]:
    """Return all that stands in quotation marks, marks included, in order."""
    return tuple(span for paragraph in paragraphs_of(text) for span in _quoted(text, paragraph.span))


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _ends_with(text: str, block: Span, speech: Speech) -> bool:
    """Tell whether the speech, or the sentence that attributes it, ends the paragraph."""
    return SENTENCE_BREAK.search(text, speech.end, block.end) is None


def _goes_on(before: Speech, speech: Speech, block: Span) -> bool:
    if any(attribution.speaker for attribution in speech.attributions) or speech.parts[0].start != block.start:
        return False
    return bool(before.attributions) and (speech.end == block.end or bool(speech.attributions))


def _speeches_of(text: str, block: Span) -> list[Speech]:
    """Return the speeches of one paragraph, the unattributed among them too."""
    parts = list(_quoted(text, block))
    edges = [block.start, *(edge for part in parts for edge in (part.start, part.end)), block.end]
    found: list[Speech] = []
    for number, part in enumerate(parts):
        gap_before, gap_after = Span(edges[2 * number], part.start), Span(part.end, edges[2 * number + 3])
        known = (_before(text, gap_before), _after(text, part, gap_after, last=number + 1 == len(parts)))
        speech = Speech((part,), tuple(dict.fromkeys(attribution for attribution in known if attribution)))
        if found and number and _is_one(text, found[-1], speech, gap_before):
            found[-1] = found[-1].with_more(speech)
        else:
            found.append(speech)
    return found


def _quoted(text: str, block: Span) -> Iterator[Span]:
    """Yield what stands in quotation marks, the outermost; what is not closed ends with the paragraph."""
    opened: list[tuple[str, int]] = []
    for found in MARK.finditer(text, block.start, block.end):
        mark, place = found.group(), found.start()
        if mark in CLOSING or (mark == '"' and not _opens(text, place)):
            partner = OPENING.get(mark, mark)
            marks = [sign for sign, _ in opened]
            kept = len(marks) - 1 - marks[::-1].index(partner) if partner in marks else len(marks) - 1
            if opened and kept <= 0:
                yield Span(opened[0][1], place + 1)
            opened = opened[: max(kept, 0)]
        else:
            opened.append((mark, place))
    if opened:
        yield Span(opened[0][1], block.end)


def _opens(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([—–-“") and bool(after) and not after.isspace()


def _before(text: str, gap: Span) -> Attribution | None:
    """Return the attribution that leads up to a quotation mark: "Ada said:"."""
    sentence = max((found.end() - 1 for found in SENTENCE_BREAK.finditer(text, gap.start, gap.end)), default=gap.start)
    words = text[sentence : gap.end]
    found = next((match for form in BEFORE if (match := form.search(words))), None)
    return _attribution(found, words, sentence) if found else None


def _after(text: str, part: Span, gap: Span, *, last: bool) -> Attribution | None:
    """Return the attribution that follows a quotation mark: "Ada said", "said Ada", or a signature."""
    quote, words = part.of(text), text[gap.start : gap.end]
    leads_on, ends = LEADS_ON.search(quote), ENDS.search(quote)
    for form in AFTER if leads_on or ends else ():
        found = form.match(words)
        if found and (leads_on or SENTENCE_OF_ITS_OWN.match(words[found.end() :])):
            return _attribution(found, words, gap.start)
    signature = SIGNATURE.match(words) if ends and last else None
    return _attribution(signature, words, gap.start) if signature else None


def _attribution(found: re.Match[str], words: str, offset: int) -> Attribution:
    span = _trimmed(words, *found.span())
    name = _name_at_end(found["who"])
    start = offset + found.start("who")
    return Attribution(
        span=Span(offset + span.start, offset + span.end),
        speaker=Span(start + name.start, start + name.end) if name else None,
        by_pronoun=english("speech.pronoun").fullmatch(found["who"].strip()) is not None,
    )


def _name_at_end(words: str) -> Span | None:
    """Return the name with which the words end, with its article, or None."""
    found = [name for name in NAME.finditer(words) if not re.search(WEEKDAY, name.group())]
    if not found or found[-1].end() != len(words.rstrip()):
        return None
    start, end = found[-1].span()
    return Span(start - 4 if words[:start].endswith("the ") else start, end)


def _is_one(text: str, speech: Speech, other: Speech, gap: Span) -> bool:
    """Tell whether what stands between two quoted parts shows that one speaker goes on."""
    named = [attribution for attribution in other.attributions if attribution.speaker]
    if any(attribution not in speech.attributions for attribution in named):
        return False
    between = gap.of(text)
    if not between.strip():
        return True
    shared = any(overlap(attribution.span, gap) for attribution in speech.attributions)
    led = any(attribution.by_pronoun and overlap(attribution.span, gap) for attribution in other.attributions)
    whole = SENTENCE_BREAK.search(between) is None and between.rstrip().endswith((".", ",", ":", ";"))
    return whole and (shared or led)
