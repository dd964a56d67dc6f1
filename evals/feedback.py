"""Turn what people thought of answers into cases: an answer that was right is gold, a wrong one needs a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalsError

FILE_NAME = "feedback.jsonl"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows for a file of questions, and what a person has to decide: (question, note) of answers that were wrong."""

    rows: tuple[dict[str, Any], ...]
    wrong: tuple[tuple[str, str], ...]


def gather(file: Path, known: Collection[str]) -> Gathered:
    """Return a case for each question whose last thumb is up, unless its id is `known`, and the wrong answers.

    Every quote of the answer is a fact and its evidence; an abstention that was right becomes an unanswerable case.
    All are for tuning ("dev"). Raises EvalsError naming file and line for a line that the page did not write.
    """
    last = {line["question"]: line for line in _lines(file)}
    rows = [_row(line) for line in last.values() if line["thumb"] == "up"]
    wrong = [(line["question"], line.get("note", "")) for line in last.values() if line["thumb"] == "down"]
    return Gathered(tuple(row for row in rows if row["id"] not in known), tuple(wrong))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{file}: cannot be read ({error}). Give the page's feedback file.") from None
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            known = isinstance(entry["question"], str) and isinstance(entry["answer"]["citations"], list)
            known = known and entry["thumb"] in ("up", "down", "")
        except (ValueError, KeyError, TypeError):
            known = False
        if not known:
            raise EvalsError(f"{file}, line {number}: this is no feedback of the page. Correct or remove it.")
        yield entry


def _row(line: Mapping[str, Any]) -> dict[str, Any]:
    citations = line["answer"]["citations"]
    # The question as it was understood stands alone, so the talk before it is not needed.
    question = line.get("interpreted_as") or line["question"]
    return {
        "id": f"feedback-{hashlib.sha256(question.encode()).hexdigest()[:8]}",
        "split": "dev",
        "question": question,
        "history": [],
        "answerable": bool(citations),
        "facts": [[citation["quote"]] for citation in citations],
        "evidence": [
            {key: citation[key] for key in ("document", "start", "end", "quote")} | {"facts": [place]}
            for place, citation in enumerate(citations)
        ],
    }


def append_rows(folder: Path, rows: Collection[Mapping[str, Any]]) -> Path:
    """Add rows to the folder's feedback.jsonl, which is made if there is none, and return its path."""
    path = folder / FILE_NAME
    if not rows:
        return path  # An empty file of questions would be an error.
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path
