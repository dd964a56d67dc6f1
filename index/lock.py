"""Locks that keep a store in a folder to one writer, between the processes of a machine."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import filelock

from index.errors import StoreBusyError, StoreDamagedError

LOCK_FILE = "lock.db"
# Its name begins with the other's, by which a store's files are known.
TURN_FILE = f"{LOCK_FILE}-turn"


@contextmanager
def folder_lock(folder: Path, *, write: bool) -> Iterator[Callable[[], None]]:
    """Hold the store in `folder`, with other readers or alone; raises StoreBusyError at once if that cannot be.

    Chroma itself stops no second process, which would damage the vectors or read stale ones.
    """
    if not write and not os.access(folder, os.W_OK):
        yield _nothing  # A folder that nobody can write needs no lock, and cannot hold its file.
        return
    with _turn(folder) if write else nullcontext(), _shared(folder, write=write):
        yield _nothing


@contextmanager
def folder_lock_alone(folder: Path, reading: ExitStack) -> Iterator[Callable[[], None]]:
    """Hold the store in `folder` alone, for one who holds it for reading in `reading` before and afterwards.

    Raises StoreBusyError if others read it or write it; the hold for reading stands then.
    """
    with _turn(folder):
        reading.close()
        try:
            with _shared(folder, write=True):
                yield _nothing
        finally:
            reading.enter_context(_shared(folder, write=False))


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Hold what only one process can that writes or is about to, so that none begins while another changes over."""
    lock = filelock.FileLock(folder / TURN_FILE, blocking=False, thread_local=False, is_singleton=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise _busy(folder, write=False) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _shared(folder: Path, *, write: bool) -> Iterator[None]:
    try:
        # One of our own for every hold, for a shared one belongs to the thread that took it; a page opens the store in
        # one thread and closes it in another.
        lock = filelock.ReadWriteLock(folder / LOCK_FILE, blocking=False, is_singleton=False)
        lock.acquire_write() if write else lock.acquire_read()
    except sqlite3.Error as error:
        raise StoreDamagedError(f"The lock {folder / LOCK_FILE} cannot be used ({error}). Delete that file.") from None
    except (filelock.Timeout, RuntimeError):
        raise _busy(folder, write=write) from None
    try:
        yield
    finally:
        lock.release(force=True)


def _busy(folder: Path, *, write: bool) -> StoreBusyError:
    doing = "using" if write else "building"
    return StoreBusyError(
        f"Another process is {doing} the index at {folder}. Close it (a page, a build) or wait, then try again."
    )


def _nothing() -> None:
    """Renew a lock that lasts as long as its process."""
