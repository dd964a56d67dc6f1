"""A store whose files are damaged, each in a process of its own: a clear word or the same answers; a build mends it.

What a person meets after a bad disk, or a program that tidies up. `python tests/damage.py` tries more kinds.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import chromadb
import pytest
from test_build import RandomEmbedding

from assistant import Assistant
from assistant.__main__ import main
from index import SEEDS, Index, IndexingError, build, seal
from index.errors import StoreDamagedError, StoreMissingError
from index.store import explained

# Garbage is mended as well, which takes the longest.
KINDS = ("garbage", "truncated", "flipped", "deleted")
# Chroma keeps the vectors of a collection in files once it has a thousand.
PASSAGES = 1100
VECTORS = ("data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("damage")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("\n\n".join(f"# Number {number}\n\nIt is one of many." for number in range(PASSAGES)))
    build(corpus, folder / "store", embedding=RandomEmbedding())
    Index.open(folder / "store", embedding=RandomEmbedding()).close()  # Which makes its cache.
    return corpus, folder / "store"


@pytest.fixture(scope="module")
def outcomes(stored: tuple[Path, Path]) -> dict[tuple[str, str], dict[str, str]]:
    command = [sys.executable, "tests/damage.py", *map(str, stored), *KINDS]
    told = subprocess.run(command, cwd=SEEDS.parent, check=True, capture_output=True, text=True, timeout=600).stdout
    return {(each.pop("file"), each.pop("kind")): each for each in map(json.loads, told.splitlines())}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", [*(f"vectors 1/{name}" for name in VECTORS), "chroma.sqlite3"])
def test_damage_to_what_is_held_is_told(
    outcomes: dict[tuple[str, str], dict[str, str]], stored: tuple[Path, Path], file: str, kind: str
) -> None:
    opened = outcomes[file, kind]["opened"]

    assert opened.startswith(("StoreDamagedError: The index at", "StoreMissingError: There is no index at"))
    assert f"uild it again with: python -m index {stored[0]}" in opened or "Build it with: python -m index" in opened


def test_damage_to_any_file_is_told_or_makes_no_difference(outcomes: dict[tuple[str, str], dict[str, str]]) -> None:
    silent = {case: each for case, each in outcomes.items() if not each["opened"].startswith(("same", "Store"))}

    assert silent == {}
    assert len(outcomes) >= 60


def test_a_build_mends_all_but_a_lock_that_it_names(outcomes: dict[tuple[str, str], dict[str, str]]) -> None:
    left = {case: each["mended"] for case, each in outcomes.items() if each.get("mended", "same") != "same"}

    assert left.keys() == {("lock.db", "garbage")}
    assert left["lock.db", "garbage"].endswith("Delete that file.")


@pytest.fixture
def sealed(cats_and_dogs: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a corpus and its store."""
    store = tmp_path / "store"
    build(cats_and_dogs, store)
    return cats_and_dogs, store


def flip_a_word(store: Path, corpus: Path) -> None:
    (text,) = (text for text in map(Path.read_text, corpus.glob("*.txt")) if "red" in text)
    right, wrong = (b64encode(zlib.compress(each.encode())) for each in (text, text.replace("red", "rad")))
    database = store / "chroma.sqlite3"
    held = database.read_bytes()
    assert right in held
    assert len(right) == len(wrong)
    database.write_bytes(held.replace(right, wrong))


