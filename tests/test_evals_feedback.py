"""Thumbs of the page become cases that the checker accepts."""

import json
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from evals.__main__ import main
from evals.cases import read_file

QUESTION = "Who led the Hamas delegation in October?"


def feedback(path: Path, *lines: tuple[str, Answer, str]) -> Path:
    rows = [
        {"time": "2024-03-01T10:00:00+00:00", "thumb": thumb, "note": note, "question": answer.question,
         "interpreted_as": answer.interpreted_as, "answer": answer.to_json()}
        for thumb, answer, note in lines
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    row = {"id": "x-1", "split": "dev", "question": "Who?", "history": [], "answerable": False, "facts": [],
           "evidence": []}  # fmt: skip
    (folder / "x.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def test_a_right_answer_becomes_a_case_with_its_quotes_as_gold(
    assistant: Assistant, tmp_path: Path, questions: Path
) -> None:
    answer = assistant.answer(QUESTION)
    file = feedback(tmp_path / "feedback.jsonl", ("up", answer, ""))
    assert main(["add", str(file), "--questions", str(questions)]) == 0
    (case,) = read_file(questions / "feedback.jsonl")
    assert (case.question, case.split, case.answerable) == (QUESTION, "dev", True)
    assert [(gold.document, gold.start, gold.end, gold.quote) for gold in case.evidence] == [
        (cited.document, cited.start, cited.end, cited.quote) for cited in answer.citations
    ]


def test_the_same_feedback_twice_adds_one_case(assistant: Assistant, tmp_path: Path, questions: Path) -> None:
    file = feedback(tmp_path / "feedback.jsonl", ("up", assistant.answer(QUESTION), ""))
    main(["add", str(file), "--questions", str(questions)])
    main(["add", str(file), "--questions", str(questions)])
    assert len(read_file(questions / "feedback.jsonl")) == 1


def test_a_thumb_that_was_taken_back_adds_nothing(assistant: Assistant, tmp_path: Path, questions: Path) -> None:
    answer = assistant.answer(QUESTION)
    file = feedback(tmp_path / "feedback.jsonl", ("up", answer, ""), ("", answer, ""))
    assert main(["add", str(file), "--questions", str(questions)]) == 0
    assert not (questions / "feedback.jsonl").exists()


def test_a_wrong_answer_is_left_to_a_person_with_its_note(
    assistant: Assistant, tmp_path: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = feedback(tmp_path / "feedback.jsonl", ("down", assistant.answer(QUESTION), "It was Haniyeh."))
    main(["add", str(file), "--questions", str(questions)])
    assert f"{QUESTION} (note: It was Haniyeh.)" in capsys.readouterr().out
    assert not (questions / "feedback.jsonl").exists()


def test_a_line_that_is_no_feedback_is_named(
    tmp_path: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_text('{"thumb": "up"}\n', encoding="utf-8")
    assert main(["add", str(file), "--questions", str(questions)]) == 2
    assert f"{file}, line 1" in capsys.readouterr().err
