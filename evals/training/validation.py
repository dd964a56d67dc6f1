"""Tell how well a reader reads: exact match, F1 and AUROC on examples and on files of SQuAD's form."""

from __future__ import annotations

import json
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean

from assistant.finding.reader import Reading
from evals.errors import EvalsError
from evals.metrics.confidence import auroc
from evals.squad import read_squad
from evals.training.examples import Example

PLACES = 3
ARTICLES = re.compile(r"\b(a|an|the)\b")
# The reading of a text for a question.
Read = Callable[[str, str], Reading]


@dataclass(frozen=True, slots=True)
class Exam:
    """A question to a text and the answers that count as right, none if it does not answer; `group` names its kind."""

    group: str
    question: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read for one exam: exact match and F1 of the span, both log odds that there is an answer."""

    exam: Exam
    exact: float
    f1: float
    margin: float
    answerable: float


def take(exams: Iterable[Exam], read: Read) -> list[Mark]:
    """Return what a reader gets in exams."""
    marks = []
    for exam in exams:
        reading = read(exam.question, exam.text)
        said = reading.span.of(exam.text)
        exact = max((float(normalised(said) == normalised(answer)) for answer in exam.answers), default=0.0)
        f1 = max((overlap(said, answer) for answer in exam.answers), default=0.0)
        marks.append(Mark(exam, exact, f1, reading.margin, reading.answerable))
    return marks


def of_examples(examples: Sequence[Example]) -> list[Exam]:
    """Return examples as exams, grouped by the way they were made."""
    return [
        Exam(each.way, each.question, each.text, (each.answer.of(each.text),) if each.answer else ())
        for each in examples
    ]


def of_benchmark(file: Path, most: int, seed: int = 1) -> list[Exam]:
    """Return up to `most` questions of a file of SQuAD's form, drawn at random, each to its own paragraph."""
    exams = [
        Exam("answerable" if question.answers else "impossible", question.text, context.text, _texts(question.answers))
        for context in read_squad(file)
        for question in context.questions
    ]
    return Random(seed).sample(exams, min(most, len(exams)))


def of_languages(file: Path, questions: Path, most: int, seed: int = 1) -> list[Exam]:
    """Return the questions of another file in other languages, to the same English paragraphs, grouped by language."""
    known = {question.id: (context.text, question) for context in read_squad(file) for question in context.questions}
    try:
        languages = json.loads(questions.read_text(encoding="utf-8"))["questions"]
    except (OSError, ValueError, KeyError) as error:
        raise EvalsError(f"{questions}: holds no questions in languages ({error}).") from None
    exams = []
    for language, asked in languages.items():
        drawn = Random(seed).sample(asked, min(most, len(asked)))
        exams += [Exam(language, text, known[name][0], _texts(known[name][1].answers)) for name, text in drawn]
    return exams


def report(marks: Sequence[Mark]) -> dict[str, float]:
    """Return the figures of some exams: of those with an answer EM and F1, and how well the others are told from them.

    `best` are EM and F1 over all at the threshold of the margin that is best for F1, as SQuAD 2.0's script has it;
    `zero_f1` is F1 at a margin of 0, which no question chose.
    """
    told = [mark for mark in marks if mark.exam.answers]
    null = [mark for mark in marks if not mark.exam.answers]
    figures: dict[str, float] = {"n": len(marks), "n_null": len(null)}
    if told:
        figures |= {"em": fmean(mark.exact for mark in told), "f1": fmean(mark.f1 for mark in told)}
    if told and null:
        figures["auroc_margin"] = auroc([mark.margin for mark in told], [mark.margin for mark in null])
        figures["auroc_answerable"] = auroc([mark.answerable for mark in told], [mark.answerable for mark in null])
        figures["auroc_sum"] = auroc([_sum(mark) for mark in told], [_sum(mark) for mark in null])
        figures["best_em"], figures["best_f1"] = best_threshold(marks)
        figures["zero_f1"] = fmean(
            mark.f1 if mark.exam.answers and mark.margin > 0 else _declined(mark) for mark in marks
        )
    return {name: round(value, PLACES) for name, value in figures.items()}


def by_group(marks: Sequence[Mark]) -> dict[str, dict[str, float]]:
    """Return for each group its figures, and the share that would be declined at a margin of zero."""
    groups: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.exam.group].append(mark)
    return {
        name: report(found) | {"declined": round(fmean(float(mark.margin <= 0) for mark in found), PLACES)}
        for name, found in sorted(groups.items())
    }


def best_threshold(marks: Sequence[Mark]) -> tuple[float, float]:
    """Return EM and F1 at the threshold of the margin that gives the best F1; a null counts 1 where it is declined."""
    ordered = sorted(marks, key=lambda mark: -mark.margin)
    nulls = sum(1 for mark in marks if not mark.exam.answers)
    exact, f1 = float(nulls), float(nulls)
    best = (f1, exact)
    for mark in ordered:
        exact += mark.exact if mark.exam.answers else -1.0
        f1 += mark.f1 if mark.exam.answers else -1.0
        best = max(best, (f1, exact))
    return best[1] / len(marks), best[0] / len(marks)


def normalised(text: str) -> str:
    """Return an answer as SQuAD's script compares it: small letters, no marks, no articles, single blanks."""
    plain = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(ARTICLES.sub(" ", plain).split())


def overlap(said: str, answer: str) -> float:
    """Return the F1 of the words two answers share."""
    one, two = normalised(said).split(), normalised(answer).split()
    shared = sum((Counter(one) & Counter(two)).values())
    return 2 * shared / (len(one) + len(two)) if shared else float(one == two)


def _sum(mark: Mark) -> float:
    return mark.margin / 2 + mark.answerable


def _declined(mark: Mark) -> float:
    return float(not mark.exam.answers and mark.margin <= 0)


def _texts(answers: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(text for text, _ in answers)
