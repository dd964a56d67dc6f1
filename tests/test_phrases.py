"""Our fixed sentences, in nine languages."""

import re
import string
from datetime import date

import pytest

from assistant import phrases
from assistant.phrases import PHRASES, Phrase, phrase, quoted, written_date
from index import detect_language

LANGUAGES = ["en", "ru", "ar", "he", "fr", "es", "de", "tr", "zh"]
SENTENCES = [(language, name) for language in LANGUAGES for name in Phrase]


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_sentence(language: str) -> None:
    assert set(PHRASES[language]) == set(Phrase)


def test_there_are_no_languages_beyond_these() -> None:
    assert list(PHRASES) == LANGUAGES


@pytest.mark.parametrize(("language", "name"), SENTENCES)
def test_a_sentence_has_the_same_gaps_in_each_language(language: str, name: Phrase) -> None:
    assert fields(PHRASES[language][name]) == fields(PHRASES["en"][name])


@pytest.mark.parametrize(("language", "name"), SENTENCES)
def test_a_sentence_ends_as_its_english_one(language: str, name: Phrase) -> None:
    same = str.maketrans("。：？؟，", ".:??,")
    ends = {PHRASES[spoken][name].translate(same)[-1] in ".:?" for spoken in ("en", language)}
    assert len(ends) == 1 or fields(PHRASES["en"][name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_abstention_is_in_its_language(language: str) -> None:
    assert detect_language(phrase(Phrase.ABSTENTION, language)) == language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("en", "es", "de", "tr")])
def test_another_language_is_not_english_left_over(language: str) -> None:
    shared = [name for name in Phrase if PHRASES[language][name] == PHRASES["en"][name]]
    assert shared == []


def test_a_language_that_we_do_not_speak_gets_english() -> None:
    assert phrase(Phrase.ABSTENTION, "ja") == "The documents do not answer this question."
    assert phrase(Phrase.WORDS_MISSING, "ja", words=["Kyoto"]) == "The documents do not mention “Kyoto”."


@pytest.mark.parametrize(
    ("name", "language", "values", "text"),
    [
        pytest.param(
            Phrase.TOO_LONG,
            "en",
            {"limit": 2000},
            "The question is longer than 2,000 characters. Ask it in fewer words.",
            id="an English number",
        ),
        pytest.param(
            Phrase.TOO_LONG,
            "de",
            {"limit": 2000},
            "Die Frage ist länger als 2.000 Zeichen. Bitte stellen Sie sie kürzer.",
            id="a German number",
        ),
        pytest.param(
            Phrase.WORDS_MISSING,
            "fr",
            {"words": ["Lyon", "Nice"]},
            "Les documents ne mentionnent pas «\u00a0Lyon\u00a0», «\u00a0Nice\u00a0».",
            id="words in French quotation marks",
        ),
        pytest.param(
            Phrase.NOTHING_ABOUT,
            "zh",
            {"words": ["Lyon", "Nice"]},
            "文档中没有关于“Lyon”、“Nice”的内容。",
            id="Chinese commas",
        ),
        pytest.param(
            Phrase.SEARCHED,
            "ru",
            {"searched": 1, "total": 5},
            "Просмотрено документов: 1 из 5",
            id="no plural to go wrong",
        ),
        pytest.param(Phrase.SAID_ON, "ru", {"date": date(2024, 2, 9)}, "сказано 9 февраля 2024", id="a Russian date"),
        pytest.param(
            Phrase.SAID_ON, "fr", {"date": date(2024, 3, 1)}, "propos du 1er mars 2024", id="the first in French"
        ),
        pytest.param(Phrase.SAID_ON, "he", {"date": date(2024, 3, 1)}, "נאמר בתאריך 1 במרץ 2024", id="a Hebrew date"),
        pytest.param(
            Phrase.UNDERSTOOD_AS_QUESTION,
            "en",
            {"question": "Who {is} he?"},
            "Understood as: Who {is} he?",
            id="braces",
        ),
    ],
)
def test_a_sentence_is_completed_as_its_language_writes(
    name: Phrase, language: str, values: dict[str, phrases.Value], text: str
) -> None:
    assert phrase(name, language, **values) == text


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(KeyError, match="words"):
        phrase(Phrase.WORDS_MISSING, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_months_are_written_in_twelve_ways(language: str) -> None:
    written = {written_date(date(2024, month, 5), language) for month in range(1, 13)}
    assert len(written) == 12
    assert all(re.search(r"\b5\b|5日", day) and "2024" in day for day in written)


def test_no_words_are_quoted_as_nothing() -> None:
    assert quoted([], "en") == ""
