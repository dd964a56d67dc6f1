"""Decide whether passages prove a sentence that somebody wrote.

written text -> `DraftCutter` -> `Draft`s (a sentence and the passages that it cites) -> `check` against the `Evidence`
-> `Supported` by these sentences, or `Withheld` and why. `orders_in` finds sentences that order a language model
about, `is_order` tells one; `Unwrapper` takes the thoughts off a text.
"""

from assistant.proving.drafts import Draft, DraftCutter
from assistant.proving.orders import is_order, orders_in
from assistant.proving.sources import Evidence
from assistant.proving.support import Supported, Withheld, check
from assistant.proving.unwrapping import Unwrapper

__all__ = [
    "Draft",
    "DraftCutter",
    "Evidence",
    "Supported",
    "Unwrapper",
    "Withheld",
    "check",
    "is_order",
    "orders_in",
]
