"""The fixed questions: what is asked, and which facts and evidence an answer must show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalsError

QUESTIONS = Path(__file__).parent / "sets" / "questions"
SPLITS = ("dev", "test")
KEYS = {"id": str, "split": str, "question": str, "history": list, "answerable": bool, "facts": list, "evidence": list}
EVIDENCE_KEYS = {"document": str, "start": int, "end": int, "quote": str, "facts": list}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that proves the facts with these indices: `document.text[start:end] == quote`."""

    document: str
    start: int
    end: int
    quote: str
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold.

    `facts` are what an answer must show, each as a tuple of alternatives of which one suffices; `evidence` is every
    sentence of the corpus that proves one. A fact such as "3 of 5" counts the documents that its evidence is in. Both
    are empty if the corpus does not answer. `kind` is the name of the file, `source` its name and line. `history`
    holds (question, answer) pairs, the oldest first.
    """

    id: str
    kind: str
    split: str
    question: str
    history: tuple[tuple[str, str], ...]
    answerable: bool
    facts: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    source: str

    @property
    def digest(self) -> str:
        """12 hexadecimal digits over question and gold: two results of one case compare only if these are equal."""
        content = {key: value for key, value in asdict(self).items() if key not in ("id", "kind", "split", "source")}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def read_cases(folder: Path = QUESTIONS) -> list[Case]:
    """Return the cases of all `*.jsonl` files of a folder, in the order of file names and lines; at least one.

    Raises EvalsError naming file and line for a malformed row, an id used twice, or an empty file or folder.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise EvalsError(f"{folder} holds no *.jsonl file. Give a folder of questions.")
    cases = [case for file in files for case in read_file(file)]
    first: dict[str, str] = {}
    for case in cases:
        if case.id in first:
            raise EvalsError(f"{case.source}: the id {case.id} is that of {first[case.id]}. Give it another.")
        first[case.id] = case.source
    return cases


def read_file(file: Path) -> list[Case]:
    """Return the cases of one JSONL file, whose name is their kind; raises EvalsError."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{file}: cannot be read as UTF-8 ({error}). Correct it or take it out.") from None
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not numbered:
        raise EvalsError(f"{file}: is empty. Write one JSON object a line, or remove the file.")
    return [parse_case(line, file.stem, f"{file}:{number}") for number, line in numbered]


def parse_case(line: str, kind: str, source: str) -> Case:
    """Return the case that one line of JSON states; raises EvalsError, which begins with `source`."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvalsError(f"{source}: not JSON ({error}). Correct the line.") from None
    problem = next(_malformations(row), None)
    if problem:
        raise EvalsError(f"{source}: {problem}. Correct the row.")
    return Case(
        id=row["id"],
        kind=kind,
        split=row["split"],
        question=row["question"],
        history=tuple((question, answer) for question, answer in row["history"]),
        answerable=row["answerable"],
        facts=tuple(map(tuple, row["facts"])),
        evidence=tuple(Evidence(**entry | {"facts": tuple(entry["facts"])}) for entry in row["evidence"]),
        source=source,
    )


def _malformations(row: Any) -> Iterator[str]:
    """Yield what is wrong with the form of a row; what follows a problem may rest on its absence."""
    yield from _wrong_keys("row", row, KEYS)
    if not row["id"].strip() or not row["question"].strip():
        yield "the id or the question is blank"
    if row["split"] not in SPLITS:
        yield f"the split is {row['split']!r}, not one of {', '.join(SPLITS)}"
    if not all(_are(str, turn) and len(turn) == 2 for turn in row["history"]):
        yield "the history is not a list of [question, answer]"
    if not all(_are(str, alternatives) and alternatives and all(alternatives) for alternatives in row["facts"]):
        yield "the facts are not a list of lists of alternatives"
    for number, entry in enumerate(row["evidence"]):
        yield from _wrong_keys(f"evidence {number}", entry, EVIDENCE_KEYS)
        # A negative offset would count from the end, and could even fit.
        if not 0 <= entry["start"] < entry["end"]:
            yield f"evidence {number} stands at {entry['start']} to {entry['end']}"
        if not _are(int, entry["facts"]) or not set(entry["facts"]) <= set(range(len(row["facts"]))):
            yield f"evidence {number} proves the facts {entry['facts']}, of which the row has {len(row['facts'])}"


def _wrong_keys(name: str, value: Any, wanted: dict[str, type]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"the {name} is not an object"
    if value.keys() != wanted.keys():
        yield f"the {name} has the keys {', '.join(sorted(value))}, not {', '.join(sorted(wanted))}"
    for key, kind in wanted.items():
        # bool is a subclass of int, and true is not an offset.
        if not isinstance(value[key], kind) or (kind is int and isinstance(value[key], bool)):
            yield f"the {key} of the {name} is {value[key]!r}, not of type {kind.__name__}"


def _are(kind: type, values: Any) -> bool:
    return isinstance(values, list) and all(type(value) is kind for value in values)


def digest_of(cases: Sequence[Case]) -> str:
    """Return 12 hexadecimal digits that change when a question, its gold or its id does."""
    return hashlib.sha256("".join(f"{case.id} {case.digest}\n" for case in cases).encode()).hexdigest()[:12]
