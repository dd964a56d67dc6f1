"""Watch the documents while the page is open: index what changes in their folders, take up what others index."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import watchfiles

from assistant.assistant import Assistant
from index import IndexingError

# What is being copied goes on changing: the folders are read when they have been still for so long, or after so long.
STILL_MILLISECONDS = 500
LONGEST_MILLISECONDS = 5000
# A folder that was not there, or an index that another process used, is tried again after this.
AGAIN_SECONDS = 5.0
STOPS_WITHIN_SECONDS = 5.0
# How often a server is asked whether another process has published an index there; that takes two milliseconds.
LOOKS_EVERY_SECONDS = 1.0


@contextlib.contextmanager
def watching(assistant: Assistant, *, again_seconds: float = AGAIN_SECONDS) -> Iterator[None]:
    """Refresh the assistant, in threads of its own, when a file of its folders or the index at its server changes.

    What could not be read is tried again after `again_seconds`.
    """
    stop = threading.Event()
    threads = [
        threading.Thread(target=_keep_up, args=[assistant, stop], daemon=True),
        threading.Thread(target=_watch, args=[assistant, stop, again_seconds], daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOPS_WITHIN_SECONDS)


def _keep_up(assistant: Assistant, stop: threading.Event) -> None:
    while not stop.wait(LOOKS_EVERY_SECONDS):
        with contextlib.suppress(IndexingError):  # The assistant keeps the reason, and the page shows it.
            assistant.keep_up()


def _watch(assistant: Assistant, stop: threading.Event, again_seconds: float) -> None:
    """Watch those of the folders that are there, anew whenever others are, until it is to stop."""
    owed = False
    while not stop.is_set():
        there = _there(assistant)
        try:
            if there:
                owed = _follow(assistant, there, stop, again_seconds, owed=owed)
                continue
        except (OSError, RuntimeError):  # One has gone just now, or the system watches no more of them.
            pass
        owed = True
        stop.wait(again_seconds)


def _follow(
    assistant: Assistant, folders: Sequence[Path], stop: threading.Event, again_seconds: float, *, owed: bool
) -> bool:
    """Refresh with each change in these folders until others are there; tell whether something is to be read yet."""
    for changes in watchfiles.watch(
        *folders,
        watch_filter=_in_sight(folders),
        debounce=LONGEST_MILLISECONDS,
        step=STILL_MILLISECONDS,
        stop_event=stop,
        rust_timeout=int(again_seconds * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if changes or owed:
            owed = not _refreshed(assistant)
        if _there(assistant) != folders:
            return True
    return owed


def _there(assistant: Assistant) -> list[Path]:
    return [folder for folder in assistant.folders if folder.is_dir()]


def _in_sight(folders: Sequence[Path]) -> Callable[[watchfiles.Change, str], bool]:
    """Return what tells whether a changed path is one that is read: none that is hidden, or lies in a hidden folder."""
    places = [folder.absolute() for folder in folders]

    def is_in_sight(_: watchfiles.Change, path: str) -> bool:
        inside = next(
            (Path(path).relative_to(place) for place in places if Path(path).is_relative_to(place)), Path(path)
        )
        return not any(part.startswith(".") for part in inside.parts)

    return is_in_sight


def _refreshed(assistant: Assistant) -> bool:
    try:
        assistant.refresh()
    except IndexingError:
        return False  # The assistant keeps the reason, and the page shows it.
    return True
