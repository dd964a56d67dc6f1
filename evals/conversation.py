"""Score a conversation: talk, questions about the documents, summaries and what else people type."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Answer, Assistant
from assistant.asking import standalone
from evals.cases import SPLITS, Case
from evals.errors import EvalsError
from evals.metrics.intervals import Estimate, wilson
from evals.report.tables import Table, interval

CONVERSATION = Path(__file__).parent / "sets" / "conversation.jsonl"
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "*": "", "_": "", "\\": "", "|": " "}
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question after some talk, and what its answer must show.

    Of each of the alternatives in `expect` one is shown, nothing of `forbid` is, and at most `longest` characters are;
    `cites` and `abstain` tell whether it must cite and abstain, None that either will do.
    """

    id: str
    kind: str
    split: str
    language: str
    question: str
    history: Sequence[tuple[str, str]]
    expect: Sequence[Sequence[str]]
    forbid: Sequence[str]
    cites: bool | None
    abstain: bool | None
    longest: int


def read_turns(file: Path = CONVERSATION) -> list[Turn]:
    """Return the turns of a file; raises EvalsError naming the line that is none."""
    turns = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            turns.append(Turn(**{**row, "history": [(asked, told) for asked, told in row["history"]]}))
        except (KeyError, TypeError, ValueError) as error:
            raise EvalsError(f"{file}:{number}: is no turn ({error}). Correct the row.") from None
    return turns


def wrong_with(turn: Turn, answer: Answer) -> str:
    """Return what is wrong with the answer to a turn, "" if it is right."""
    shown = [_plain(answer.text), *(_plain(citation.quote) for citation in answer.citations)]

    def is_shown(text: str) -> bool:
        return any(_plain(text) in part for part in shown)

    missing = [" | ".join(texts) for texts in turn.expect if not any(map(is_shown, texts))]
    surplus = [text for text in turn.forbid if is_shown(text)]
    faults = {
        "cites" if answer.citations else "cites nothing": turn.cites not in (None, bool(answer.citations)),
        "abstains" if answer.abstained else "answers": turn.abstain not in (None, answer.abstained),
        f"shows more than {turn.longest} characters": len(shown[0]) > turn.longest,
        f"does not show {', '.join(missing)}": bool(missing),
        f"shows {', '.join(surplus)}": bool(surplus),
    }
    return "; ".join(fault for fault, is_so in faults.items() if is_so)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(QUOTES).split())


def converse(assistant: Assistant, turns: Iterable[Turn]) -> dict[str, str]:
    """Return what is wrong with the answer to each turn, by its id."""
    return {turn.id: wrong_with(turn, assistant.answer(turn.question, history=turn.history)) for turn in turns}


def after_others(turns: Sequence[Turn], cases: Sequence[Case]) -> list[Turn]:
    """Return the questions of turns and cases that were asked first, each after one of them that is far from it."""
    asked = [(turn.id, turn.split, turn.language, turn.question) for turn in turns if not turn.history]
    asked += [(case.id, case.split, "", case.question) for case in cases if not case.history]
    return [
        Turn(
            f"{name}, after another", "self_contained", split, language, question, [(other, "")], [], [], None, None, 0
        )
        for place, (name, split, language, question) in enumerate(asked)
        for *_, other in (asked[(place + len(asked) // 3) % len(asked)],)
    ]


def rewritten(assistant: Assistant, turns: Iterable[Turn]) -> dict[str, str]:
    """Return what each question that stands alone is understood as after its history, "" if as it is without it."""
    understood = dict[str, str]()
    for turn in turns:
        understood[turn.id] = ""
        # The rules rewrite few; only of these the search need decide.
        if standalone(turn.question, turn.history) != standalone(turn.question, ()):
            told = assistant.answer(turn.question, history=turn.history).interpreted_as
            understood[turn.id] = told if told != assistant.answer(turn.question).interpreted_as else ""
    return understood


def conversation_table(turns: Sequence[Turn], wrong: Mapping[str, str]) -> Table:
    """Return one row a kind, with the share of right answers on each half."""
    kinds: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {split: [] for split in SPLITS})
    for turn in turns:
        kinds[turn.kind][turn.split].append(not wrong[turn.id])
    rows = tuple((kind, *map(_cell, halves.values())) for kind, halves in kinds.items())
    return Table("Conversation", ("kind", *SPLITS), rows, "Right [95 % interval, Wilson] (n).")


def _cell(right: Sequence[bool]) -> str:
    n = len(right)
    return f"{interval(Estimate(sum(right) / n, *wilson(sum(right) / n, n), n))} ({n})" if n else "-"
