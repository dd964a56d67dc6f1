"""Asking only some documents: as if there were no others, from every door."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.__main__ import main
from index import Index, build
from index.errors import DocumentUnknownError

pytest_plugins = ["beekeeping"]

QUESTIONS = [
    "Who leads the union?",
    "When did Clara Bonnet resign?",
    "How many hives does the opera house have?",
    "Which documents are there?",
    "Which documents mention Olsen?",
    "What is this about?",
    "xqzt",
]


@pytest.fixture
def keepers(bee_folder: Path) -> Path:
    return bee_folder / "corpus"


def without_times(answer: Answer) -> Answer:
    return replace(answer, timings={}, confidence=round(answer.confidence, 5))


@pytest.mark.parametrize("names", [["honey.txt"], ["mites.txt", "cities.txt"]])
def test_some_documents_are_asked_as_if_there_were_no_others(keepers: Path, tmp_path: Path, names: list[str]) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in names:
        (alone / name).write_text((keepers / name).read_text())
    with Assistant.open(keepers, tmp_path / "all") as whole, Assistant.open(alone, tmp_path / "some") as part:
        for question in QUESTIONS:
            assert without_times(whole.answer(question, documents=names)) == without_times(part.answer(question))
        assert {hit.passage.document for hit in whole.search("bees", documents=names)} == set(names)
        assert whole.answer("Which documents are there?").documents_searched == 3


@pytest.mark.parametrize(
    ("names", "message"),
    [
        pytest.param(
            ["honey.txt", "wax.txt"], "There is no document wax.txt. There are: cities.txt, honey.txt", id="unknown"
        ),
        pytest.param([], "No document is named. There are: cities.txt", id="none"),
        pytest.param(["w" * 5000], rf"There is no document {'w' * 200}\. There are", id="a name that is none"),
        pytest.param([f"{n}.txt" for n in range(50)], r"\.txt and 30 more\. There are: cit", id="many"),
    ],
)
def test_a_document_that_is_not_there_is_named(keepers: Path, tmp_path: Path, names: list[str], message: str) -> None:
    with Assistant.open(keepers, tmp_path / "store") as assistant:
        with pytest.raises(DocumentUnknownError, match=message):
            assistant.answer("Who leads the union?", documents=names)
        with pytest.raises(DocumentUnknownError, match=message):
            assistant.search("union", documents=names)


def test_a_document_that_is_removed_can_no_longer_be_asked(keepers: Path, tmp_path: Path) -> None:
    with Assistant.open(keepers, tmp_path / "store", library=tmp_path / "library") as assistant:
        assistant.upload("wax.txt", b"Wax is made by young bees.")
        assert assistant.answer("Who makes wax?", documents=["wax.txt"]).documents_searched == 1
        assistant.remove("wax.txt")
        with pytest.raises(DocumentUnknownError):
            assistant.answer("Who makes wax?", documents=["wax.txt"])


def test_few_rows_among_many_are_compared_one_by_one(
    keepers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(keepers, tmp_path / "store")
    with Index.open(tmp_path / "store") as index:
        near = index.only(["honey.txt"]).search("Who leads the union?", limit=5)
        monkeypatch.setattr("index.store.MOST_COMPARED", 0)
        assert [hit.number for hit in index.only(["honey.txt"]).search("Who leads the union?", limit=5)] == [
            hit.number for hit in near
        ]


def test_the_terminal_asks_only_the_named_documents(
    keepers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--corpus", str(keepers), "--store", str(tmp_path / "store")]
    assert main(["Who leads the union?", "--json", "--only", "honey.txt", "--only", "mites.txt", *place]) == 0
    assert json.loads(capsys.readouterr().out)["documents_searched"] == 2
    assert main(["Who leads the union?", "--only", "wax.txt", *place]) == 1
    assert capsys.readouterr().err.startswith("There is no document wax.txt.")
