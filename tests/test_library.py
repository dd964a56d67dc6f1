"""Documents that are added beside a corpus: never in its folder, asked with it, replaced, removed, brought back."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from index import IndexingError
from index.documents import read_folder
from index.errors import DocumentError
from index.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "own" / "library")


@pytest.fixture
def opened(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Assistant]:
    corpus = folder(a_txt="Anna Smith founded the zoo in 1901.", c_txt="Dogs bark.")
    with Assistant.open(corpus, tmp_path / "store", library=tmp_path / "library") as assistant:
        yield assistant


def test_a_document_is_added_replaced_removed_and_brought_back(library: Library) -> None:
    assert (library.names, library.add("b.txt", b"one")) == (frozenset(), False)
    assert library.add("b.txt", b"two")
    library.restore("b.txt")
    assert _texts(library) == {"b.txt": b"one"}
    library.restore("b.txt")
    library.remove("b.txt")
    assert _texts(library) == {}
    library.restore("b.txt")
    assert _texts(library) == {"b.txt": b"two"}


def test_a_replacement_that_is_refused_leaves_the_document(library: Library) -> None:
    library.add("b.txt", b"one")
    with pytest.raises(DocumentError):
        library.add("b.txt", b"\xff")
    assert _texts(library) == {"b.txt": b"one"}


@pytest.mark.parametrize("name", ["../a.txt", "none.txt", "", ".removed", "/etc/hosts"])
def test_only_what_was_added_is_removed_or_brought_back(library: Library, name: str) -> None:
    library.add("b.txt", b"one")
    (library.folder.parent / "a.txt").write_text("outside")
    for change in (library.remove, library.restore):
        with pytest.raises(DocumentError):
            change(name)
    assert _texts(library) == {"b.txt": b"one"}
    assert (library.folder.parent / "a.txt").read_text() == "outside"


def test_a_document_is_renamed_and_keeps_its_text(library: Library) -> None:
    library.add("b.txt", b"one")
    library.rename("b.txt", "c.txt")
    assert _texts(library) == {"c.txt": b"one"}


@pytest.mark.parametrize(
    ("name", "other", "words"),
    [
        pytest.param("none.txt", "c.txt", "is not in", id="not there"),
        pytest.param("b.txt", "d.txt", "There is a document d.txt already", id="taken"),
        pytest.param("b.txt", "b.md", "does not end in .txt", id="another ending"),
        pytest.param("b.txt", "../b.txt", "is not the name of a", id="another folder"),
        pytest.param("../b.txt", "c.txt", "is not in", id="of another folder"),
    ],
)
def test_a_name_that_cannot_be_is_refused(library: Library, name: str, other: str, words: str) -> None:
    library.add("b.txt", b"one")
    library.add("d.txt", b"two")
    with pytest.raises(DocumentError, match=words):
        library.rename(name, other)
    assert _texts(library) == {"b.txt": b"one", "d.txt": b"two"}


def test_a_document_of_the_corpus_wins_over_one_that_was_added(library: Library, folder: Callable[..., Path]) -> None:
    library.add("a.txt", b"mine")
    library.add("b.txt", b"also mine")
    held = read_folder(folder(a_txt="theirs"), library.folder)
    assert [document.text for document in held.documents] == ["theirs", "also mine"]
    assert [each.name for each in held.skipped] == ["a.txt"]


def test_an_upload_is_asked_with_the_corpus_and_lies_outside_of_it(opened: Assistant, tmp_path: Path) -> None:
    assert opened.upload("b.txt", b"Carla Diaz founded the aquarium in 1950.") is False
    assert opened.answer("Who founded the aquarium?").citations[0].document == "b.txt"
    assert sorted(path.name for path in (tmp_path / "corpus").iterdir()) == ["a.txt", "c.txt"]
    assert opened.uploads == {"b.txt"}
    assert opened.upload("b.txt", b"Dora Evans founded the aquarium in 1960.") is True
    assert "Dora Evans" in opened.answer("Who founded the aquarium?").text
    opened.restore("b.txt")
    assert "Carla Diaz" in opened.answer("Who founded the aquarium?").text
    opened.remove("b.txt")
    assert [document.name for document in opened.documents] == ["a.txt", "c.txt"]


def test_a_renamed_upload_is_cited_by_its_name_and_the_names_of_the_corpus_are_taken(opened: Assistant) -> None:
    opened.upload("b.txt", b"Carla Diaz founded the aquarium in 1950.")
    opened.rename("b.txt", "d.txt")
    assert opened.answer("Who founded the aquarium?").citations[0].document == "d.txt"
    with pytest.raises(DocumentError, match=r"There is a document a\.txt in"):
        opened.rename("d.txt", "a.txt")
    assert opened.uploads == {"d.txt"}


def test_a_document_of_the_corpus_is_not_removed(opened: Assistant, tmp_path: Path) -> None:
    with pytest.raises(IndexingError):
        opened.remove("a.txt")
    assert (tmp_path / "corpus" / "a.txt").exists()


def test_without_a_library_nothing_is_taken(cats_and_dogs: Path, tmp_path: Path) -> None:
    with (
        Assistant.open(cats_and_dogs, tmp_path / "store") as assistant,
        pytest.raises(DocumentError, match="no library"),
    ):
        assistant.upload("c.txt", b"Hens cluck.")
    assert sorted(path.name for path in cats_and_dogs.iterdir()) == ["a.txt", "b.txt"]


def test_a_library_that_cannot_be_written_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add("b.txt", b"one")
    library.add("b.txt", b"two")

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    for method in ("replace", "rename", "mkdir"):
        monkeypatch.setattr(Path, method, refused)
    for change in (
        lambda: library.add("c.txt", b"three"),
        lambda: library.remove("b.txt"),
        lambda: library.rename("b.txt", "c.txt"),
        lambda: library.restore("b.txt"),
    ):
        with pytest.raises(DocumentError, match=r"\.txt cannot be written into .*library \(Read-only file system\)\."):
            change()
    assert _texts(library) == {"b.txt": b"two"}


def _texts(library: Library) -> dict[str, bytes]:
    return {name: (library.folder / name).read_bytes() for name in library.names}
