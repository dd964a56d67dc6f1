"""Measure the assistant on fixed questions whose gold is proven, and say when it has got worse.

questions/*.jsonl -> cases (checked against the corpus) -> run -> outcomes with scores -> tables, comparison, report.
A SQuAD file becomes a corpus and cases of the same form. No model judges: every measure is arithmetic on offsets
and words.
"""

from evals.cases import Case, Evidence, read_cases
from evals.checker import check_balance, check_cases
from evals.comparison import Comparison, compare
from evals.errors import EvalsError
from evals.outcomes import Outcome, Verdict
from evals.results import Result, read_result, write_result
from evals.run import Corpus, run_cases

__all__ = [
    "Case", "Comparison", "Corpus", "EvalsError", "Evidence", "Outcome", "Result", "Verdict", "check_balance",
    "check_cases", "compare", "read_cases", "read_result", "run_cases", "write_result",
]  # fmt: skip
