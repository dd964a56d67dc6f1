"""Our fixed sentences, in nine languages."""

import re
import string
from datetime import date

import pytest

from assistant.words import phrases
from assistant.words.days import Days
from assistant.words.languages import entry, languages
from assistant.words.phrases import Phrase, phrase, quoted, written_date, written_days
from index.language import detect_language

LANGUAGES = ["en", "ru", "ar", "he", "fr", "es", "de", "tr", "zh"]
SENTENCES = [(language, name) for language in LANGUAGES for name in Phrase]


def sentence(language: str, name: Phrase) -> str:
    return str(entry(language, f"sentences.{name}"))


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_sentence(language: str) -> None:
    assert set(entry(language, "sentences")) == set(Phrase)


def test_there_are_no_languages_beyond_these() -> None:
    assert languages() == sorted(LANGUAGES)


@pytest.mark.parametrize(("language", "name"), SENTENCES)
def test_a_sentence_has_the_same_gaps_in_each_language(language: str, name: Phrase) -> None:
    assert fields(sentence(language, name)) == fields(sentence("en", name))


@pytest.mark.parametrize(("language", "name"), SENTENCES)
def test_a_sentence_ends_as_its_english_one(language: str, name: Phrase) -> None:
    same = str.maketrans("。：？؟，", ".:??,")
    ends = {sentence(spoken, name).translate(same)[-1] in ".:?" for spoken in ("en", language)}
    assert len(ends) == 1 or fields(sentence("en", name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_abstention_is_in_its_language(language: str) -> None:
    assert detect_language(phrase(Phrase.ABSTENTION, language)) == language


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("en", "es", "de", "tr")])
def test_another_language_is_not_english_left_over(language: str) -> None:
    worded = [name for name in Phrase if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", sentence("en", name)))]
    shared = [name for name in worded if sentence(language, name) == sentence("en", name)]
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
            {"names": ["Anna"], "words": ["Lyon", "Nice"]},
            "文档提到了“Anna”，但没有找到关于“Lyon”、“Nice”的内容。",
            id="Chinese commas",
        ),
        pytest.param(
            Phrase.SEARCHED,
            "ru",
            {"searched": 1, "total": 5},
            "Просмотрено документов: 1 из 5",
            id="no plural to go wrong",
        ),
        pytest.param(
            Phrase.MEANS_DATE,
            "ru",
            {"words": ["today"], "date": date(2024, 2, 9)},
            "«today» здесь означает: 9 февраля 2024.",
            id="a Russian date",
        ),
        pytest.param(
            Phrase.MEANS_DATE,
            "fr",
            {"words": ["today"], "date": date(2024, 3, 1)},
            "«\u00a0today\u00a0» désigne ici le 1er mars 2024.",
            id="the first in French",
        ),
        pytest.param(
            Phrase.MEANS_DATE,
            "he",
            {"words": ["today"], "date": date(2024, 3, 1)},
            "הכוונה כאן במילים ”today“: 1 במרץ 2024.",
            id="a Hebrew date",
        ),
        pytest.param(Phrase.OPINION_OF, "en", {"speaker": "{he}"}, "Opinion: {he}", id="braces"),
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


@pytest.mark.parametrize(
    ("days", "language", "text"),
    [
        pytest.param(Days.day(date(2024, 3, 1)), "en", "1 March 2024", id="a day"),
        pytest.param(Days.month(2023, 10), "en", "October 2023", id="a month"),
        pytest.param(Days.month(2023, 10), "ru", "октябрь 2023", id="a Russian month alone"),
        pytest.param(Days.month(2023, 10), "es", "octubre de 2023", id="a Spanish month"),
        pytest.param(Days.month(2023, 10), "zh", "2023年10月", id="a Chinese month"),
        pytest.param(Days.year(2023), "en", "2023", id="a year"),
        pytest.param(Days.year(2023), "ru", "2023 год", id="a Russian year"),
        pytest.param(Days(date(2024, 2, 17), date(2024, 2, 18)), "en", "17–18 February 2024", id="a weekend"),
        pytest.param(Days(date(2024, 2, 17), date(2024, 2, 18)), "de", "17.–18. Februar 2024", id="a German one"),
        pytest.param(Days(date(2024, 2, 17), date(2024, 2, 18)), "he", "17–18 בפברואר 2024", id="a Hebrew one"),
        pytest.param(Days(date(2024, 2, 17), date(2024, 2, 18)), "zh", "2024年2月17日至18日", id="a Chinese one"),
        pytest.param(Days(date(2024, 6, 1), date(2024, 6, 2)), "fr", "1er–2 juin 2024", id="the first in French"),
        pytest.param(Days(date(2024, 3, 30), date(2024, 4, 2)), "en", "30 March 2024 – 2 April 2024", id="two months"),
        pytest.param(
            Days(date(2023, 12, 30), date(2024, 1, 2)), "ja", "30 December 2023 – 2 January 2024", id="else English"
        ),
    ],
)
def test_days_are_written_as_shortly_as_a_language_can(days: Days, language: str, text: str) -> None:
    assert written_days(days, language) == text


def test_days_complete_a_sentence() -> None:
    assert (
        phrase(Phrase.MEANS_DAYS, "de", words=["last week"], days=Days.year(2023)) == "„last week“ bedeutet hier: 2023."
    )
