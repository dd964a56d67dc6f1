"""Open an assistant over a corpus, put cases to it, and close it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant
from assistant.finding import Ranking
from evals.cases import Case
from evals.outcomes import Outcome
from evals.peers import stock_retrievers
from evals.run import Corpus, run_cases
from index import ChromaServer, Document, ModelSettings

Progress = Callable[[int, int], None]
"""Called with the number of cases done and their total."""


def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Place:
    """A corpus folder and the store of its index, which is built or refreshed; None is the corpus' own store."""

    corpus: Path
    store: Path | str | ChromaServer | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The documents of a corpus, and the outcomes of the cases put to an assistant over it."""

    documents: tuple[Document, ...]
    outcomes: tuple[Outcome, ...]


def evaluate(
    place: Place,
    cases: Sequence[Case],
    *,
    ranking: Ranking = Ranking(),
    model: ModelSettings | None = None,
    with_peers: bool = False,
    progress: Progress = silent,
) -> Evaluation:
    """Return what an assistant over this corpus makes of the cases, asked in order; there is at least one.

    With a `model`, answers are written by it, as far as what it writes can be proven.

    Raises an IndexingError if the corpus cannot be opened.
    """
    with Assistant.open(place.corpus, place.store, ranking=ranking, model=model, promised=False) as assistant:
        corpus = Corpus.of(assistant)
        peers = stock_retrievers(corpus.passages) if with_peers else {}
        # The first question would else pay for loading the embedding engine.
        assistant.search(cases[0].question, limit=1)
        outcomes = []
        for outcome in run_cases(assistant, cases, corpus, peers):
            outcomes.append(outcome)
            progress(len(outcomes), len(cases))
        return Evaluation(assistant.documents, tuple(outcomes))
