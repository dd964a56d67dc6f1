import json

import pytest
from test_evals_run import ARTICLES, CASES

from evals.__main__ import BAD_INPUT, FALLEN, main
from evals.results import read_result, write_result


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    workbench = tmp_path_factory.mktemp("command-line")
    for name in ("corpus", "questions"):
        (workbench / name).mkdir()
    for name, text in ARTICLES.items():
        (workbench / "corpus" / name).write_text(text, encoding="utf-8")
    (workbench / "questions" / "q.jsonl").write_text("".join(map(row, CASES)), encoding="utf-8")
    return workbench


@pytest.fixture(autouse=True)
def _committed(monkeypatch):
    """Let a run in a checkout that is being worked on serve as a baseline."""
    monkeypatch.setattr("evals.provenance.commit", lambda _: "abc")


def row(case) -> str:
    evidence = [
        {"document": e.document, "start": e.start, "end": e.end, "quote": e.quote, "facts": list(e.facts)}
        for e in case.evidence
    ]
    values = {"id": case.id, "split": case.split, "question": case.question, "history": []}
    facts = [list(alternatives) for alternatives in case.facts]
    return json.dumps(values | {"answerable": case.answerable, "facts": facts, "evidence": evidence}) + "\n"


def numbered_row(number: int) -> str:
    return row(CASES[0]).replace("q-01", f"q-{number:02d}").replace("When did", f"Question {number}: when did")


def options(workbench, reports="reports"):
    return [
        "--corpus", str(workbench / "corpus"), "--store", str(workbench / "store"),
        "--questions", str(workbench / "questions"), "--reports", str(workbench / reports),
    ]  # fmt: skip


def test_a_run_prints_its_tables_and_writes_the_same_report_twice(workbench, capsys):
    assert main(options(workbench)) == 0
    assert "By kind, dev" in capsys.readouterr().out
    first = (workbench / "reports" / "report.json").read_text(encoding="utf-8")
    assert main([*options(workbench, "again"), "--compare", str(workbench / "reports" / "report.json")]) == 0
    assert "No significant fall" in capsys.readouterr().out
    second = (workbench / "again" / "report.json").read_text(encoding="utf-8")
    assert first.split('\n"timings": {')[0] == second.split('\n"timings": {')[0]
    assert "<!doctype html>" in (workbench / "again" / "report.html").read_text(encoding="utf-8")


def test_an_assistant_that_is_broken_on_purpose_fails_the_gate(workbench, capsys, monkeypatch):
    (workbench / "many").mkdir()
    (workbench / "many" / "q.jsonl").write_text("".join(map(numbered_row, range(1, 9))), encoding="utf-8")
    arguments = [*options(workbench, "gate"), "--questions", str(workbench / "many")]
    assert main(arguments) == 0
    write_result(read_result(workbench / "gate" / "report.json"), workbench / "baseline.json")
    monkeypatch.setattr("assistant.Assistant.answer", lambda *_, **__: 1 / 0)
    assert main([*arguments, "--compare", str(workbench / "baseline.json")]) == FALLEN
    out = capsys.readouterr().out
    assert "FALLEN: passed" in out
    assert "ZeroDivisionError" in out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{oops", "q.jsonl:1: not JSON", id="malformed"),
        pytest.param("", "q.jsonl: is empty", id="empty"),
        pytest.param(row(CASES[0]).replace("bridges.txt", "b.txt"), "no document b.txt", id="unknown document"),
        pytest.param(row(CASES[0]) * 2, "q.jsonl:2: the id q-01 is that of", id="an id twice"),
        pytest.param(row(CASES[0]).replace('"start": 0', '"start": 1'), "q.jsonl:1: bridges.txt[1:38]", id="offset"),
    ],
)
def test_bad_questions_end_with_two_and_their_place(workbench, tmp_path, capsys, line, message):
    (tmp_path / "q.jsonl").write_text(line, encoding="utf-8")
    assert main([*options(workbench), "--questions", str(tmp_path)]) == BAD_INPUT
    assert message in capsys.readouterr().err


def test_a_baseline_of_another_version_ends_with_two_before_anything_is_asked(workbench, tmp_path, capsys):
    (tmp_path / "b.json").write_text('{"version": 99}', encoding="utf-8")
    assert main([*options(workbench), "--compare", str(tmp_path / "b.json")]) == BAD_INPUT
    assert "is of version 99" in capsys.readouterr().err


def test_a_split_without_questions_ends_with_two(workbench, capsys):
    assert main([*options(workbench), "--split", "test"]) == BAD_INPUT
    assert "has no test question" in capsys.readouterr().err


def test_check_names_what_is_unproven_and_unbalanced(workbench, capsys):
    assert main([*options(workbench), "check"]) == FALLEN
    assert "3 questions are fewer than 200" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "every quote, offset and fact is proven" in capsys.readouterr().out


def test_a_missing_corpus_ends_with_two(workbench, capsys):
    assert main([*options(workbench), "--corpus", str(workbench / "nowhere")]) == BAD_INPUT
    assert "nowhere does not exist" in capsys.readouterr().err


def test_a_language_needs_its_questions(tmp_path, capsys):
    assert main(["squad", str(tmp_path / "x.json"), "--language", "ru"]) == BAD_INPUT
    assert "belong together" in capsys.readouterr().err
