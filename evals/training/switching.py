"""Write an English question half in another language, as far as a small list of words goes.

A question in another language than its text is then no sign that there is no answer (Qin et al. 2020, CoSDA-ML).
Without it 92 of 100 questions in German, Spanish and Russian to English texts were declined, whatever was asked.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("switches.toml")
# Words that a language does not have leave theirs.
BLANKS = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class _List:
    """Words in small letters -> the same in each language, and what finds them, the longest first."""

    words: dict[str, list[str]]
    languages: int
    pattern: re.Pattern[str]


def switch(question: str, random: Random) -> str:
    """Return the question with each word that is listed, or most of them, in one language drawn at random."""
    known = _list()
    language = random.randrange(known.languages)
    kept = random.choice((0.0, 0.0, 0.3))

    def other(found: re.Match[str]) -> str:
        return found[0] if random.random() < kept else known.words[found[0].lower()][language]

    return BLANKS.sub(" ", known.pattern.sub(other, question)).strip()


@cache
def _list() -> _List:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words: dict[str, list[str]] = data["words"]
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return _List(words, len(data["languages"]), re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE))
