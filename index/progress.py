"""Show on the terminal how far a build has come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from index.build import Progress

# A build that is done within a second needs no bar.
DELAY_SECONDS = 1.0


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a progress function that draws a bar of passages on standard error once a second has passed."""
    with tqdm(desc="Indexing", unit=" passages", delay=DELAY_SECONDS, leave=False, dynamic_ncols=True) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
