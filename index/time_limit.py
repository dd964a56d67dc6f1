"""Give up what takes too long: what works for a question looks now and then whether its time is over."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from index.errors import TimeUpError

_END = ContextVar("end", default=math.inf)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Let what this thread does inside take no longer than so many seconds, nor longer than what is around allows."""
    token = _END.set(min(_END.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _END.reset(token)


def check_time() -> None:
    """Raise TimeUpError if the time is over that `at_most` allows."""
    if time.monotonic() > _END.get():
        raise TimeUpError("This took too long and was given up. Use fewer words, or ask fewer documents.")
