"""From what was read to figures."""

import json
from pathlib import Path

import pytest

from assistant.finding.reader import Reading
from evals.errors import EvalsError
from evals.training.validation import (
    Exam,
    Mark,
    best_threshold,
    by_group,
    normalised,
    of_benchmark,
    of_languages,
    overlap,
    report,
    take,
)
from index import Span


@pytest.mark.parametrize(
    ("said", "answer", "f1"),
    [
        pytest.param("The Mill", "mill", 1.0, id="articles, marks and case do not count"),
        pytest.param("old mill", "mill", 2 * 1 / (2 + 1), id="a word too many"),
        pytest.param("Arle", "mill", 0.0, id="another"),
        pytest.param("the", "a", 1.0, id="nothing is nothing"),
    ],
)
def test_f1_is_of_the_words_that_are_shared(said: str, answer: str, f1: float) -> None:
    assert overlap(said, answer) == pytest.approx(f1)
    assert (normalised(said) == normalised(answer)) == (f1 == 1.0)


def mark(margin: float, f1: float | None, group: str = "a") -> Mark:
    """Return a mark; one without F1 is of a null."""
    answers = () if f1 is None else ("x",)
    return Mark(Exam(group, "?", "x", answers), float(f1 == 1.0), f1 or 0.0, margin, margin)


MARKS = [mark(5, 1.0), mark(3, 0.5), mark(2, None), mark(1, 1.0), mark(-1, None, "b")]


def test_the_best_threshold_is_the_one_with_the_best_f1() -> None:
    # Answering the first two: 1 + .5 + 2 nulls declined; answering the first four: 1 + .5 + 1 + 1 null declined.
    assert best_threshold(MARKS) == ((1 + 2) / 5, (1 + 0.5 + 2) / 5)
    assert best_threshold([mark(1, None)]) == (1.0, 1.0)


def test_a_report_tells_answers_from_nulls_and_groups_apart() -> None:
    found = report(MARKS)

    assert found["em"] == pytest.approx(2 / 3, abs=0.001)
    # Of the six pairs of an answerable and a null, one stands the wrong way round.
    assert found["auroc_margin"] == pytest.approx(5 / 6, abs=0.001)
    assert found["zero_f1"] == pytest.approx((1 + 0.5 + 1 + 1) / 5)
    assert by_group(MARKS)["b"] == {"n": 1, "n_null": 1, "declined": 1.0}


def test_exams_are_drawn_from_benchmarks_in_any_language(tmp_path: Path) -> None:
    asked = [{"id": str(number), "question": f"Who {number}?", "answers": ["Ann"]} for number in range(4)]
    xquad, other = tmp_path / "xquad.json", tmp_path / "other.json"
    xquad.write_text(json.dumps({"paragraphs": [{"title": "A", "context": "Ann came.", "questions": asked}]}))
    other.write_text(json.dumps({"questions": {"de": [["0", "Wer kam?"], ["3", "Wer?"]]}}))
    marks = take(of_benchmark(xquad, 3), lambda _, text: Reading(Span(0, text.index(" ")), 1.0, 1.0))

    assert report(marks) == {"n": 3, "n_null": 0, "em": 1.0, "f1": 1.0}
    assert sorted(exam.question for exam in of_languages(xquad, other, 9)) == ["Wer kam?", "Wer?"]
    with pytest.raises(EvalsError, match="holds no questions in languages"):
        of_languages(xquad, xquad, 1)
