"""Tables: what their columns hold, and which rows of which column a question means.

`Index` -> `Table`s with typed columns; a `Question` read against each -> the one `Wanted`, or none.
"""

from assistant.tables.asked import Want, Wanted
from assistant.tables.values import around, is_open, unit_of
from assistant.tables.which import wanted_of

__all__ = ["Want", "Wanted", "around", "is_open", "unit_of", "wanted_of"]
