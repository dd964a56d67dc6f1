"""The law itself: what does not stand in a document, to the letter, is not shown."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import Citation, Statement
from assistant.answering.checking import holds, proven
from index import Document

TEXT = "The cat sat. It was réd."
DOCUMENTS = {"a.txt": Document("a.txt", TEXT, "A", date(2024, 1, 1))}
CITATION = Citation(1, "a.txt", "A", date(2024, 1, 1), "The cat sat.", 0, 12)


def test_a_quote_that_stands_at_its_offsets_holds() -> None:
    assert holds(CITATION, DOCUMENTS)


@pytest.mark.parametrize("bit", range(7))
@pytest.mark.parametrize("place", range(12))
def test_a_quote_with_any_bit_flipped_does_not_hold(place: int, bit: int) -> None:
    flipped = CITATION.quote[:place] + chr(ord(CITATION.quote[place]) ^ 1 << bit) + CITATION.quote[place + 1 :]

    assert not holds(replace(CITATION, quote=flipped), DOCUMENTS)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"start": 1}, id="start moved"),
        pytest.param({"end": 11}, id="end moved"),
        pytest.param({"end": 13}, id="end too far"),
        pytest.param({"start": -24, "end": -12}, id="counted from the end"),
        pytest.param({"start": -1, "end": 24, "quote": "."}, id="the last sign, counted from the end"),
        pytest.param({"start": 12, "end": 12, "quote": ""}, id="empty"),
        pytest.param({"start": 12, "end": 0}, id="reversed"),
        pytest.param({"end": 1000, "quote": TEXT, "start": 0}, id="beyond the text"),
        pytest.param({"document": "b.txt"}, id="unknown document"),
        pytest.param({"quote": "The cat sat. "}, id="a blank more"),
        pytest.param({"quote": "It was re\u0301d.", "start": 13, "end": 24}, id="another normal form"),
    ],
)
def test_a_citation_that_points_elsewhere_does_not_hold(change: dict[str, object]) -> None:
    assert not holds(replace(CITATION, **change), DOCUMENTS)


def test_statements_lose_those_whose_citations_do_not_hold_and_are_numbered_anew() -> None:
    second = Citation(2, "a.txt", "A", None, "It was blue.", 13, 24)
    third = Citation(3, "a.txt", "A", None, "It was réd.", 13, 24)
    statements = [
        Statement("false", (2,)),
        Statement("true", (3,), notes=("as of today",)),
        Statement("half true", (1, 2)),
        Statement("points at nothing", (4,)),
        Statement("points at zero", (0,)),
        Statement("both", (1, 3)),
        Statement(" ", (1,)),
        Statement("ours", ()),
        Statement("not ours", ()),
    ]

    shown, cited = proven(statements, [CITATION, second, third], DOCUMENTS, fixed=["ours"])

    assert shown == [
        Statement("true", (1,), notes=("as of today",)),
        Statement("both", (2, 1)),
        Statement("ours", ()),
    ]
    assert cited == [replace(third, number=1), replace(CITATION, number=2)]


def test_nothing_cited_is_nothing_shown() -> None:
    assert proven([], [CITATION], DOCUMENTS) == ([], [])
