"""Make answers of what a language model writes: its own where anything of it stands, the quoted ones else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answering import emphasis, markdown
from assistant.answers import SURE, Answer, Citation, Statement
from assistant.words.phrases import Phrase, phrase
from assistant.writing.writer import Written


def replied(
    quoted: Sequence[Answer],
    writing: Iterable[Written],
    name: str,
    language: str,
    *,
    declined: Sequence[Answer],
    confidence_in: Callable[[Sequence[Citation]], float],
) -> Iterator[Answer]:
    """Yield the answer that the model `name` writes as it grows; if nothing of it stands, the quoted one as it grew.

    Before anything of it stands, the quoted one is yielded as provisional.
    `quoted` is the answer without it as it grew, at least one, and `declined` what is answered if the model finds no
    answer; the last answer says in its note, in a language, what became of the model's. `confidence_in` gives the
    probability that what is cited answers: one that is not sure says so in front.
    """
    whole, started = quoted[-1], time.perf_counter()
    for written in writing:
        timings = {**whole.timings, "write": 1000 * (time.perf_counter() - started)}
        if written.statements:
            answers = [whole.short] if whole.short else []
            proven = tuple(replace(each, emphasis=emphasis(each.text, answers)) for each in written.statements)
            is_cited = any(whole.short in citation.quote for citation in written.citations)
            confidence = confidence_in(written.citations)
            unsure = (Statement(phrase(Phrase.UNSURE, language), ()),) if confidence < SURE else ()
            yield replace(
                whole,
                text=markdown((*unsure, *proven)),
                statements=(*unsure, *proven),
                short=whole.short if is_cited and not unsure else "",
                citations=written.citations,
                abstained=False,
                reason="",
                confidence=confidence,
                nearest=(),
                disagreements=(),
                timings=timings,
                written_by=name,
                withheld=written.withheld,
                note=written.note(language) if written.finished else "",
                # What was measured are quotes.
                record=None,
            )
        elif not written.finished:
            yield replace(whole, provisional=True, timings=timings)
        else:
            for answer in declined if written.declined else quoted:
                note = written.note(language, abstained=answer.abstained)
                yield replace(answer, timings=timings, withheld=written.withheld, note=note)
