"""Decide whether passages prove a sentence that somebody wrote.

written text -> `DraftCutter` -> `Draft`s (a sentence and the passages that it cites) -> `check` against the `Evidence`
-> `Supported` by these sentences, or `Withheld` and why. `is_order` tells a sentence that orders a model about.
"""

from assistant.proving.drafts import Draft, DraftCutter
from assistant.proving.orders import is_order, orders_in
from assistant.proving.sources import Evidence
from assistant.proving.support import Supported, Withheld, check

__all__ = [
    "Draft",
    "DraftCutter",
    "Evidence",
    "Supported",
    "Withheld",
    "check",
    "is_order",
    "orders_in",
]
