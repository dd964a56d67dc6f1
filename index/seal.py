"""The seal on a store's files: their checksums, by which damage is noticed before Chroma opens them.

Chroma answers from damaged vectors without a word, and some damage ends the process. The seal is put when a change is
done, and lifted before the next begins: a store without one is being changed, or the process that did so was killed.
A checksum tells of accidents; whoever writes the store on purpose can write the seal as well.
"""

from __future__ import annotations

import functools
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import filelock

from index.errors import StoreBusyError
from index.lock import LOCK_FILE

DATABASE = "chroma.sqlite3"
SEAL_FILE = f"{LOCK_FILE}-seal"
OPENING_FILE = f"{LOCK_FILE}-open"
# Chroma makes a folder of vectors anew whenever it is opened, unless it has this file.
KEPT_VECTORS = "*/index_metadata.pickle"
# Whoever opens a database adds a row to this table, and changes these counters in the head of the file.
OPENINGS = "acquire_write"
COUNTERS = (24, 28), (92, 100)
CHUNK_BYTES = 2**20
# A file may be written again within the same tick of its clock: so old must it be to be known by its time.
SETTLED_SECONDS = 2.0
FILES_REMEMBERED = 100
# Checking a gigabyte takes a third of a second, or two on a busy machine.
LONGEST_OPENING_SECONDS = 60.0


class Measure(NamedTuple):
    """The checksum of a file, without the ranges of bytes that opening it changes."""

    checksum: int
    without: list[tuple[int, int]]


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Hold the files of a store while Chroma opens it, and renew their seal afterwards if there is one."""
    with _turn(folder):
        sealed = _read(folder)
        yield
        if sealed:
            _write(folder, lambda: {**sealed, DATABASE: _measure(folder / DATABASE)})


def broken(folder: Path) -> str:
    """Return the name of a file that is not as it was when the seal was put, or "" if all are, or there is no seal."""
    for name, measure in (_read(folder) or {}).items():
        path = folder / name
        try:
            intact = _checksum(path, measure.without) == measure.checksum
        except OSError:
            intact = False
        if not intact:
            return name
    return ""


def is_sealed(folder: Path) -> bool:
    """Tell whether there is a seal."""
    return _read(folder) is not None


def put(folder: Path) -> None:
    """Seal the files as they are."""
    with _turn(folder):
        _write(folder, lambda: _measures(folder))


def lift(folder: Path) -> None:
    """Take the seal away, since the files are about to change."""
    with _turn(folder):
        (folder / SEAL_FILE).unlink(missing_ok=True)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    if not os.access(folder, os.W_OK):
        yield  # Nobody changes it.
        return
    try:
        with filelock.FileLock(folder / OPENING_FILE, timeout=LONGEST_OPENING_SECONDS, is_singleton=False):
            yield
    except filelock.Timeout:
        raise StoreBusyError(f"Other processes keep opening the index at {folder}. Try again.") from None


def _measures(folder: Path) -> dict[str, Measure]:
    vectors = (path for kept in folder.glob(KEPT_VECTORS) for path in kept.parent.iterdir())
    measures = {path.relative_to(folder).as_posix(): Measure(_checksum(path, []), []) for path in vectors}
    return {DATABASE: _measure(folder / DATABASE), **measures}


def _measure(database: Path) -> Measure:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as base:
        (size,) = base.execute("PRAGMA page_size").fetchone()
        pages = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (OPENINGS,)).fetchall()
    without = [*COUNTERS, *(((page - 1) * size, page * size) for (page,) in pages)]
    return Measure(_checksum(database, without), without)


def _checksum(path: Path, without: list[tuple[int, int]]) -> int:
    """Return the checksum of a file; this process reads one again only if it has been touched since."""
    found = path.stat()
    stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    is_settled = time.time() - max(found.st_mtime, found.st_ctime) > SETTLED_SECONDS
    return (_read_once if is_settled else _read_through)(path, tuple(without), stamp)


@functools.lru_cache(FILES_REMEMBERED)
def _read_once(path: Path, without: tuple[tuple[int, int], ...], stamp: tuple[int, ...]) -> int:
    return _read_through(path, without, stamp)


def _read_through(path: Path, without: tuple[tuple[int, int], ...], stamp: tuple[int, ...]) -> int:
    checksum, place = 0, 0
    with path.open("rb") as file:
        for start, end in (*without, (stamp[0], 0)):
            for part in _parts(file, start - place):
                checksum = zlib.crc32(part, checksum)
            file.seek(end)
            place = end
    return checksum


def _parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (part := file.read(min(size, CHUNK_BYTES))):
        yield part
        size -= len(part)


def _read(folder: Path) -> dict[str, Measure] | None:
    """Return what was sealed, or None if there is no seal that can be read."""
    try:
        sealed = json.loads((folder / SEAL_FILE).read_bytes())
        return {
            name: Measure(checksum, [(start, end) for start, end in without])
            for name, (checksum, without) in sealed.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _write(folder: Path, measured: Callable[[], dict[str, Measure]]) -> None:
    fresh = folder / f"{SEAL_FILE}-fresh"
    # Without a seal a store is checked by its rows alone, which is better than not to open it on a full disk.
    with suppress(OSError, sqlite3.Error):
        fresh.write_text(json.dumps(measured()), encoding="utf-8")
        fresh.replace(folder / SEAL_FILE)
