"""Files that have not been touched are not read again, and nothing else is taken for one of these."""

import os
from pathlib import Path

import pytest

from index.documents import read_folder
from index.errors import CorpusEmptyError, DocumentError
from index.files import read_files
from index.kept import Kept


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in (("a.txt", "The cat sat."), ("b.txt", "Dogs bark.")):
        written(folder / name, text)
    return folder


def written(path: Path, text: str, age: float = 60.0) -> None:
    path.write_text(text, encoding="utf-8")
    since = path.stat().st_mtime - age
    os.utime(path, (since, since))


def seen(corpus: Path, kept: Kept) -> dict[str, str]:
    files = read_files(corpus, None, kept)
    files.note_in(kept)
    return dict(files.versions)


def expected(corpus: Path) -> dict[str, str]:
    return {document.name: document.version for document in read_folder(corpus).documents}


def test_a_file_that_was_not_touched_is_not_read(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(tmp_path / "kept")
    first = seen(corpus, kept)
    read: list[str] = []
    monkeypatch.setattr("index.files.read_document", lambda name, *_: read.append(name))

    assert (seen(corpus, kept), read) == (first, [])
    assert ("a.txt" in read_files(corpus, None, kept), read) == (True, [])
    assert first == expected(tmp_path / "corpus")


@pytest.mark.parametrize("age", [60.0, 0.0], ids=["long ago", "now"])
def test_a_file_that_was_touched_is_read(corpus: Path, tmp_path: Path, age: float) -> None:
    kept = Kept(tmp_path / "kept")
    seen(corpus, kept)

    written(corpus / "a.txt", "The rat sat.", age)

    assert seen(corpus, kept) == expected(corpus)


def test_a_file_that_was_written_just_now_is_read_again(corpus: Path, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    path = corpus / "a.txt"
    written(path, "The cat sat.", age=0.0)
    seen(corpus, kept)
    before = path.stat()

    path.write_text("The rat sat.", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert seen(corpus, kept) == expected(corpus)


def test_what_the_catalogue_states_is_noticed(corpus: Path, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    seen(corpus, kept)

    (corpus / "catalogue.toml").write_text('["a.txt"]\ntitle = "Cats"\n', encoding="utf-8")

    assert seen(corpus, kept) == expected(corpus)


def test_a_document_is_read_when_it_is_needed(corpus: Path, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    seen(corpus, kept)
    files = read_files(corpus, None, kept)
    assert list(files.values()) == list(read_folder(corpus).documents)

    files = read_files(corpus, None, kept)
    (corpus / "a.txt").write_text("Something else.", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"a\.txt has changed while it was indexed"):
        files["a.txt"]


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusEmptyError):
        read_files(tmp_path, None, Kept(tmp_path / "kept"))
