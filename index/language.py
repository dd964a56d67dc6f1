"""Tell the language of a text from its script, its function words and its letters."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

WORDS_FILE = Path(__file__).parent / "function_words.toml"
SCRIPTS = {"CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja",
           "HANGUL": "ko", "GREEK": "el", "DEVANAGARI": "hi", "THAI": "th"}  # fmt: skip
# Enough letters to be sure; a whole book need not be read.
SAMPLE_CHARACTERS = 2000
# A passage is asked about several times while its document is indexed, or it is ranked.
SAMPLES_REMEMBERED = 500
DEFAULT = "en"

# A function word counts 1, shared among the languages that have it. With a capital within a sentence it is more likely
# part of a name ("La Liga"), a telling letter may stand in one ("Müller"), and so may most of the text.
CAPITAL = 0.25
TELLING_LETTER = 0.6
MAIN_SCRIPT = 0.5
WORD = re.compile(r"[^\W\d_]+")
LATIN_LETTER = re.compile("[a-zA-Z\u00c0-\u024f]")


@functools.cache
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language (ISO 639-1), those in Latin letters also without accents, as many type.

    There are none of a language that we do not know.
    """
    words = _tables()["words"].get(language, "").split()
    return frozenset(words).union(_plain(word) for word in words if LATIN_LETTER.match(word))


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.replace("ı", "i"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@functools.cache
def _tables() -> Mapping[str, Any]:
    """Return the file of function words and telling letters, by language."""
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


@functools.cache
def _languages_of() -> Mapping[str, list[str]]:
    """Return the languages that have a function word, for each of them all."""
    words_of = {language: stop_words(language) for language in _tables()["words"]}
    words_of[DEFAULT] |= frozenset(_tables()["english_too"].split())
    return {word: [code for code, words in words_of.items() if word in words] for word in chain(*words_of.values())}


@functools.cache
def _chinese_word() -> re.Pattern[str]:
    """Return a pattern of the function words of Chinese, which does not set words apart: the longest that fits."""
    return re.compile("|".join(sorted(stop_words("zh"), key=len, reverse=True)))


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that `text` is written in; "en" when nothing tells.

    The function words tell, so that a question stays in its language however many foreign names it holds.
    """
    return _language_of(text[:SAMPLE_CHARACTERS])


@functools.lru_cache(SAMPLES_REMEMBERED)
def _language_of(sample: str) -> str:
    votes = _votes_of_words(sample)
    if not sample.isascii():
        for language, letters in _tables()["letters"].items():
            votes[language] += TELLING_LETTER * len(set(letters).intersection(sample))
    script = SCRIPTS.get(_main_script(sample), "")
    if script == "ja":
        return script
    if script:
        votes[script] += MAIN_SCRIPT
    best = max(votes, key=lambda language: (votes[language], language == DEFAULT), default=DEFAULT)
    return best if votes[best] else DEFAULT


def _votes_of_words(sample: str) -> defaultdict[str, float]:
    votes: defaultdict[str, float] = defaultdict(float)
    shouted = sample.isupper()
    languages_of = _languages_of()
    for number, word in enumerate(WORD.findall(sample)):
        languages = languages_of.get(word.lower(), ())
        weight = CAPITAL if number and word[0].isupper() and not shouted else 1.0
        for language in languages:
            votes[language] += weight / len(languages)
    if not sample.isascii():
        votes["zh"] += len(_chinese_word().findall(sample))
    return votes


def _main_script(sample: str) -> str:
    """Return the first word of the Unicode names of most letters; a text with kana is Japanese whatever else it has."""
    if sample.isascii():
        return "LATIN"
    scripts: Counter[str] = Counter()
    for sign, times in Counter(sample).items():
        if sign.isalpha():
            scripts[unicodedata.name(sign, "?").partition(" ")[0]] += times
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "HIRAGANA"
    return scripts.most_common(1)[0][0] if scripts else "LATIN"
