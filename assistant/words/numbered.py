"""Tell things of one name apart by their number or letter: "Lamp C", "Hythe-047", "E2"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from assistant.words.kinds import MONTH
from index.language import stop_words

NUMBERED = re.compile(r"(?<!\w)([^\W\d_][\w’']*?)(?:[ -]?0*(?=\d)|[ -](?!\d))(\d[\w.]*|[A-Za-z])(?![\w-])")
MONTH_NAME = re.compile(MONTH)


def bears_other_number(asked: str, language: str, told: str) -> bool:
    """Tell whether a text tells of "Lamp B", and of no "Lamp C", where a question in a language asks for that one."""
    wanted, found = _numbers(asked, language), _numbers(told, language)
    return any(name in found and found[name].isdisjoint(numbers) for name, numbers in wanted.items())


def _numbers(text: str, language: str) -> Mapping[str, set[str]]:
    """Return the numbers and letters behind each name of a text; "a lamp a day" has none, "March 5" is a day."""
    found = defaultdict[str, set[str]](set)
    for name, number in NUMBERED.findall(text):
        if number not in stop_words(language) and not MONTH_NAME.fullmatch(name):
            found[name.lower()].add(number.lower())
    return found
