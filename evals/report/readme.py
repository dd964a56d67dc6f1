"""The results in the README, generated from the committed baseline."""

from __future__ import annotations

import re
from pathlib import Path

from evals.errors import EvalsError
from evals.report import tables
from evals.report.report import by_split
from evals.results import Result

OPENING, CLOSING = "<!-- results -->", "<!-- /results -->"
BETWEEN = re.compile(f"{re.escape(OPENING)}.*?{re.escape(CLOSING)}", re.DOTALL)


def results_section(result: Result) -> str:
    """Return the results as Markdown, between their markers."""
    splits = by_split(result.outcomes)
    sections = [tables.as_markdown(tables.summary(dict(splits), "Answers and abstentions"))]
    if "test" in splits:
        sections.append(tables.as_markdown(tables.retrieval(splits["test"], "Retrieval on test")))
    return "\n\n".join([OPENING, *sections, CLOSING])


def with_results(readme: str, result: Result, file: Path) -> str:
    """Return the README's text with the results of this run in place of those between its markers.

    Raises EvalsError, naming the file, if it has no markers.
    """
    if not BETWEEN.search(readme):
        raise EvalsError(f"{file}: has no markers. Put {OPENING} and {CLOSING} where the results belong.")
    # A function, for in a replacement string a backslash would be read as a group.
    return BETWEEN.sub(lambda _: results_section(result), readme, count=1)
