"""The figures of a sentence, in digits or words, each with its unit or what it counts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.proving.wording import Word, words
from assistant.words.dates import ATOM
from assistant.words.languages import english, entry, words_of
from assistant.words.numbers import CURRENCIES, NUMERAL, value_of

FIGURE = re.compile(
    rf"(?<![\w.,#])(?<![^\W\d]-)(?P<currency>[$£€])?(?P<numeral>{NUMERAL})(?P<percent>\s?%|\s+per\s?cent\b)?(?!\.?\d)",
    re.IGNORECASE,
)
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth half quarter twice once double"
    " triple dozens hundreds thousands millions billions"
)
ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS.split())}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
ORDINAL_IN_DIGITS = {f"{n}{['st', 'nd', 'rd'][n - 1] if n < 4 else 'th'}": word for n, word in
                     enumerate(ORDINALS.split()[:12], start=1)}  # fmt: skip
CLAUSE = re.compile(r"[^,;:.()–—]*")
FRACTIONS = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3, "fifth": 1 / 5, "tenth": 1 / 10}
# Words between a figure and its unit or what it counts, as in "18 long months".
NEAR_WORDS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, or "" and the meanings of the words behind it; `text` is how it is written."""

    value: float
    unit: str
    counted: tuple[str, ...]
    text: str

    def is_told_by(self, others: tuple[Figure, ...]) -> bool:
        """Tell whether one of these figures is the same: of the same value and unit, and not of something else."""
        same = [other for other in others if abs(other.value - self.value) < 1e-9 * max(1.0, abs(self.value))]
        if self.unit:
            return any(other.unit == self.unit for other in same)
        # "Four years" does not tell "four workers" where the workers are counted, and are seven.
        rivals = [other for other in others if other not in same and set(other.counted[:1]) & set(self.counted[:1])]
        counts_alike = [other for other in same if not other.unit and set(other.counted) & set(self.counted)]
        return bool(counts_alike) or any(not other.unit or not self.counted for other in same if not rivals)


@functools.lru_cache(maxsize=10_000)
def figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures that a sentence states, in order; days, months and years of dates are left out."""
    return tuple(_figures(_without_dates(sentence)))


def ordinals(sentence: str) -> frozenset[str]:
    """Return the ordinal and vague numbers that a sentence holds, as words: "first", "half", "hundreds"."""
    found = (match[0].lower() for match in ORDINAL.finditer(_without_dates(sentence)))
    return frozenset(ORDINAL_IN_DIGITS.get(word, word) for word in found)


def measures(sentence: str) -> frozenset[str]:
    """Return the units that a sentence speaks of, but for those of time, which are also words for other things."""
    named = frozenset(unit for word in words(sentence) if (unit := unit_of(word.text)))
    return (named | {figure.unit for figure in figures(sentence)}) - {"", *words_of("en", "proving.times")}


def unit_of(word: str) -> str:
    """Return the unit that a word names, by its first name, or ""; one value in two units is two figures."""
    return _units().get(word.lower(), "")


@functools.cache
def _units() -> dict[str, str]:
    return {word: line.split()[0] for line in entry("en", "proving.units") for word in line.split()}


def _following(sentence: str, start: int) -> list[Word]:
    clause = CLAUSE.match(sentence, start)
    return list(words(clause[0] if clause else ""))[: NEAR_WORDS + 1]


def _without_dates(sentence: str) -> str:
    return ATOM.sub(lambda found: " " * len(found[0]) if _is_date(found, sentence) else found[0], sentence)


def _is_date(found: re.Match[str], sentence: str) -> bool:
    """Tell whether it is a date, and not a count that looks like a year: "1,900 people" and "1900 people"."""
    if found["year"] is None:
        return True
    before, after = sentence[: found.start()], sentence[found.end() :]
    return not before.endswith(tuple(CURRENCIES)) and (
        bool(english("proving.dating").search(before)) or not english("proving.counted").match(after)
    )


def _figures(sentence: str) -> Iterator[Figure]:
    for found in english("proving.fraction").finditer(sentence):
        counted = tuple(word.meaning for word in _following(sentence, found.end()) if word.content)
        yield Figure(FRACTIONS[found[1].lower()], "", counted, found[0])
    for found in FIGURE.finditer(sentence):
        if found["numeral"].lower() in words_of("en", "proving.no_figure"):
            continue
        following = _following(sentence, found.end())
        units = [unit for word in following[:NEAR_WORDS] if (unit := unit_of(word.text))]
        if found["percent"]:
            unit = "percent"
        elif found["currency"]:
            unit = CURRENCIES[found["currency"]]
        else:
            unit = units[0] if units and not english("proving.old").match(sentence, found.end()) else ""
        counted = () if unit else tuple(word.meaning for word in following if word.content)
        yield Figure(value_of(found["numeral"]), unit, counted, found[0].strip())
