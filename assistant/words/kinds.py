"""Tell what kind of thing a question asks for, and find the spans of a sentence that are of that kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from index import Span


class Kind(StrEnum):
    """What the answer to a question must hold; OTHER when the question's form does not tell."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"
    DURATION = "duration"
    REASON = "reason"
    OTHER = "other"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# A month or its abbreviation.
MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Sept|{'|'.join(name[:3] for name in MONTHS)})\.?)"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}})?"
    rf"|(?:early |mid-?|late |the end of )?{MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d))?(?:,?\s+\d{{4}})?"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?:(?:c|ca|circa|early|mid|late)[. -]*)?(?:1\d|20)\d{{2}}s?(?:[–-]\d{{2,4}})?(?![\d,.]*\d)"
    rf"|\d{{1,4}} (?:BC|BCE|AD|CE)\b|AD \d{{1,4}}"
    rf"|(?:the )?(?:(?:early|mid|late)[ -])?(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]+th|first|second|third) centur(?:y|ies)"
    rf"|{WEEKDAY}|yesterday|today|tomorrow|(?:last|next|this) (?:week|month|year|weekend|summer|winter|spring|fall))\b"
)
# A date that names the day, and one that names the year.
DAY_OF_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+\d{{1,2}}(?!\d)"
DAY = re.compile(rf"\b(?:{DAY_OF_MONTH}|\d{{4}}-\d{{2}}-\d{{2}}|{WEEKDAY})")
YEAR = re.compile(r"(?<![\d.,$€£])(?:1\d|20)\d{2}(?![\d%]|[.,]\d)|\b\d{1,4} (?:BC|BCE|AD|CE)\b|\bAD \d{1,4}\b")
NUMBER_WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    r"|trillions?|dozens?|third|quarter|twice|none)"
)
NUMBER = re.compile(rf"[$£€]?\d+(?:[.,]\d+)*(?:[-–]\d+)?½?(?:\s?%)?|(?i:\b{NUMBER_WORD}(?:[- ]{NUMBER_WORD})*\b)")
UNIT_OF_TIME = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|millennia)"
DURATION = re.compile(rf"(?i:\b(?:\d[\d.,]*|a|an|{NUMBER_WORD}|few|many)(?:[ -]\w+)?[ -]{UNIT_OF_TIME}\b)")
REASON = re.compile(
    r"(?i)\b(?:because|since|due to|owing to|thanks to|as a result|result(?:s|ed|ing)? (?:of|in|from)|so that|in order"
    r"|therefore|thus|hence|caus(?:e|es|ed|ing)|reasons?|aim(?:s|ed)?|purpose|motivat\w+|why|led to|so as to|for fear"
    r"|afraid|designed to|seek(?:s|ing)? to|want(?:s|ed)? to|hop(?:es|ed|ing)|help(?:s|ed|ing)?|serves?|to [a-z]{3,})\b"
)
# One or more capitalised words, with the particles and initials that stand inside names.
NAME = re.compile(
    r"(?:[A-Z][\w’'-]*[^\W_]|[A-Z]\.?(?=\s[A-Z]))"
    r"(?:\s(?:(?:of|the|and|de|la|le|van|von|der|den|bin|ibn|al|el|du|di|da)\s)*(?:[A-Z][\w’'-]*[^\W_]|[A-Z]\.))*"
)
PATTERNS = {
    Kind.DATE: DATE, Kind.DAY: DAY, Kind.YEAR: YEAR, Kind.NUMBER: NUMBER, Kind.DURATION: DURATION,
    Kind.REASON: REASON, Kind.PERSON: NAME, Kind.PLACE: NAME,
}  # fmt: skip


def month_number(name: str) -> int:
    """Return the number of a month, from 1, by its English name or an abbreviation; its case tells nothing."""
    return next(number for number, month in enumerate(MONTHS, start=1) if month[:3] == name[:3].capitalize())


def candidates(kind: Kind, sentence: str, named: Iterable[str] = ()) -> list[Span]:
    """Return the spans of `sentence` that are of this kind, in order, less those made of words that were `named`.

    `named` holds the lower-case words of the question: what it says itself cannot answer it. OTHER has no spans.
    """
    pattern = PATTERNS.get(kind)
    if pattern is None:
        return []
    known = frozenset(named)
    spans = [Span(*found.span()) for found in pattern.finditer(sentence) if found.group().strip()]
    if kind is Kind.REASON:
        return spans
    if kind in (Kind.PERSON, Kind.PLACE):
        spans = [span for span in spans if span.start > _first_letter(sentence) or _is_a_name_there(sentence, span)]
    return [span for span in spans if not _words(span.of(sentence)) <= known]


def _words(text: str) -> set[str]:
    return {word.removesuffix("'s").removesuffix("’s") for word in re.findall(r"[\w’'-]+", text.lower())}


def _first_letter(sentence: str) -> int:
    return next((position for position, character in enumerate(sentence) if character.isalpha()), 0)


def _is_a_name_there(sentence: str, span: Span) -> bool:
    """Tell whether the capitalised words that open a sentence are a name: two or more, or written in capitals."""
    words = span.of(sentence).split()
    return len(words) > 1 or (len(words[0]) > 1 and words[0].isupper())
