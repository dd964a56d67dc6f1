"""The turns of a conversation, as the page keeps them in the browser and sends them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answers import Answer
from assistant.errors import ReceiptError
from assistant.web.receipts import decode

# A follow-up leans on what was said just before; older turns only slow down the request.
HISTORY_TURNS = 8
MOST_TURNS = 200
STATES = ("growing", "finished", "stopped")
THUMBS = ("", "up", "down")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; `state` is "growing", "finished" or "stopped", `thumb` "", "up" or "down".

    `documents` are the names of those that were asked, () if all were.
    """

    answer: Answer
    state: str = "finished"
    thumb: str = ""
    documents: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the turn as JSON values."""
        return {
            "answer": self.answer.to_json(),
            "state": self.state,
            "thumb": self.thumb,
            "documents": list(self.documents),
        }


def turns_from_json(value: object) -> tuple[Turn, ...]:
    """Return the turns that a browser sent; raises ReceiptError if they are not a conversation of ours."""
    if not isinstance(value, list) or len(value) > MOST_TURNS:
        raise ReceiptError(f"A conversation is a list of at most {MOST_TURNS} turns.")
    turns = tuple(decode(Turn, item, f"turn {number}") for number, item in enumerate(value, start=1))
    if any(turn.state not in STATES or turn.thumb not in THUMBS for turn in turns):
        raise ReceiptError("A turn has a state or a thumb that does not exist.")
    return turns


def turns_to_json(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Return the turns as JSON values."""
    return [turn.to_json() for turn in turns]


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """Return the last questions and answers as Markdown, oldest first, for the understanding of a follow-up."""
    return [(turn.answer.interpreted_as, turn.answer.text) for turn in turns[-HISTORY_TURNS:]]
