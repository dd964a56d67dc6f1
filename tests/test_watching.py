"""Folders that are watched: what appears, changes and goes is asked without a restart, and nothing is lost by it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web_support import Growing, running, saying

from assistant import Assistant
from assistant.finding import Promise
from assistant.web import ServerSettings, watching
from index import Document, IndexingError
from index.errors import CorpusLossError, StoreBusyError

if TYPE_CHECKING:
    from web_support import OpenPage

pytest_plugins = ["web_fixtures"]

HARBOUR = Document("harbour.txt", "The harbour opened in 1911.", "The harbour")


class Refreshed:
    """What is watched of an assistant: its folders; it counts how often it is told to read them."""

    def __init__(self, *folders: Path, problems: list[IndexingError] | None = None) -> None:
        self.folders = folders
        self.problems = problems or []
        self.read: list[set[str]] = []

    def keep_up(self) -> None:
        """Find nothing that others have indexed."""

    def refresh(self) -> None:
        self.read.append({path.name for folder in self.folders if folder.is_dir() for path in folder.iterdir()})
        if self.problems:
            raise self.problems.pop()


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def settled(folder: Path) -> None:
    """Wait until the folder is watched: what changes before that is nobody's news."""
    time.sleep(1.5)
    assert folder.is_dir()


def test_a_new_a_changed_and_a_removed_file_are_asked_without_a_restart(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="Anna Smith founded the zoo in 1901.", c_txt="Dogs bark.", d_txt="Cats purr.")
    with Assistant.open(corpus, tmp_path / "store") as assistant, watching(assistant):
        settled(corpus)
        (corpus / "b.txt").write_text("Carla Diaz founded the aquarium in 1950.")
        wait_until(lambda: len(assistant.documents) == 4)
        assert assistant.answer("Who founded the aquarium?").citations[0].document == "b.txt"
        (corpus / "b.txt").write_text("Dora Evans founded the aquarium in 1960.")
        wait_until(lambda: "Dora" in assistant.answer("Who founded the aquarium?").text)
        (corpus / "b.txt").unlink()
        wait_until(lambda: len(assistant.documents) == 3)
        revision = assistant.revision
        (corpus / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
        wait_until(lambda: "b.pdf" in assistant.skipped)
        assert assistant.revision > revision


def test_a_corpus_that_is_not_all_there_is_kept_and_why_is_told(folder, tmp_path: Path) -> None:
    corpus = folder(a_txt="Anna Smith founded the zoo in 1901.", c_txt="Dogs bark.")
    with Assistant.open(corpus, tmp_path / "store") as assistant:
        texts = {path.name: path.read_text() for path in corpus.iterdir()}
        for name in texts:
            (corpus / name).unlink()
        (corpus / "z.txt").write_text("Fish swim.")
        with pytest.raises(IndexingError):
            assistant.refresh()
        assert [document.name for document in assistant.documents] == ["a.txt", "c.txt"]
        assert assistant.answer("Who founded the zoo?").citations[0].document == "a.txt"
        assert "holds other documents" in assistant.stale
        for name, text in texts.items():
            (corpus / name).write_text(text)
        assistant.refresh()
        assert (len(assistant.documents), assistant.stale) == (3, "")


def test_what_is_hidden_is_no_news(tmp_path: Path) -> None:
    watched = Refreshed(tmp_path)
    (tmp_path / ".removed").mkdir()
    with watching(watched):  # type: ignore[arg-type]
        settled(tmp_path)
        (tmp_path / ".partial.a.txt").write_text("half")
        (tmp_path / ".removed" / "a.txt").write_text("gone")
        time.sleep(1.5)
        assert watched.read == []
        (tmp_path / "a.txt").write_text("whole")
        wait_until(lambda: watched.read)


def test_what_could_not_be_indexed_is_tried_again(tmp_path: Path) -> None:
    watched = Refreshed(tmp_path, problems=[StoreBusyError("busy"), CorpusLossError("lost")])
    with watching(watched, again_seconds=0.5):  # type: ignore[arg-type]
        settled(tmp_path)
        (tmp_path / "a.txt").write_text("A cat.")
        wait_until(lambda: len(watched.read) == 3)
        time.sleep(1.5)
        assert len(watched.read) == 3


def test_a_folder_that_goes_and_comes_back_is_read_then(tmp_path: Path) -> None:
    corpus, library = tmp_path / "corpus", tmp_path / "library"
    corpus.mkdir()
    watched = Refreshed(corpus, library)
    with watching(watched, again_seconds=0.5):  # type: ignore[arg-type]
        settled(corpus)
        library.mkdir()
        (library / "l.txt").write_text("A cat.")
        wait_until(lambda: {"l.txt"} in watched.read)
        shutil.rmtree(library)
        shutil.rmtree(corpus)
        wait_until(lambda: watched.read[-1] == set())
        corpus.mkdir()
        (corpus / "c.txt").write_text("A dog.")
        wait_until(lambda: watched.read[-1] == {"c.txt"})


def test_the_watch_ends_with_the_page(tmp_path: Path) -> None:
    before = threading.active_count()
    with watching(Refreshed(tmp_path)):  # type: ignore[arg-type]
        assert threading.active_count() > before
    assert threading.active_count() == before


def test_the_page_shows_what_others_have_changed(open_page: OpenPage) -> None:
    growing = Growing((HARBOUR,), [saying()])
    with running(growing, ServerSettings(watched=True)) as url:
        asking = open_page(url)
        growing.documents = (HARBOUR, Document("bridge.txt", "The bridge has four arches.", "The bridge"))
        growing.skipped = {"b.pdf": "b.pdf is broken."}
        growing.stale = "The folder of the documents cannot be read."
        growing.promise = Promise(0.42, 0.1, 0.95, 176, 143, 6, "2026-11-27")
        growing.revision = 1
        asking.wait_for_words("#toast", "The documents have changed.")
        asking.wait_for_words("#documents-note", "2 documents")
        assert asking.page.locator("#document-list .item-title").all_text_contents() == ["The bridge", "The harbour"]
        assert asking.page.text_content("#stale") == growing.stale
        assert asking.page.text_content("#promise") == growing.promise.words
        assert asking.page.text_content("#skipped-count") == "1 file is skipped"
        asking.screenshot("stale")
