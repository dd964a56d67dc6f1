from evals.__main__ import BASELINE, README
from evals.cases import read_cases
from evals.report.readme import results_section, share_section
from evals.results import read_result


def test_the_readme_shows_the_results_of_the_committed_baseline():
    readme, result = README.read_text(encoding="utf-8"), read_result(BASELINE)
    assert results_section(result) in readme
    assert share_section(result) in readme


def test_the_baseline_holds_every_question_with_its_present_gold():
    digests = {outcome.id: outcome.digest for outcome in read_result(BASELINE).outcomes}
    assert digests == {case.id: case.digest for case in read_cases()}


def test_no_citation_of_the_baseline_is_false():
    assert all(shown.verbatim for outcome in read_result(BASELINE).outcomes for shown in outcome.citations)
