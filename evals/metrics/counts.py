"""Facts that count documents, such as "3 of 5": no quote holds them, so the answer's own words must."""

from __future__ import annotations

import re
from collections.abc import Sequence

COUNT = re.compile(r"(\d+) of (\d+)")


def count_of(alternatives: Sequence[str]) -> tuple[int, int] | None:
    """Return how many documents, of how many, a fact counts, or None if it is a fact that a quote can hold."""
    match = COUNT.fullmatch(alternatives[0]) if len(alternatives) == 1 else None
    return (int(match[1]), int(match[2])) if match else None
