"""Let many threads use a thing at once, or one thread change it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """A lock with two ways in: `using`, together with others, and `changing`, alone.

    A change waits for those inside to leave, and lets nobody in while it waits.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._changing = False

    @contextmanager
    def using(self) -> Iterator[None]:
        """Be inside with others; waits for a change to end."""
        with self._changed:
            self._changed.wait_for(lambda: not self._changing)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def wait_for_quiet(self, seconds: float) -> None:
        """Wait until nobody is inside, but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside == 0, timeout=seconds)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be inside alone; waits for another change to end, then for everyone to leave."""
        with self._changed:
            self._changed.wait_for(lambda: not self._changing)
            self._changing = True
            self._changed.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._changed:
                self._changing = False
                self._changed.notify_all()
