"""Facts of a sentence that is not English, or whose source is not: figures, months, names and negation.

Words cannot be compared there, so what cannot be made sure of counts against the sentence.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from assistant.proving.figures import figures
from assistant.words.dates import ATOM
from assistant.words.kinds import month_number
from assistant.words.languages import english, entry, pattern
from assistant.words.names import NameIndex
from assistant.words.numbers import SMALL
from index.lexical import CAPITALS, content_terms

CHINESE_COUNT = re.compile("([两二三四五六七八九十])(?=[个名位只人年天周支家国次])")
CHINESE_VALUES = dict(zip("两二三四五六七八九十", (2, *range(2, 11)), strict=True))
MONTH_IN_DIGITS = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s*月")
NUMERAL = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+|[ ]\d{3}(?!\d))*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NAME = re.compile(rf"(?<=[\w,;)«„“\"] )[{CAPITALS}][^\W\d_]+|(?<=[«„“\"])[{CAPITALS}][^\W\d_]+")
ALL_NOUNS_HAVE_CAPITALS = "de"


def foreign_figures(claim: str, language: str, source: str, source_language: str) -> list[str]:
    """Return the figures and months of a claim that the source does not state, as they are written."""
    told = _values(source, source_language)
    if source_language == "en":
        told |= {figure.value for figure in figures(source)}
    strange = [text for text, values in _written(claim, language) if not values & told]
    months = _months(source, source_language)
    return strange + [name for name, month in _named_months(claim, language) if month not in months]


def foreign_anchors(claim: str, language: str) -> bool:
    """Tell whether a claim holds a figure or a month, something to hold it to."""
    return any(True for _ in (*_written(claim, language), *_named_months(claim, language)))


def _values(text: str, language: str) -> set[float]:
    return {value for _, values in _written(text, language) for value in values}


def _written(text: str, language: str) -> Iterator[tuple[str, set[float]]]:
    """Yield the figures of a text, each with the numbers that it may stand for: "2.340" is two of them."""
    for found in NUMERAL.finditer(text):
        yield found[0], _readings(found[0])
    table = _counts(language)
    for found in WORD.finditer(text.lower()):
        if found[0] in table:
            yield found[0], {float(table[found[0]])}
    if language in ("zh", "ja"):
        for found in CHINESE_COUNT.finditer(text):
            yield found[0], {float(CHINESE_VALUES[found[0]])}


def _readings(numeral: str) -> set[float]:
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in numeral)
    parts = re.split(r"\D", digits)
    readings = {float("".join(parts))} if all(len(part) == 3 for part in parts[1:]) else set[float]()
    if len(parts) <= 2:
        readings.add(float(".".join(parts)))
    return readings


@functools.cache
def _counts(language: str) -> dict[str, int]:
    """Return the words for numbers from two on, with what they stand for."""
    if language == "en":
        return {word: value for word, value in SMALL.items() if value > 1} | {"hundred": 100, "thousand": 1_000}
    return {word: int(number) for number, words in entry(language, "numbers").items() for word in words}


def _months(text: str, language: str) -> set[int]:
    if language == "en":
        named = (atom["month1"] or atom["month2"] for atom in ATOM.finditer(text))
        return {month_number(name) for name in named if name}
    return {month for _, month in _named_months(text, language)}


def _named_months(text: str, language: str) -> Iterator[tuple[str, int]]:
    stems = entry(language, "months.stems") or entry(language, "months.names")
    for month, stem in enumerate(stems, start=1):
        if found := re.search(rf"(?<!\w)[وفبלבמה]?{stem}\w{{0,3}}(?!\w)", text, re.IGNORECASE):
            yield found[0], month
    for found in MONTH_IN_DIGITS.finditer(text):
        yield found[0], int(found[1])


def foreign_names(claim: str, language: str, source: str) -> tuple[list[str], list[str]]:
    """Return the names of a claim that the source does not hold, and those that it does, spelled as there, in order.

    A name is a capitalised word within the sentence; German has too many, so there, as in scripts without
    capitals, none is missed.
    """
    known = {term for word in WORD.findall(source) for term in content_terms(word, "en")}
    resolved = NameIndex.of([source]).resolve(claim, language)
    found = []
    strange = []
    capitalised = {name[0] for name in NAME.finditer(claim)}
    for word in WORD.findall(claim):
        spelled = next((name for written, name in resolved.items() if word.startswith(written)), "")
        held = [term for part in word.split("-") for term in content_terms(part, language, "en") if term in known]
        if spelled or (held and word[0].isupper()):
            found.append(spelled or word)
        elif word in capitalised and language != ALL_NOUNS_HAVE_CAPITALS and not _is_month(word, language):
            strange.append(word)
    return strange, found


def _is_month(word: str, language: str) -> bool:
    return any(True for _ in _named_months(word, language))


def denies(sentence: str, language: str) -> bool:
    """Tell whether a sentence holds a word that denies; False in a language whose words we do not have."""
    if language == "en":
        return english("proving.negation").search(sentence) is not None
    return pattern(language, "{denying.words}").search(sentence.lower()) is not None


def is_known(language: str) -> bool:
    """Tell whether negation and figures of a language can be read."""
    return language == "en" or bool(entry(language, "denying"))
