"""The numbers, sums and durations that a sentence states, as values that can be compared."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.words.kinds import MONTH
from assistant.words.languages import english, words_of
from index import Span
from index.lexical import terms

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate(ONES.split())} | {
    word: 10 * n for n, word in enumerate(TENS.split(), start=2)
}
LARGE = {"hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "mn": 1_000_000,
         "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12}  # fmt: skip
WORD = rf"(?:{'|'.join(SMALL)})"
SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|mn|bn|tn)"
FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMERAL = (
    rf"(?:(?:{FIGURES})(?:\s?{SCALE}\b|[km]\b)?(?:\s{SCALE}\b)?"
    rf"|(?:half a|a|an|{WORD})(?:\s+|-){SCALE}\b(?:\s+(?:and\s+)?(?:{WORD}[\s-]+)*{WORD}\b)?"
    rf"|{WORD}(?:-{WORD})?\b(?:\s+{SCALE}\b)*)"
)
HEDGES = {
    "most": "up to|as many as|as much as|at most|no more than|not more than|a maximum of",
    "least": "at least|no fewer than|no less than|not less than|a minimum of",
    "more": "more than|over|upwards of|in excess of",
    "fewer": "fewer than|less than|under|below",
    "near": "about|around|some|roughly|approximately|nearly|almost|an estimated|estimated|close to|circa|just over"
    "|just under|an average of",
}
HEDGE = "|".join(f"(?P<{name}>{words})" for name, words in HEDGES.items())
AMOUNT = re.compile(
    rf"(?<![\w.,/#$£€-])(?:(?:{HEDGE})\s+)?(?:from\s+|between\s+)?(?P<currency>[$£€])?(?P<first>{NUMERAL})"
    rf"(?:(?P<link>\s*[-–]\s*|\s+to\s+|\s+or\s+|\s+and\s+)[$£€]?(?P<second>{NUMERAL}))?"
    r"(?P<percent>\s?%|\s+per\s?cent\b)?(?![\w]|[/:]\d|(?:st|nd|rd|th)\b|\.\d)",
    re.IGNORECASE,
)
MONTH_NAME = re.compile(rf"(?:of )?{MONTH}(?![a-z])")
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro"}
# Days in a unit. A duration is told to the nearest unit, so "six weeks" is true of forty days.
HALF_UNIT = 0.49
UNITS_OF_TIME = {"second": 1 / 86400, "minut": 1 / 1440, "hour": 1 / 24, "day": 1, "night": 1, "week": 7, "month": 30.4,
                 "year": 365, "decad": 3650, "centuri": 36500}  # fmt: skip
# "About 500" is true of what is within a tenth of it. A round number without a hedge is true of what rounds to it.
ABOUT = 0.1
ROUND_FROM = 100
SENTENCES_REMEMBERED = 10_000
# Words of a phrase after the numeral in which the counted noun is looked for.
LONGEST_PHRASE = 4
PHRASE_WORD = re.compile(r"[\s-]+([^\W\d_][\w’'-]*)")
LISTED = re.compile(r"((?:[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*,\s)*[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*),?\sand\s$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity between `low` and `high`, both included, of what `phrase` names.

    `unit` is "" for a count, else "%", "day" or a currency. `named` is the number that is written; of a range, the
    larger. `phrase` are the stems of what is counted, () where there is a unit.
    """

    low: float
    high: float
    named: float
    unit: str
    phrase: tuple[str, ...]
    ranged: bool = False

    def may_be(self, other: Amount) -> bool:
        """Tell whether both can be the same quantity."""
        return self.low <= other.high and other.low <= self.high

    def is_same(self, other: Amount) -> bool:
        """Tell whether both name the same number, one perhaps rounded, or the same range."""
        if self.ranged or other.ranged:
            return (self.ranged, self.low, self.high) == (other.ranged, other.low, other.high)
        slack = max(half_of_last_digit(self.named), half_of_last_digit(other.named))
        return abs(self.named - other.named) <= slack


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def amounts(sentence: str) -> tuple[tuple[Span, Amount], ...]:
    """Return the quantities that `sentence` states; what is vague, an ordinal, or a part of another is left out."""
    return tuple(_amounts(sentence))


