"""Which table of an index a question is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Question
from assistant.tables.asked import Wanted, one_extreme, read
from assistant.tables.table import Table, tables_of
from index import Index

# The languages whose files say how tables are asked.
ASKED_IN = ("en", "de", "fr", "es", "ru")
# With more words than these it is known in which language a question is.
FEW_WORDS = 5
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
        return _only(of_before)
    return _only(_best(asked.respelled, asked, tables, index, joined))


def _only(found: Sequence[Wanted]) -> Wanted | None:
    """Return the one that was found, if it holds a row."""
    return found[0] if len(found) == 1 and found[0].rows else None


def _best(
    text: str, asked: Question, tables: Sequence[Table], index: Index, joined: re.Match[str] | None = None
) -> list[Wanted]:
    """Return what a text wants of the tables that hold most of it, in the first language in which it is understood.

    `joined` is given if it holds an earlier question.
    """
    others = ASKED_IN if len(text.split()) <= FEW_WORDS else ()
    for language in dict.fromkeys((asked.language, *others)):
        terms = functools.partial(index.content_terms, language=language)
        whole = one_extreme(joined["alone"], joined["earlier"], language) if joined else text
        as_asked = replace(asked, respelled=whole)
        wanted = (read(as_asked, language, table, terms, goes_on=bool(joined)) for table in tables)
        found = [each for each in wanted if each]
        if found:
            most = max(each.matched for each in found)
            return [each for each in found if each.matched == most]
    return []
