"""Damage a copy of a store in every way, each in a process of its own, and tell what came of it.

    python tests/damage.py CORPUS STORE [KIND ...]

prints a line of JSON for each file and kind of damage (all kinds, and each mended, if none is named): what opening the
copy and searching it did, and what a build and another opening did then. `same` is what an undamaged store gives,
`other` is anything else that came without a word.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from test_build import RandomEmbedding  # noqa: E402  (the paths are set above)

from index import Index, IndexingError, build  # noqa: E402  (as above)

QUESTIONS = ("Sentence number 7", "What is many?", "number 2400", "none of these words")
KINDS: dict[str, Callable[[bytes], bytes | None]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "shortened": lambda data: data[:-1],
    "emptied": lambda _: b"",
    "garbage": lambda data: bytes((place * 167 + 13) % 251 for place in range(len(data) or 1000)),
    "flipped": lambda data: _flipped(data, len(data) // 2),
    "flipped at its head": lambda data: _flipped(data, min(20, len(data) // 3)),
    "flipped near its end": lambda data: _flipped(data, len(data) * 9 // 10),
    "longer": lambda data: data + b"more",
    "deleted": lambda _: None,
}


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :] if data else b"x"


def files_of(store: Path) -> dict[str, Path]:
    """Return the files of a store by names that are the same in every store: those of vectors by the size they have."""
    folders = sorted((path for path in store.iterdir() if path.is_dir() and path.name != "cache"), key=_size)
    names = {folder: f"vectors {number}" for number, folder in enumerate(folders)}
    return {
        f"{names.get(path.parent, path.parent.name if path.parent != store else '')}/{path.name}".lstrip("/"): path
        for path in sorted(store.rglob("*"))
        if path.is_file()
    }


def _size(folder: Path) -> tuple[int, str]:
    return sum(path.stat().st_size for path in folder.iterdir()), folder.name


def search(corpus: Path, store: Path) -> Any:
    """Return what an index finds, in all that a search tells of it."""
    with Index.open(store, corpus=corpus, embedding=RandomEmbedding()) as index:
        return [
            [
                hit.passage.document, hit.passage.start, hit.passage.end, hit.passage.text,
                round(hit.score, 5), round(hit.passage_cosine, 5), round(sum(hit.sentence_cosines), 4),
            ]
            for question in QUESTIONS
            for hit in index.search(question)
        ]  # fmt: skip


def tried(work: Callable[[], Any], expected: Any) -> str:
    """Return `same`, `other`, the error with its message, or what no person should see."""
    try:
        return "same" if work() == expected else "other"
    except IndexingError as error:
        return f"{type(error).__name__}: {error}"
    except BaseException as error:
        return f"TRACEBACK {type(error).__name__}: {error}"


def apart(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return what work gives in a process of its own, or the signal that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writing, "w") as pipe:
            json.dump(work(), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(told) if told else {"opened": f"CRASH {os.waitstatus_to_exitcode(status)}"}


def damages(corpus: Path, store: Path, kinds: Sequence[str], *, all_mended: bool) -> Iterator[dict[str, str]]:
    """Yield what came of each kind of damage to each file; only what the first kind did is mended if not all is."""
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "expected"

        def whole() -> dict[str, str]:
            kept.write_text(json.dumps(search(corpus, store)))
            return {"opened": "same"}

        apart(whole)
        expected = json.loads(kept.read_text())
        for name in files_of(store):
            for kind in kinds:
                copy = Path(folder) / "copy"
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(store, copy)
                path = files_of(copy)[name]
                damaged = KINDS[kind](path.read_bytes())
                path.unlink() if damaged is None else path.write_bytes(damaged)
                after = functools.partial(_after, corpus, copy, expected, mend=all_mended or kind == kinds[0])
                yield {"file": name, "kind": kind, **apart(after)}


def _after(corpus: Path, store: Path, expected: Any, *, mend: bool) -> dict[str, str]:
    opened = tried(lambda: search(corpus, store), expected)
    if not mend:
        return {"opened": opened}

    def mended() -> Any:
        build(corpus, store, embedding=RandomEmbedding())
        return search(corpus, store)

    return {"opened": opened, "mended": tried(mended, expected)}


if __name__ == "__main__":
    corpus, store, *kinds = sys.argv[1:]
    for each in damages(Path(corpus), Path(store), kinds or list(KINDS), all_mended=not kinds):
        sys.stdout.write(f"{json.dumps(each)}\n")
