"""Which table of an index a question is about."""

from __future__ import annotations

import functools

from assistant.asking import Question
from assistant.tables.asked import Wanted, read
from assistant.tables.table import tables_of
from index import Index

# The languages whose files say how tables are asked.
ASKED_IN = ("en", "de", "fr", "es", "ru")


def wanted_of(asked: Question, index: Index) -> Wanted | None:
    """Return what a question wants of the one table that it is about; None if it is about none, or about several.

    A question of a few words is often taken for another language than it is in: those of the tables are tried as well.
    """
    tables = list(tables_of(asked, index))
    for language in dict.fromkeys((asked.language, *ASKED_IN)) if tables else ():
        found = [
            wanted
            for table in tables
            if (wanted := read(asked, language, table, functools.partial(index.content_terms, language=language)))
        ]
        most = max((wanted.matched for wanted in found), default=0)
        best = [wanted for wanted in found if wanted.matched == most]
        if best:
            return best[0] if len(best) == 1 else None
    return None
