"""Make answers of what a language model writes: its own where anything of it stands, the quoted ones else."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answering import emphasis, markdown
from assistant.answers import Answer
from assistant.writing.writer import Written


def replied(quoted: Sequence[Answer], writing: Iterable[Written], name: str, language: str) -> Iterator[Answer]:
    """Yield the answer that the model `name` writes as it grows; if nothing of it stands, the quoted one as it grew.

    `quoted` is the answer by quoting as it grew, at least one; the last answer says in its note, in a language, what
    became of the model's.
    """
    whole, started = quoted[-1], time.perf_counter()
    for written in writing:
        timings = {**whole.timings, "write": 1000 * (time.perf_counter() - started)}
        note = written.note(language) if written.finished else ""
        if written.statements:
            answers = [whole.short] if whole.short else []
            statements = tuple(replace(each, emphasis=emphasis(each.text, answers)) for each in written.statements)
            is_cited = any(whole.short in citation.quote for citation in written.citations)
            yield replace(
                whole,
                text=markdown(statements),
                statements=statements,
                short=whole.short if is_cited else "",
                citations=written.citations,
                disagreements=(),
                timings=timings,
                written_by=name,
                withheld=written.withheld,
                note=note,
                # What was measured are quotes.
                record=None,
            )
        elif written.finished:
            for answer in quoted:
                yield replace(answer, timings=timings, withheld=written.withheld, note=note)
