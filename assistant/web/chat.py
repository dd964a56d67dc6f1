"""Carry a conversation on: an answer grows, is stopped, restored; each step returns the turns that stand then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answering import holds
from assistant.answers import Answer
from assistant.web.conversation import Turn
from assistant.web.message import answer_message, question_message
from index import Document


def carried_on(
    turns: tuple[Turn, ...], answers: Iterable[Answer], documents: tuple[str, ...] = (), *, updates_per_second: int
) -> Iterator[tuple[Turn, ...]]:
    """Yield the conversation with the answer growing at its end, at most so often; the last one is finished.

    `documents` are those that are asked, if it is not all.
    """
    latest: Answer | None = None
    shown = 0.0
    for latest in answers:
        if time.monotonic() - shown >= 1 / updates_per_second:
            yield (*turns, Turn(latest, state="growing", documents=documents))
            shown = time.monotonic()
    if latest is not None:
        yield (*turns, Turn(latest, documents=documents))


def stop(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return the turns with any growing answer marked as stopped; what stands of it stays."""
    return tuple(replace(turn, state="stopped") if turn.state == "growing" else turn for turn in turns)


def messages(
    turns: Sequence[Turn], document: Callable[[str], Document | None], *, thumbs: bool
) -> list[dict[str, str]]:
    """Return the chat messages that show the turns: a question and an answer for each.

    `document` gives the document of a name that is asked or cited, None if it is not there.
    """
    cited = (citation.document for turn in turns for citation in turn.answer.citations)
    names = dict.fromkeys((*cited, *(name for turn in turns for name in turn.documents)))
    by_name = {name: found for name in names if (found := document(name))}
    shown: list[dict[str, str]] = []
    for index, turn in enumerate(turns):
        changed = changed_citations(turn.answer, by_name)
        asked = [by_name[name].title if name in by_name else name for name in turn.documents]
        question = question_message(turn, index, asked, last=index == len(turns) - 1)
        answer = answer_message(turn, index, changed=changed, thumbs=thumbs)
        shown += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return shown


def changed_citations(answer: Answer, documents: dict[str, Document]) -> dict[int, bool]:
    """Return the numbers of the citations that no longer hold, each with whether its document is still there."""
    return {each.number: each.document in documents for each in answer.citations if not holds(each, documents)}
