"""A language is a file: what stands in the files, and that another file is another language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.asking.forms import kind_of_question
from assistant.asking.intents import asks_for_latest
from assistant.words import languages as module
from assistant.words.kinds import Kind
from assistant.words.languages import FOLDER, entry, languages, pattern
from assistant.words.phrases import Phrase, phrase

ALL_FILES = sorted(file.stem for file in FOLDER.glob("*.toml"))
PORTUGUESE = """
name = "Portuguese"

[sentences]
abstention = "Os documentos não respondem a esta pergunta."

[writing]
quotation_marks = ["«", "»"]

[forms]
which = ["que"]

[forms.year]
nouns = ["anos?"]

[forms.person]
words = ["quem"]

[intents]
latest = ["mais {intents.new}"]
new = ["recente", "nov[ao]"]
"""


@pytest.fixture
def tenth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in FOLDER.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pt.toml").write_text(PORTUGUESE, encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)


@pytest.mark.usefixtures("tenth")
def test_a_tenth_language_is_one_new_file() -> None:
    assert languages() == ["ar", "de", "en", "es", "fr", "he", "pt", "ru", "tr", "zh"]
    assert phrase(Phrase.ABSTENTION, "pt") == "Os documentos não respondem a esta pergunta."
    assert kind_of_question("Em que ano foi?", "pt") is Kind.YEAR
    assert kind_of_question("A quem convidou?", "pt") is Kind.PERSON
    assert asks_for_latest("Qual é o relatório mais novo?", "pt")


@pytest.mark.usefixtures("tenth")
def test_what_a_file_lacks_is_said_in_english_and_asked_in_no_way() -> None:
    assert phrase(Phrase.WORDS_MISSING, "pt", words=["Lyon"]) == "The documents do not mention «Lyon»."
    assert kind_of_question("Onde foi?", "pt") is Kind.OTHER


def test_a_language_without_a_file_is_said_in_english() -> None:
    assert entry("xx", "sentences.abstention") == {}
    assert phrase(Phrase.ABSTENTION, "xx") == phrase(Phrase.ABSTENTION, "en")
    assert pattern("xx", "{intents.latest}").search("latest") is None


def lists(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        whole = f"{name}.{key}".lstrip(".")
        if isinstance(value, dict):
            yield from lists(value, whole)
        elif isinstance(value, list):
            yield whole, value


def patterns_of(language: str) -> dict[str, list[str]]:
    tables = {key: entry(language, key) for key in ("forms", "intents", "leaning", "mentions", "denying")}
    return {name: texts for name, texts in lists(tables) if not name.endswith(".examples")}


@pytest.mark.parametrize("language", ALL_FILES)
def test_a_name_in_braces_stands_for_something(language: str) -> None:
    texts = [text for texts in patterns_of(language).values() for text in texts]
    named = {name for text in texts for name in re.findall(r"{([a-z_.]+)}", text)} - {"topic", "end"}

    assert [name for name in named if not entry(language, name)] == []


@pytest.mark.parametrize("language", ALL_FILES)
def test_every_list_of_words_is_a_pattern_that_matches_no_empty_text(language: str) -> None:
    names = [name for name in patterns_of(language) if name not in ("mentions.forms", "intents.after_noun")]

    assert names
    assert [name for name in names if pattern(language, f"{{{name}}}", re.IGNORECASE).fullmatch("")] == []


@pytest.mark.parametrize("language", ALL_FILES)
def test_a_language_has_twelve_months_or_none(language: str) -> None:
    assert {len(names) for names in entry(language, "months").values()} <= {12}
