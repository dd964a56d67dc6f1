"""The cache of terms: it changes nothing but the time, whatever happens to it."""

import sqlite3
from pathlib import Path

import pytest

from index import Document, PassageParser
from index.lexical import DocumentTerms
from index.stored import StoredDocument
from index.term_cache import terms_of


def stored(text: str) -> StoredDocument:
    return StoredDocument.cut(Document("a.txt", text, "a"), PassageParser())


CAT, DOG = stored("The cat sat."), stored("Dogs bark.")
VERSIONS = [CAT.document.version, DOG.document.version]


def values(terms: dict[str, DocumentTerms]) -> dict[str, bytes]:
    return {name: held.to_bytes() for name, held in terms.items()}


def test_terms_are_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = terms_of({"a.txt": CAT}, tmp_path, VERSIONS)
    monkeypatch.setattr("index.term_cache.count_terms", None)

    again = terms_of({"renamed.txt": CAT}, tmp_path, VERSIONS)

    assert first["a.txt"].terms == ("a", "the", "cat", "sat")
    assert list(values(again).values()) == list(values(first).values())


@pytest.mark.parametrize("spoil", [b"", b"garbage" * 1000], ids=["empty", "garbage"])
def test_a_spoilt_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: bytes) -> None:
    first = terms_of({"a.txt": CAT}, tmp_path, VERSIONS)
    (tmp_path / "terms.db").write_bytes(spoil)

    assert values(terms_of({"a.txt": CAT}, tmp_path, VERSIONS)) == values(first)
    monkeypatch.setattr("index.term_cache.count_terms", None)
    assert values(terms_of({"a.txt": CAT}, tmp_path, VERSIONS)) == values(first)


@pytest.mark.parametrize("column", ["data", "checksum"])
def test_spoilt_terms_are_counted_again(tmp_path: Path, column: str) -> None:
    first = terms_of({"a.txt": CAT, "b.txt": DOG}, tmp_path, VERSIONS)
    with sqlite3.connect(tmp_path / "terms.db") as base:
        base.execute(f"UPDATE terms SET {column} = (SELECT max({column}) FROM terms)")
    base.close()

    assert values(terms_of({"a.txt": CAT, "b.txt": DOG}, tmp_path, VERSIONS)) == values(first)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert terms_of({"a.txt": CAT}, tmp_path / "file", VERSIONS)["a.txt"].terms == ("a", "the", "cat", "sat")


def test_terms_of_versions_that_are_gone_go(tmp_path: Path) -> None:
    terms_of({"a.txt": CAT}, tmp_path, [CAT.document.version])
    terms_of({"a.txt": DOG}, tmp_path, [DOG.document.version])

    with sqlite3.connect(tmp_path / "terms.db") as base:
        assert base.execute("SELECT count(*) FROM terms").fetchall() == [(1,)]
    base.close()
