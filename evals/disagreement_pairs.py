"""Labelled pairs of sentences: whether they tell one thing differently, and whether that is seen.

The dev rows of `disagreement.jsonl` are for tuning rules; `disagreement_blind.jsonl`, independent of them, is for
measuring only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Disagreement
from assistant.asking import Question
from assistant.finding import RankedSentence
from evals.errors import EvalsError
from evals.metrics.intervals import Estimate, estimate_mean
from index import Document, Passage, Span
from index.reading import paragraphs

PAIRS = Path(__file__).parent / "sets"
LABELLED, BLIND = PAIRS / "disagreement.jsonl", PAIRS / "disagreement_blind.jsonl"

Find = Callable[[Question, Sequence[RankedSentence]], Sequence[Disagreement]]
"""Return the disagreements about a question among ranked sentences."""


@dataclass(frozen=True, slots=True)
class Side:
    """One sentence of a pair: a whole sentence of its document."""

    document: Document
    span: Span

    @property
    def quote(self) -> str:
        """The words of the sentence."""
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that bear on a question, and whether they contradict each other about its `subject`."""

    id: str
    split: str
    question: str
    one: Side
    other: Side
    disagree: bool
    subject: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the pairs were labelled, and found, to disagree; the ids of those where these differ.

    `precision` is the share of the alarms that are right, `recall` the share of the disagreements that are found;
    None where there are none.
    """

    pairs: int
    precision: Estimate | None
    recall: Estimate | None
    false_alarms: tuple[str, ...]
    missed: tuple[str, ...]


def read_pairs(file: Path, corpus: Mapping[str, Document]) -> list[Pair]:
    """Return the pairs of a file; a side that names a document is in the corpus, another brings its own text.

    Raises EvalsError naming file and line for a row that is malformed or whose quote is not at its place.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_parse(line, corpus, f"{file}:{number}") for number, line in enumerate(lines, 1)]


def _parse(line: str, corpus: Mapping[str, Document], source: str) -> Pair:
    try:
        row = json.loads(line)
        one, other = (_side(name, row.pop(name), corpus) for name in ("one", "other"))
        return Pair(one=one, other=other, **row)
    except (KeyError, TypeError, ValueError) as error:
        raise EvalsError(f"{source}: is no labelled pair ({error!r}). Correct the row.") from None


def _side(name: str, row: Mapping[str, Any], corpus: Mapping[str, Document]) -> Side:
    document = corpus[row["document"]] if "document" in row else Document(name, row["text"], row["title"])
    side = Side(document, Span(row["start"], row["end"]))
    if side.quote != row["quote"]:
        raise ValueError(f"{side.quote!r} stands at the place of {row['quote']!r}")
    return side


def tally(pairs: Sequence[Pair], find: Find) -> Tally:
    """Return how well `find` tells the pairs that disagree from those that do not."""
    found = {pair.id for pair in pairs if _is_found(pair, find)}
    labelled = {pair.id for pair in pairs if pair.disagree}
    names = [pair.id for pair in pairs]
    return Tally(
        pairs=len(pairs),
        precision=estimate_mean([float(name in labelled) for name in names if name in found]),
        recall=estimate_mean([float(name in found) for name in names if name in labelled]),
        false_alarms=tuple(name for name in names if name in found - labelled),
        missed=tuple(name for name in names if name in labelled - found),
    )


def _is_found(pair: Pair, find: Find) -> bool:
    return bool(find(Question.of(pair.question, "en"), [_ranked(pair.one), _ranked(pair.other)]))


def _ranked(side: Side) -> RankedSentence:
    """Return the sentence as found in its paragraph, behind the sentences before it; both sides rank alike."""
    text, document = side.document.text, side.document
    part = next(part for part in paragraphs(text) if part.span.start <= side.span.start < part.span.end)
    spans = (*(span for span in part.sentences if span.end <= side.span.start), side.span)
    start, end = spans[0].start, spans[-1].end
    passage = Passage(document.name, document.title, document.published, start, end, text[start:end], spans)
    return RankedSentence(document, passage, len(spans) - 1, 1.0, 1.0, True)
