"""What is kept of documents: it changes nothing but the time, whatever happens to it."""

import sqlite3
from pathlib import Path

import pytest

from index import Document, PassageParser
from index.kept import FILE, Kept
from index.stored import StoredDocument
from index.summary import DocumentSummary, Summary


def stored(text: str) -> StoredDocument:
    return StoredDocument.cut(Document("a.txt", text, "a"), PassageParser())


CAT, DOG = stored("The cat sat on Ada's mat."), stored("Dogs bark.")
VERSIONS = [CAT.document.version, DOG.document.version]
SUMMARY = Summary().with_changes(
    {}, {"a.txt": DocumentSummary.of(CAT), "b.txt": DocumentSummary.of(DOG)}, ["a.txt", "b.txt"]
)


def test_a_summary_is_kept_by_version(tmp_path: Path) -> None:
    made = Kept(tmp_path).keep_summaries([CAT], VERSIONS)

    held = Kept(tmp_path).summaries(VERSIONS)

    assert held.keys() == made.keys() == {CAT.document.version}
    assert held[VERSIONS[0]].to_bytes() == made[VERSIONS[0]].to_bytes()
    assert held[VERSIONS[0]].terms.terms == ("a", "the", "cat", "sat", "on", "ada", "mat")
    assert held[VERSIONS[0]].capitalised == {"Ada": 1}


def test_what_is_known_of_all_is_kept_as_it_was(tmp_path: Path) -> None:
    versions = {"a.txt": VERSIONS[0], "b.txt": VERSIONS[1]}
    Kept(tmp_path).keep_whole(SUMMARY, versions)

    summary, of = Kept(tmp_path).whole()

    assert (of, summary.to_bytes()) == (versions, SUMMARY.to_bytes())
    assert summary.lexical.scores(["dog"]).tolist() == SUMMARY.lexical.scores(["dog"]).tolist()


@pytest.mark.parametrize("spoil", [b"", b"garbage" * 1000], ids=["empty", "garbage"])
def test_a_spoilt_file_is_made_again(tmp_path: Path, spoil: bytes) -> None:
    Kept(tmp_path).keep_summaries([CAT], VERSIONS)
    (tmp_path / FILE).write_bytes(spoil)

    assert Kept(tmp_path).summaries(VERSIONS) == {}
    Kept(tmp_path).keep_summaries([CAT], VERSIONS)
    assert Kept(tmp_path).summaries(VERSIONS).keys() == {VERSIONS[0]}


@pytest.mark.parametrize("column", ["data", "checksum"])
def test_what_is_spoilt_is_not_used(tmp_path: Path, column: str) -> None:
    Kept(tmp_path).keep_summaries([CAT, DOG], VERSIONS)
    Kept(tmp_path).keep_whole(SUMMARY, {})
    with sqlite3.connect(tmp_path / FILE) as base:
        base.execute(f"UPDATE kept SET {column} = (SELECT max({column}) FROM kept)")
    base.close()

    assert Kept(tmp_path).summaries(VERSIONS) == {}
    assert Kept(tmp_path).whole()[1] == {}


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert Kept(tmp_path / "file").keep_summaries([CAT], VERSIONS).keys() == {VERSIONS[0]}
    assert Kept(tmp_path / "file").note("heard") == ""


def test_summaries_of_versions_that_are_gone_go_and_notes_stay(tmp_path: Path) -> None:
    Kept(tmp_path).keep_note("heard", "a sound")
    Kept(tmp_path).keep_summaries([CAT], [CAT.document.version])
    Kept(tmp_path).keep_summaries([DOG], [DOG.document.version])

    assert Kept(tmp_path).summaries(VERSIONS).keys() == {DOG.document.version}
    assert Kept(tmp_path).note("heard") == "a sound"
