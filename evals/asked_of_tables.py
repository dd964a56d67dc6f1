"""Score questions to tables: a cell, the least and the most, what fits, how many, sums, and what no table tells."""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Answer, Assistant
from evals.cases import SPLITS
from evals.errors import EvalsError
from evals.metrics.intervals import Estimate, wilson
from evals.report.tables import Table, interval

FOLDER = Path(__file__).parent / "sets" / "tables"
QUESTIONS = FOLDER / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question to a document with tables, and what its answer must hold.

    One of the spellings in `values` stands in the short answer or our sentence, if there are any; of the rows exactly
    those are quoted that hold one of `rows`, if there are any. What is not `answerable` must be declined.
    """

    id: str
    split: str
    document: str
    kind: str
    question: str
    answerable: bool
    values: Sequence[str]
    rows: Sequence[str]


def read_table_questions(file: Path = QUESTIONS) -> list[TableQuestion]:
    """Return the questions of a file; raises EvalsError naming the line that is none."""
    questions = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            questions.append(TableQuestion(**json.loads(line)))
        except (TypeError, ValueError) as error:
            raise EvalsError(f"{file}:{number}: is no question to a table ({error}). Correct the row.") from None
    return questions


def ask_tables(questions: Iterable[TableQuestion], folder: Path = FOLDER) -> dict[str, str]:
    """Return what is wrong with the answer to each question, by its id; each document is asked alone."""
    wrong = dict[str, str]()
    by_document: dict[str, list[TableQuestion]] = defaultdict(list)
    for question in questions:
        by_document[question.document].append(question)
    for name, asked in by_document.items():
        with tempfile.TemporaryDirectory() as corpus, tempfile.TemporaryDirectory() as store:
            Path(corpus, name).write_bytes((folder / name).read_bytes())
            with Assistant.open(corpus, store) as assistant:
                wrong |= {question.id: wrong_with(question, assistant.answer(question.question)) for question in asked}
    return wrong


def wrong_with(question: TableQuestion, answer: Answer) -> str:
    """Return what is wrong with the answer to a question, "" if it is right."""
    if not question.answerable:
        return "" if answer.abstained else "answers"
    if answer.abstained:
        return "abstains"
    quoted = [line for citation in answer.citations for line in citation.quote.splitlines() if line.strip()]
    said = f"{answer.short} {answer.statements[0].text}"
    if len(quoted) == 1:
        said = f"{said} {quoted[0]}"
    if question.values and not any(_says(said, value) for value in question.values):
        return f"does not say {' or '.join(question.values)}"
    missing = [row for row in question.rows if not any(row.casefold() in line.casefold() for line in quoted)]
    surplus = [line for line in quoted if not any(row.casefold() in line.casefold() for row in question.rows)]
    if missing:
        return f"does not quote {', '.join(missing)}"
    return f"quotes also {' / '.join(surplus)}" if question.rows and surplus else ""


def _says(said: str, value: str) -> bool:
    """Tell whether a value stands in a text as a whole, decimals behind a point or a comma."""
    spellings = (value, value.replace(".", ",")) if re.fullmatch(r"\d+\.\d+", value) else (value,)
    return any(re.search(rf"(?<![\w.,]){re.escape(each)}(?!\w)", said, re.IGNORECASE) for each in spellings)


def tables_table(questions: Sequence[TableQuestion], wrong: Mapping[str, str]) -> Table:
    """Return one row a kind, with the share of right answers on each half."""
    kinds: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {split: [] for split in SPLITS})
    for question in questions:
        for kind in (question.kind, "all"):
            kinds[kind][question.split].append(not wrong[question.id])
    rows = tuple((kind, *map(_cell, halves.values())) for kind, halves in kinds.items())
    return Table("Questions to tables", ("kind", *SPLITS), rows, "Right [95 % interval, Wilson] (n).")


def _cell(right: Sequence[bool]) -> str:
    n = len(right)
    return f"{interval(Estimate(sum(right) / n, *wilson(sum(right) / n, n), n))} ({n})" if n else "-"
