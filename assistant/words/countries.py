"""The names of countries and continents in each language, and of cities that a time zone is called after.

They come from the Unicode Common Locale Data Repository and the time zone database.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from assistant.words.languages import entry

# The code of a country has two letters, and so have those of some unions and of what is not assigned.
COUNTRY = re.compile(r"(?!EU|EZ|UN|QO|X[AB]|ZZ)[A-Z]{2}")
CITY = re.compile(r"(?:Africa|America|Asia|Australia|Europe|Pacific)/[A-Z][a-z]+(?:_[A-Z][a-z]+)*")
BESIDE = re.compile(r"\s*\(.*\)")


@functools.cache
def countries(language: str) -> Mapping[str, str]:
    """Return the names of countries in a language (ISO 639-1) with their codes; {} if they are not known in it.

    Some go by further names, which stand in the file of the language.
    """
    names = {BESIDE.sub("", name): code for code, name in _territories(language).items() if COUNTRY.fullmatch(code)}
    further = {name: code for code, others in entry(language, "naming.countries").items() for name in others}
    return names | further


def name_of(code: str, language: str) -> str:
    """Return the name of a country in a language that `countries` knows."""
    return BESIDE.sub("", _territories(language).get(code, code))


@functools.cache
def regions(language: str) -> frozenset[str]:
    """Return the names of continents and their parts in a language; none if they are not known in it."""
    return frozenset(name for code, name in _territories(language).items() if code.isdigit())


@functools.cache
def cities() -> frozenset[str]:
    """Return the English names of the cities that time zones are called after."""
    return frozenset(zone.split("/")[1].replace("_", " ") for zone in available_timezones() if CITY.fullmatch(zone))


def _territories(language: str) -> Mapping[str, str]:
    try:
        names: Mapping[str, str] = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    return names
