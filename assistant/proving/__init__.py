"""Decide whether passages prove a sentence that somebody wrote.

written text -> `DraftCutter` -> `Draft`s (a sentence and the passages that it cites) -> `check` against the `Evidence`
-> `Supported` by these sentences, or `Withheld` and why. `orders_in` finds sentences that order a language model about.
"""

from assistant.proving.drafts import Draft, DraftCutter
from assistant.proving.orders import orders_in
from assistant.proving.sources import Evidence
from assistant.proving.support import Supported, Withheld, check

__all__ = [
    "Draft",
    "DraftCutter",
    "Evidence",
    "Supported",
    "Withheld",
    "check",
    "orders_in",
]