def _amounts(sentence: str) -> Iterator[tuple[Span, Amount]]:
    for found in AMOUNT.finditer(sentence):
        words = _phrase(sentence, found.end())
        before = sentence[: found.start()]
        after = sentence[found.end() :].lstrip()
        is_part = english("amounts.said").search(before) or (after.startswith("of ") and not found["percent"])
        if is_part or MONTH_NAME.match(after):
            continue
        others = words_of("en", "amounts.rest")
        rest = bool(words) and words[0].lower() in others
        listed = LISTED.search(before) if rest else None
        if rest and not listed:
            continue
        start = listed.start() if listed else found.start()
        end = found.end() + sum(len(word) + 1 for word in words)
        extra = len(re.split(r",\s", listed[1])) if listed else 0
        amount = _amount(found, [word for word in words if word.lower() not in others], extra)
        if amount is not None:
            yield Span(start, end), amount


def _amount(found: re.Match[str], words: list[str], extra: int) -> Amount | None:
    first = value_of(found["first"])
    second = value_of(found["second"]) if found["second"] else None
    stems = tuple(term for word in words for term in terms(word, "en"))
    if found["link"] and found["link"].strip() == "and" and "between" not in found[0].lower():
        return None
    if second is not None and first * 1000 < second and second >= LARGE["thousand"]:
        first *= second / float(re.sub(r"[^\d.]", "", found["second"]) or 1)
    low, high = (first, second) if second is not None and first <= second else (first, first)
    unit, scale, stems = _unit(found, stems)
    low, high = _bounds(found, low + extra, high + extra)
    if unit == "day":
        low, high = low - HALF_UNIT, high + HALF_UNIT
    named = (second or first) * scale + extra
    return Amount(low * scale, high * scale, named, unit, stems, second is not None) if unit or stems else None


def _bounds(found: re.Match[str], low: float, high: float) -> tuple[float, float]:
    if found["most"]:
        return 0, high
    if found["least"] or found["more"]:
        return low, math.inf
    if found["fewer"]:
        return 0, high
    slack = ABOUT * high if found["near"] else half_of_last_digit(high)
    return low - slack, high + slack


def half_of_last_digit(number: float) -> float:
    """Return by how much a round number may be off: half of its last digit that is not 0; none below a hundred."""
    # A number of more than 308 digits is infinite.
    if number < ROUND_FROM or not float(number).is_integer():
        return 0.0
    zeros = len(str(int(number))) - len(str(int(number)).rstrip("0"))
    return 10.0**zeros / 2 if zeros > 1 else 0.0


def _unit(found: re.Match[str], stems: tuple[str, ...]) -> tuple[str, float, tuple[str, ...]]:
    """Return the unit, how many of the base unit it is, and the terms of what is counted."""
    if found["percent"]:
        return "%", 1, ()
    if found["currency"]:
        return CURRENCIES[found["currency"]], 1, ()
    for place, stem in enumerate(stems[:2]):
        if stem in words_of("en", "amounts.money"):
            return stem, 1, ()
        if stem in UNITS_OF_TIME and (place == 0 or len(stems) == 2):
            return "day", UNITS_OF_TIME[stem], ()
    return "", 1, stems


def counted(words: str) -> str:
    """Return the words up to the verb or the function word that ends the name of what is counted."""
    return words[:1] and " ".join(_phrase(f" {words}", 0))


def _phrase(sentence: str, start: int) -> list[str]:
    words: list[str] = []
    while len(words) < LONGEST_PHRASE:
        following = PHRASE_WORD.match(sentence, start)
        if (
            following is None
            or following[1].lower() in words_of("en", "grammar.counting_ends")
            or english("amounts.past").fullmatch(following[1])
        ):
            break
        words.append(following[1])
        start = following.end()
    return words


def value_of(numeral: str) -> float:
    """Return the number that a numeral in figures or words stands for."""
    total = current = 0.0
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", numeral.lower()):
        if word[0].isdigit():
            current += float(word.replace(",", ""))
        elif word in SMALL:
            current += SMALL[word]
        elif word == "half":
            current += 0.5
        elif word in LARGE:
            current = (current or 1) * LARGE[word]
            if LARGE[word] >= LARGE["thousand"]:
                total, current = total + current, 0.0
    return total + current
