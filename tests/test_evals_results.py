import json
from dataclasses import replace

import pytest
from test_evals_comparison import outcome

from evals.errors import EvalsError
from evals.outcomes import Verdict
from evals.report import tables
from evals.report.readme import results_section, share_section, with_results
from evals.report.summary import latencies, parity, ratio_of_means
from evals.results import Result, read_result, write_result

ANSWERED = outcome(1)
MISSED = outcome(
    2,
    verdict=Verdict.MISSED,
    abstained=True,
    citations=(),
    confidence=0.25,
    scores={"passed": 0.0, "facts": 0.0, "cited": 0.0, "abstention_precision": 0.0, "right_if_shown": 0.0},
)
DECLINED = outcome(
    3,
    verdict=Verdict.DECLINED,
    answerable=False,
    abstained=True,
    citations=(),
    confidence=0.125,
    scores={"passed": 1.0, "abstention_precision": 1.0, "abstention_recall": 1.0, "right_if_shown": 0.0},
)
CRASHED = outcome(
    4,
    verdict=Verdict.CRASHED,
    error="RuntimeError: oops",
    citations=(),
    scores={"passed": 0.0, "facts": 0.0, "cited": 0.0},
    timings={},
)
RESULT = Result({"corpus": "abc", "documents": 1}, (ANSWERED, MISSED, DECLINED, CRASHED))


def test_a_result_is_read_as_it_was_written(tmp_path):
    write_result(RESULT, tmp_path / "reports" / "result.json")
    assert read_result(tmp_path / "reports" / "result.json") == RESULT


def test_results_that_differ_in_timings_differ_in_nothing_else(tmp_path):
    slower = Result(RESULT.settings, tuple(replace(o, timings={"total": 99.0}) for o in RESULT.outcomes))
    texts = []
    for name, result in (("one.json", RESULT), ("two.json", slower)):
        write_result(result, tmp_path / name)
        texts.append((tmp_path / name).read_text(encoding="utf-8").split('\n"timings": {')[0])
    assert texts[0] == texts[1]
    assert texts[0].count("who-03") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('{"version": 0}', r"b\.json:1: is of version 0, this program reads 1", id="another version"),
        pytest.param("[]", r"b\.json:1: is of version None", id="no version"),
        pytest.param('{"version": 1,\n"settings": }', r"b\.json:2: not JSON", id="not JSON"),
        pytest.param(
            '{"version": 1, "settings": {}, "rows": [{}], "timings": {}}', "lacks or mistakes", id="empty row"
        ),
    ],
)
def test_a_baseline_of_another_kind_is_refused(tmp_path, text, message):
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(EvalsError, match=message):
        read_result(tmp_path / "b.json")


def test_a_baseline_that_is_not_there_says_how_to_write_it(tmp_path):
    with pytest.raises(EvalsError, match="python -m evals baseline"):
        read_result(tmp_path / "b.json")


def test_a_result_names_each_row_on_a_line_of_its_own(tmp_path):
    write_result(RESULT, tmp_path / "b.json")
    lines = (tmp_path / "b.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('{"id": "who-') for line in lines) == 4
    assert json.loads("\n".join(lines))["rows"][3]["error"] == "RuntimeError: oops"


def test_the_table_by_kind_counts_each_measure_over_its_own_questions():
    table = tables.by_kind(RESULT.outcomes, "By kind")
    row = dict(zip(table.headers, table.rows[-1], strict=True))
    assert row["kind"] == "all"
    assert row["n"] == "4"
    assert row["passed [95 %]"].startswith(f"{2 / 4:.2f} [")
    assert row["facts"] == f"{1 / 3:.2f}"
    assert row["abstained"] == f"{1 / 1:.2f}"
    assert row["precision"] == "-"


def test_the_note_says_what_was_left_out_and_what_crashed():
    note = tables.left_out(RESULT.outcomes)
    assert "Left out: 1 unanswerable" in note
    assert "2 more, that got no citation" in note
    assert note.endswith("Crashed, counted as wrong: 1.")


def test_the_summary_holds_each_split_side_by_side():
    table = tables.summary({"dev": RESULT.outcomes, "test": [ANSWERED]}, "Every measure")
    cells = {row[0]: row[1:] for row in table.rows}
    assert cells["abstention precision (abstentions)"][0].startswith(f"{1 / 2:.2f} [")
    assert cells["abstention precision (abstentions)"][0].endswith("] (2)")
    assert cells["abstention precision (abstentions)"][1] == "-"
    # Confidence .75 and .25 of the answerable against .125.
    assert cells["AUROC, answerable or not (all)"][0].startswith("1.00 [")
    assert "in dev: 1." in table.note
    assert "in test: 0." in table.note


def test_the_retrieval_table_leaves_out_systems_that_were_not_asked():
    scores = {f"passages.{metric}": 0.5 for metric in tables.RETRIEVAL}
    table = tables.retrieval([replace(ANSWERED, scores=scores), DECLINED], "Retrieval")
    assert [row[0] for row in table.rows] == ["passages"]
    assert table.note.startswith("n = 1 questions with gold evidence; left out: 1 without.")


def test_text_is_aligned_and_markdown_is_escaped():
    table = tables.Table("Title", ("name", "n"), (("a|b", "1"), ("c", "10")), "Note.")
    assert tables.as_text(table) == "Title\n\nname   n\n----  --\na|b    1\nc     10\n\nNote."
    assert "| a\\|b | 1 |" in tables.as_markdown(table)


def test_parity_compares_other_languages_with_english():
    german = replace(ANSWERED, question="Wer ist der Mann und was wurde er?", scores={"facts": 0.5})
    assert parity([ANSWERED, german]).value == 0.5 / 1.0
    assert parity([ANSWERED]) is None


@pytest.mark.parametrize(
    ("above", "below", "expected"), [([1, 0], [1, 1], 0.5), ([0], [0], 1.0), ([1], [0], float("inf"))]
)
def test_a_ratio_to_nothing_is_defined(above, below, expected):
    assert ratio_of_means(above, below) == expected


def test_latency_counts_only_what_was_timed():
    (total,) = latencies(RESULT.outcomes)
    assert (total.stage, total.median, total.n) == ("total", 12.5, 3)


def test_results_replace_what_stands_between_the_markers():
    readme = "# Title\n<!-- results -->\nold \\1\n<!-- /results -->\nend\n"
    written = with_results(readme, RESULT, "README.md")
    assert written == f"# Title\n{results_section(RESULT)}\nend\n"
    assert with_results(written, RESULT, "README.md") == written


def test_the_share_of_right_answers_is_told_of_the_test_questions():
    test = [replace(o, split="test", id=f"{o.id}-{n}") for n, o in enumerate((ANSWERED, ANSWERED, MISSED, DECLINED))]
    wrong = replace(ANSWERED, split="test", verdict=Verdict.WRONG)
    result = Result({}, (*test, wrong, replace(ANSWERED, verdict=Verdict.WRONG)))

    section = " ".join(share_section(result).split())

    # Asked are five, one of them without an answer; answered are three, two of them right.
    assert section.startswith(
        "<!-- share --> Of 5 questions that were kept apart from all tuning, hard on purpose, and 1 "
    )
    assert " it answers 3; 67% of these answers are right" in section
    readme = f"{share_section(result)}\n{results_section(result)}"
    assert with_results(readme.replace("67%", "99%"), result, "README.md") == readme


def test_a_readme_without_markers_is_refused():
    with pytest.raises(EvalsError, match=r"README\.md: has no markers"):
        with_results("# Title\n", RESULT, "README.md")
