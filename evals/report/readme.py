"""The figures in the documentation, generated from the committed baseline and from a timing of the embedding."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from evals.errors import EvalsError
from evals.outcomes import Verdict
from evals.report import tables
from evals.report.report import by_split
from evals.report.summary import CONFIDENCE_MEASURES, MEASURES
from evals.results import Result

OPENING, CLOSING = "<!-- results -->", "<!-- /results -->"
WIDTH = 120
# The report page has every measure, and the retrieval beside LlamaIndex's.
SHOWN = (
    "passed", "facts", "cited_first", "citation_recall", "abstention_recall", "abstention_precision", "verbatim",
    "citations", "auroc",
)  # fmt: skip
SHARE_OPENING, SHARE_CLOSING = "<!-- share -->", "<!-- /share -->"
SPEED_OPENING, SPEED_CLOSING = "<!-- speed -->", "<!-- /speed -->"
SIZES_OPENING, SIZES_CLOSING = "<!-- sizes -->", "<!-- /sizes -->"


def results_section(result: Result) -> str:
    """Return the results as Markdown, between their markers."""
    chosen = [measure for measure in (*MEASURES, *CONFIDENCE_MEASURES) if measure.key in SHOWN]
    table = tables.summary(dict(by_split(result.outcomes)), "Answers and abstentions", chosen)
    return "\n\n".join([OPENING, tables.as_markdown(table), CLOSING])


def share_section(result: Result) -> str:
    """Return in a sentence what share of the answers to the test questions is right, between its markers."""
    asked = by_split(result.outcomes)["test"]
    answered = [outcome for outcome in asked if not outcome.abstained and not outcome.error]
    right = sum(outcome.verdict is Verdict.RIGHT for outcome in answered)
    answerable = sum(outcome.answerable for outcome in asked)
    took = median(outcome.timings["total"] for outcome in answered)
    words = (
        f"Of {len(asked)} questions that were kept apart from all tuning, hard on purpose, and "
        f"{len(asked) - answerable} of them without an answer, it answers {len(answered)}; "
        f"{right / len(answered):.0%} of these answers are right, each with all that was asked for. "
        f"An answer takes {took:.0f} ms in the median."
    )
    return "\n".join([SHARE_OPENING, *textwrap.wrap(words, WIDTH), SHARE_CLOSING])


def speed_section(table: tables.Table) -> str:
    """Return how fast the embedding is as Markdown, between its markers."""
    return "\n\n".join([SPEED_OPENING, tables.as_markdown(table), SPEED_CLOSING])


def sizes_section(table: tables.Table) -> str:
    """Return what size costs as Markdown, between its markers."""
    return "\n\n".join([SIZES_OPENING, tables.as_markdown(table), SIZES_CLOSING])


def with_results(page: str, result: Result, file: Path) -> str:
    """Return the text of a page with what this run says in place of what stands between its markers.

    Raises EvalsError, naming the file, if it has not the markers.
    """
    sections = [results_section(result), *([share_section(result)] if "test" in by_split(result.outcomes) else [])]
    return with_sections(page, sections, file)


def with_sections(page: str, sections: Iterable[str], file: Path) -> str:
    """Return the text of a page with each section in place of what stands between its markers; raises EvalsError."""
    for section in sections:
        opening, closing = section.splitlines()[0], section.splitlines()[-1]
        between = re.compile(f"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL)
        if not between.search(page):
            raise EvalsError(f"{file}: has no markers. Put {opening} and {closing} where they belong.")
        # In a replacement string a backslash would be read as a group.
        page = between.sub(section.replace("\\", r"\\"), page, count=1)
    return page
