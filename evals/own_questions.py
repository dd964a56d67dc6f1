"""Measure, on a person's own questions about their documents, from which confidence on few answers are wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.finding import Promise
from evals.cases import Case, parse_case
from evals.errors import EvalsError
from evals.evaluate import Progress
from evals.metrics.citations import facts_shown
from evals.metrics.selective import STARTS, fewest_answers, lowest_threshold

NEEDED = {"question", "facts"}
# What a row may leave out; a row of the fixed questions has all of it.
OPTIONAL: dict[str, Any] = {"id": "", "split": "dev", "history": [], "answerable": True, "evidence": []}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one question: whether it can be answered at all, how surely it is, and whether that is right."""

    answered: bool
    confidence: float
    right: bool


def read_questions(file: Path) -> list[Case]:
    """Return the questions of a JSONL file: rows of at least "question" and "facts".

    A fact is a list of alternatives, or words alone, that a quote of a right answer holds; a question without facts is
    one that the documents do not answer. Raises EvalsError naming file and line for a row that is not so, and for a
    question that stands twice, which would count twice; and if all have an answer, for then any confidence would do.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{file}: cannot be read as UTF-8 ({error}). Give a file of questions.") from None
    cases = [_case(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    first: dict[tuple[object, ...], str] = {}
    for case in cases:
        before = first.setdefault((case.question, case.history), case.source)
        if before != case.source:
            raise EvalsError(f"{case.source}: asks what {before} asks. A question counts once; remove one of them.")
    if not cases:
        raise EvalsError(f"{file}: is empty. Write one JSON object a line: docs/calibration.md shows the form.")
    if all(case.answerable for case in cases):
        raise EvalsError(
            f"{file}: has no question that the documents do not answer. Add such as will be asked, without facts: "
            "else nothing shows when an answer should not be given."
        )
    return cases


def _case(line: str, source: str) -> Case:
    """Return the case of a line that may lack what a fixed question must have."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvalsError(f"{source}: not JSON ({error}). Correct the line.") from None
    if not isinstance(row, dict) or not row.keys() >= NEEDED or not isinstance(row["facts"], list):
        raise EvalsError(f'{source}: lacks a "question" or its list of "facts". Correct the row.')
    facts = [[fact] if isinstance(fact, str) else fact for fact in row["facts"]]
    filled = OPTIONAL | {"id": source} | row | {"facts": facts, "answerable": bool(facts)}
    return parse_case(json.dumps(filled), "own", source)


def attempts(assistant: Assistant, cases: Sequence[Case], progress: Progress) -> Iterator[Attempt]:
    """Yield what the assistant makes of each question if any confidence is enough; right is what shows all facts."""
    for number, case in enumerate(cases, start=1):
        answer, _ = assistant.attempt(case.question, history=case.history)
        right = case.answerable and all(facts_shown(case, answer.citations, answer.text))
        yield Attempt(not answer.abstained, answer.confidence, right)
        progress(number, len(cases))


def promise_from(tried: Sequence[Attempt], *, error: float, certainty: float, day: str) -> Promise | None:
    """Return what can be promised of answers to questions like these, or None if that is nothing."""
    answered = [each for each in tried if each.answered]
    sure, right = [each.confidence for each in answered], [each.right for each in answered]
    threshold = lowest_threshold(sure, right, error=error, certainty=certainty)
    if threshold is None:
        return None
    above = [each.right for each in answered if each.confidence >= threshold]
    return Promise(threshold, error, certainty, len(tried), len(above), above.count(False), day)


def refusal(tried: Sequence[Attempt], *, error: float, certainty: float) -> str:
    """Return why nothing can be promised of answers to questions like these, and how many would be needed."""
    answered = [each for each in tried if each.answered]
    surest = [each for each in answered if each.confidence >= STARTS[0]]
    wrong, wrong_of_surest = (sum(not each.right for each in group) for group in (answered, surest))
    fewest = fewest_answers(error=error, certainty=certainty)
    return (
        f"Nothing can be promised: of {len(tried)} questions {len(answered)} can be answered at all, {wrong} of them "
        f"wrongly; {len(surest)} with a confidence of {STARTS[0]} or more, {wrong_of_surest} of them wrongly. That at "
        f"most {error:.0%} are wrong, with {certainty:.0%} certainty, takes at least {fewest} answers of high "
        "confidence if none is wrong, and more if some are."
    )