def test_a_changed_word_is_damage_and_never_quoted(
    sealed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, store = sealed
    flip_a_word(store, corpus)

    with pytest.raises(StoreDamagedError, match=r"it has another chroma\.sqlite3 than was written, or none"):
        Index.open(store)
    main(["--corpus", str(corpus), "--store", str(store), "What was red?"])
    told = capsys.readouterr()
    assert "rad" not in told.out
    assert told.err == f"The index at {store} was damaged. It was built anew from the documents.\n"
    main(["--corpus", str(corpus), "--store", str(store), "What was red?"])
    assert capsys.readouterr().err == ""


def test_an_index_that_is_in_use_is_not_mended_under_its_readers(sealed: tuple[Path, Path]) -> None:
    corpus, store = sealed
    with Assistant.open(corpus, store) as assistant:
        flip_a_word(store, corpus)
        (corpus / "c.txt").write_text("Birds sing.")
        with pytest.raises(StoreDamagedError):
            assistant.refresh()
        assert "is damaged" in assistant.stale
        assert len(assistant.documents) == 2
    with Assistant.open(corpus, store) as assistant:
        assert (assistant.mended, len(assistant.documents)) == (True, 3)


@pytest.mark.parametrize("name", ["lock.db", "lock.db-turn", "lock.db-open", "lock.db-seal"])
def test_a_file_of_locks_that_is_deleted_is_made_again(sealed: tuple[Path, Path], name: str) -> None:
    corpus, store = sealed
    Index.open(store).close()
    (store / name).unlink()

    with Index.open(store) as index:
        assert index.search("cat")[0].passage.document == "a.txt"
    assert build(corpus, store, rebuild=True).embedded == 4


def test_a_damaged_lock_is_well_once_it_is_deleted_as_its_error_says(sealed: tuple[Path, Path]) -> None:
    corpus, store = sealed
    (store / "lock.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreDamagedError, match=r"Delete that file\.$"):
        build(corpus, store)
    (store / "lock.db").unlink()
    assert not build(corpus, store).changed


def test_opening_a_store_is_no_damage(sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, store = sealed

    def opened(*given: Any, _open: Any = chromadb.PersistentClient, **named: Any) -> Any:
        """Open as often as Chroma's note of who opened it needs another page."""
        client = _open(*given, **named)
        with closing(sqlite3.connect(store / "chroma.sqlite3")) as base, base:
            base.executemany("INSERT INTO acquire_write (lock_status) VALUES (?)", [(1,)] * 1000)
        return client

    monkeypatch.setattr(chromadb, "PersistentClient", opened)
    for _ in range(3):
        Index.open(store).close()
        assert not build(corpus, store).mended


def test_another_program_may_look_into_a_store(sealed: tuple[Path, Path]) -> None:
    _, store = sealed
    client = chromadb.PersistentClient(str(store), chromadb.config.Settings(anonymized_telemetry=False))
    assert client.list_collections()
    client.close()

    assert seal.is_sealed(store)
    assert seal.broken(store) == ""


def test_a_build_that_fails_leaves_no_seal_and_the_next_opening_puts_one(
    sealed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, store = sealed
    (corpus / "c.txt").write_text("Birds sing.")

    def failing(*_: object, **__: object) -> None:
        assert not seal.is_sealed(store)
        raise MemoryError

    monkeypatch.setattr("index.store.Store.add_documents", failing)
    with pytest.raises(MemoryError):
        build(corpus, store)
    assert not seal.is_sealed(store)
    Index.open(store).close()
    assert seal.is_sealed(store)


AS_ANOTHER = """
import os, sys
from pathlib import Path
from test_build import RandomEmbedding
from index import Index, IndexingError

Index.open(Path(sys.argv[1]), embedding=RandomEmbedding()).close()
if os.geteuid() == 0:
    os.setuid(65534)  # Root may write everything; nobody may not.
try:
    Index.open(Path(sys.argv[2]), embedding=RandomEmbedding())
except IndexingError as error:
    print(type(error).__name__, error)
"""


def test_a_store_that_may_only_be_read_is_not_called_damaged(stored: tuple[Path, Path]) -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        store = Path(shutil.copytree(stored[1], Path(folder) / "store"))
        for path in (*store.rglob("*"), store):
            path.chmod(0o555 if path.is_dir() else 0o444)
        command = [sys.executable, "-c", AS_ANOTHER, str(stored[1]), str(store)]
        paths = {**os.environ, "PYTHONPATH": f"tests:{SEEDS.parent}"}
        told = subprocess.run(
            command, cwd=SEEDS.parent, env=paths, text=True, stdout=subprocess.PIPE, check=True
        ).stdout

    assert told.startswith(f"StoreUnwritableError The index at {store} cannot be written, and Chroma opens none that")


def test_an_index_that_is_deleted_while_it_is_open_answers_on_and_is_built_anew(
    sealed: tuple[Path, Path], tmp_path: Path
) -> None:
    corpus, store = sealed
    with Assistant.open(corpus, store, library=tmp_path / "library") as assistant:
        shutil.rmtree(store)
        assert assistant.answer("What sat on the mat?").citations[0].quote == "The cat sat on the mat."
        with pytest.raises(IndexingError, match=r"index at .*store"):
            assistant.upload("c.txt", b"Birds sing.")
        assert assistant.uploads == frozenset()
        assert assistant.answer("What sat on the mat?").citations[0].quote == "The cat sat on the mat."
    with Assistant.open(corpus, store) as assistant:
        assert assistant.answer("What sat on the mat?").citations[0].quote == "The cat sat on the mat."


def test_what_an_error_says_of_an_index_that_is_deleted_is_that_it_is_deleted(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="has been deleted since"), explained(tmp_path / "store", None):
        raise chromadb.errors.InternalError("No such file or directory")


ONE_OF_MANY = """
import sys
from assistant import Assistant
from index import IndexingError

print("ready", flush=True)
sys.stdin.readline()
try:
    with Assistant.open(sys.argv[1], sys.argv[2]) as assistant:
        print(assistant.answer("What sat on the mat?").citations[0].quote)
except IndexingError as error:
    print(type(error).__name__)
"""


def test_several_that_start_at_once_answer_or_say_that_another_is_building(cats_and_dogs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ONE_OF_MANY, str(cats_and_dogs), str(tmp_path / "store")]
    piped: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(command, cwd=SEEDS.parent, text=True, **piped) for _ in range(3)]
    for each in started:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in started:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    told = [each.communicate(timeout=60) for each in started]

    assert {out.strip() for out, _ in told} <= {"The cat sat on the mat.", "StoreBusyError"}
    assert "The cat sat on the mat." in [out.strip() for out, _ in told]
    assert [err for _, err in told if "Traceback" in err] == []
    with Assistant.open(cats_and_dogs, tmp_path / "store") as assistant:
        assert (assistant.mended, len(assistant.documents)) == (False, 2)
