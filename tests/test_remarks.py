"""What we say about a language model's writing, in nine languages."""

import string

import pytest

from assistant.proving.support import Reason
from assistant.words.languages import entry, languages
from assistant.writing.remarks import Remark, remark


def test_each_language_of_our_other_sentences_has_a_name() -> None:
    assert len({entry(language, "name") for language in languages()}) == 9


@pytest.mark.parametrize("language", languages())
def test_each_language_has_every_remark_with_the_same_gaps(language: str) -> None:
    gaps = {
        name: [field for _, field, _, _ in string.Formatter().parse(text) if field]
        for name, text in entry(language, "remarks").items()
    }

    assert gaps == {name: ["count"] if name is Remark.SOME_WITHHELD else [] for name in Remark}
    assert len(set(entry(language, "remarks").values())) == len(Remark)


@pytest.mark.parametrize("language", languages())
def test_a_sentence_has_a_full_stop_and_a_label_none(language: str) -> None:
    labels = {Remark[reason.name] for reason in Reason}

    assert {name for name, text in entry(language, "remarks").items() if not text.endswith((".", "。"))} == labels


def test_a_remark_is_completed() -> None:
    assert remark(Remark.SOME_WITHHELD, "en", count=2) == (
        "Sentences withheld because the documents do not prove them: 2."
    )
    assert remark(Remark.NUMBER, "en", words=["12", "{13}"]) == "number not found in the cited passage (“12”, “{13}”)"
    assert remark(Remark.NUMBER, "ja") == "number not found in the cited passage"
