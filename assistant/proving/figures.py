"""The figures of a sentence, in digits or words, each with its unit or what it counts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.proving.wording import Word, words
from assistant.words.dates import ATOM
from assistant.words.numbers import CURRENCIES, NUMERAL, value_of

FIGURE = re.compile(
    rf"(?<![\w.,#])(?<![^\W\d]-)(?P<currency>[$£€])?(?P<numeral>{NUMERAL})(?P<percent>\s?%|\s+per\s?cent\b)?(?!\.?\d)",
    re.IGNORECASE,
)
# "One" is a pronoun as often as a number, "a hundred" is read with its article.
NO_FIGURE = frozenset(["one", "zero", "m", "k"])
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth half quarter twice once double"
    " triple dozens hundreds thousands millions billions"
)
ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS.split())}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
ORDINAL_IN_DIGITS = {f"{n}{['st', 'nd', 'rd'][n - 1] if n < 4 else 'th'}": word for n, word in
                     enumerate(ORDINALS.split()[:12], start=1)}  # fmt: skip
# What stands before a year, and what behind a count that looks like one.
DATING = re.compile(
    r"\b(?:in|since|until|till|by|from|to|of|during|before|after|around|about|early|late|mid|and|or|the)[\s-]+$", re.I
)
COUNTED = re.compile(r"\s+(?:people|[a-z]+s)\b")
# Units, by what stands first in their line; figures of one value in two units are two figures.
UNITS = (
    "percent", "dollar dollars usd", "pound pounds", "euro euros eur", "kroner krone krona", "crown crowns",
    "rouble roubles ruble rubles", "yen", "yuan", "rupee rupees", "franc francs", "shekel shekels", "peso pesos",
    "second seconds", "minute minutes", "hour hours", "day days", "week weeks", "month months", "year years",
    "decade decades", "century centuries", "millimetre millimetres millimeter millimeters mm",
    "centimetre centimetres centimeter centimeters cm", "metre metres meter meters m",
    "kilometre kilometres kilometer kilometers km", "mile miles", "foot feet ft", "inch inches",
    "gram grams gramme grammes g", "kilogram kilograms kilogrammes kilo kilos kg", "ton tons tonne tonnes t",
    "ounce ounces", "litre litres liter liters l", "barrel barrels", "hectare hectares ha", "acre acres",
    "degree degrees", "volt volts", "watt watts", "kilowatt kilowatts kw", "megawatt megawatts mw",
    "gigawatt gigawatts gw", "hertz", "mph", "knots", "point points",
)  # fmt: skip
TIMES = frozenset(["", "second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "point"])
UNIT_OF = {word: line.split()[0] for line in UNITS for word in line.split()}
CLAUSE = re.compile(r"[^,;:.()–—]*")
# "Half of the costs"; a third of them, but not the third of them.
FRACTION = re.compile(r"(?<!the )\b(half|quarter|third|fifth|tenth)s? of\b(?: the| its| their| all)?", re.IGNORECASE)
FRACTIONS = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3, "fifth": 1 / 5, "tenth": 1 / 10}
# "Nineteen years old" is the age of nineteen.
OLD = re.compile(r"[\s-]+years?[\s-]+old\b")
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
    named = frozenset(UNIT_OF[word.text.lower()] for word in words(sentence) if word.text.lower() in UNIT_OF)
    return (named | {figure.unit for figure in figures(sentence)}) - TIMES


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
    return not before.endswith(tuple(CURRENCIES)) and (bool(DATING.search(before)) or not COUNTED.match(after))


def _figures(sentence: str) -> Iterator[Figure]:
    for found in FRACTION.finditer(sentence):
        counted = tuple(word.meaning for word in _following(sentence, found.end()) if word.content)
        yield Figure(FRACTIONS[found[1].lower()], "", counted, found[0])
    for found in FIGURE.finditer(sentence):
        if found["numeral"].lower() in NO_FIGURE:
            continue
        following = _following(sentence, found.end())
        units = [UNIT_OF[word.text.lower()] for word in following[:NEAR_WORDS] if word.text.lower() in UNIT_OF]
        if found["percent"]:
            unit = "percent"
        elif found["currency"]:
            unit = CURRENCIES[found["currency"]]
        else:
            unit = units[0] if units and not OLD.match(sentence, found.end()) else ""
        counted = () if unit else tuple(word.meaning for word in following if word.content)
        yield Figure(value_of(found["numeral"]), unit, counted, found[0].strip())
