"""The labelled sets of words are sound, scored, and read no worse than their floors."""

import json
from collections import Counter

import pytest

from evals import words
from evals.__main__ import main
from evals.errors import EvalsError
from evals.words import Share, fallen, read_rows, scored

LANGUAGES = {"en", "ru", "ar", "he", "fr", "es", "de", "tr", "zh"}


@pytest.mark.parametrize("name", ["names", "leaning", "languages"])
def test_each_set_asks_in_nine_languages_and_nothing_twice(name: str) -> None:
    rows = read_rows(name)

    assert {row.language for row in rows} == LANGUAGES
    assert max(Counter((row.language, row.text) for row in rows).values()) == 1


def test_nothing_is_read_worse_than_its_floor() -> None:
    shares = scored("test")

    assert shares.keys() == words.FLOORS.keys()
    assert fallen(shares) == []


def test_a_share_below_its_floor_has_fallen() -> None:
    # 94 of 100 given, of 110 to be read: precision .94 is below .95, recall .85 is not below .80.
    assert fallen({"names": Share(n=110, given=100, right=94), "names, Chinese": Share(1, 1, 1)}) == ["names"]
    # 7 of 7 given, of 24: precision 1, recall .29 is below .30.
    assert fallen({"names, Chinese": Share(n=24, given=7, right=7)}) == ["names, Chinese"]


def test_a_word_that_is_no_name_counts_only_where_it_is_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "readers", lambda: {"names": lambda row: "Zelensky" if row.language == "ru" else ""})
    russian = [row for row in read_rows("names") if row.split == "test" and row.language == "ru"]
    named = [row for row in russian if row.expected]

    share = scored("test")["names"]

    assert share.given == len(russian)
    assert share.right == sum(row.expected == "Zelensky" for row in named)
    assert share.n > len(named)


def test_a_row_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    row = {"language": "en", "text": "why?", "expected": "leans"}
    (tmp_path / "leaning.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(row | {"more": 1}) + "\n")
    monkeypatch.setattr(words, "SETS", tmp_path)

    with pytest.raises(EvalsError, match=r"leaning\.jsonl:2: is no labelled text"):
        read_rows("leaning")


def test_the_command_prints_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words"]) == 0
    assert {"Words, dev", "Words, test"} <= set(capsys.readouterr().out.splitlines())
