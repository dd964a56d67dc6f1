"""Which table of an index a question is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Question
from assistant.tables.asked import Wanted, read
from assistant.tables.table import Table, tables_of
from index import Index

# The languages whose files say how tables are asked.
ASKED_IN = ("en", "de", "fr", "es", "ru")
# "And the most expensive? (What is the cheapest item?)": by itself it may say enough.
WITH_EARLIER = re.compile(r"(?P<alone>[^()]+[?？؟]) \((?P<earlier>.+)\)")


def wanted_of(asked: Question, index: Index) -> Wanted | None:
    """Return what a question wants of the one table that it is about; None if it is about none, or about several.

    A question of a few words is often taken for another language than it is in: those of the tables are tried as well.
    """
    tables = list(tables_of(asked, index))
    joined = WITH_EARLIER.fullmatch(asked.respelled)
    if joined and tables and (alone := _best(joined["alone"], asked, tables, index)):
        # Of several tables that fit, that of the earlier question is meant.
        before = _best(joined["earlier"], asked, tables, index) if len(alone) > 1 else []
        of_before = [wanted for wanted in alone if any(wanted.table is other.table for other in before)] or alone
        return of_before[0] if len(of_before) == 1 else None
    best = _best(asked.respelled, asked, tables, index)
    return best[0] if len(best) == 1 else None


def _best(text: str, asked: Question, tables: Sequence[Table], index: Index) -> list[Wanted]:
    """Return what a text wants of the tables that hold most of it, in the first language in which it is understood."""
    for language in dict.fromkeys((asked.language, *ASKED_IN)):
        terms = functools.partial(index.content_terms, language=language)
        found = [each for table in tables if (each := read(replace(asked, respelled=text), language, table, terms))]
        if found:
            most = max(wanted.matched for wanted in found)
            return [wanted for wanted in found if wanted.matched == most]
    return []
