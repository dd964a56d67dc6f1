"""Put every case to an assistant, and score what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from assistant import Assistant, Citation
from assistant.answering import holds
from evals.cases import Case
from evals.outcomes import Outcome, Shown
from evals.scoring import DEPTH, Attempt, Ranked, place_id, relevant_ids, score, verdict_of
from index import Document, Passage, PassageParser

Retrieve = Callable[[str], list[str]]
"""Return the ids of the passages that a peer finds for a question, best first."""

Rank = Callable[[str], tuple[dict[str, Ranked], tuple[Shown, ...]]]
"""Return what each system ranks for a question as it was understood, and the best sentence."""

PASSAGES, SENTENCES = "passages", "sentences"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a corpus by name, and its passages and sentences in reading order."""

    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    sentences: tuple[Shown, ...]

    @classmethod
    def of(cls, assistant: Assistant) -> Corpus:
        """Return the corpus of an assistant, cut as its index cuts it."""
        documents = {document.name: document for document in assistant.documents}
        passages = [passage for document in documents.values() for passage in PassageParser().passages(document)]
        return cls(
            documents, tuple(passages), tuple(sentence for passage in passages for sentence in _sentences(passage))
        )


def _sentences(passage: Passage) -> Iterator[Shown]:
    for span in passage.sentences:
        quote = passage.text[span.start - passage.start : span.end - passage.start]
        yield Shown(passage.document, span.start, span.end, quote, verbatim=True)


def run_cases(
    assistant: Assistant, cases: Sequence[Case], corpus: Corpus, peers: Mapping[str, Retrieve] | None = None
) -> Iterator[Outcome]:
    """Yield the outcome of each case, in order, as it comes.

    `peers` are other retrievers over the same passages; they are asked the question as the assistant understood it.
    """
    for case in cases:
        yield _run(assistant, case, corpus, partial(_rankings, assistant, case, corpus, peers or {}))


def answer_cases(assistant: Assistant, cases: Sequence[Case], corpus: Corpus) -> Iterator[Outcome]:
    """Yield the outcome of each case without a score of retrieval, which takes half of the time."""
    for case in cases:
        yield _run(assistant, case, corpus, lambda _: ({}, ()))


def _run(assistant: Assistant, case: Case, corpus: Corpus, rank: Rank) -> Outcome:
    """Return the outcome of one case; an exception of the assistant is an outcome too."""
    try:
        attempt, timings = _attempt(assistant, case, corpus, rank)
    # A crash, of whatever kind, is a wrong answer to be counted and shown.
    except Exception as error:
        attempt, timings = _crashed(case, error), {}
    return Outcome(
        id=case.id,
        kind=case.kind,
        split=case.split,
        question=case.question,
        digest=case.digest,
        answerable=case.answerable,
        verdict=verdict_of(case, attempt),
        interpreted_as=attempt.interpreted_as,
        text=attempt.text,
        abstained=attempt.abstained,
        reason=attempt.reason,
        confidence=round(attempt.confidence, 4),
        citations=attempt.citations,
        error=attempt.error,
        scores={key: round(value, 4) for key, value in score(case, attempt).items()},
        timings={stage: round(milliseconds, 2) for stage, milliseconds in timings.items()},
    )


def _attempt(assistant: Assistant, case: Case, corpus: Corpus, rank: Rank) -> tuple[Attempt, dict[str, float]]:
    """Return what the assistant makes of a case, and the milliseconds of each stage and in total."""
    started = perf_counter()
    answer = assistant.answer(case.question, history=case.history)
    timings = {"total": (perf_counter() - started) * 1000, **answer.timings}
    rankings, best = rank(answer.interpreted_as)
    attempt = Attempt(
        interpreted_as=answer.interpreted_as,
        rankings=rankings,
        text=answer.text,
        abstained=answer.abstained,
        reason=answer.reason,
        confidence=answer.confidence,
        citations=tuple(_shown(citation, corpus.documents) for citation in answer.citations),
        best=best,
        written=sum(bool(each.citations) for each in answer.statements) if answer.written_by else 0,
        withheld=len(answer.withheld),
    )
    return attempt, timings


def _rankings(
    assistant: Assistant, case: Case, corpus: Corpus, peers: Mapping[str, Retrieve], question: str
) -> tuple[dict[str, Ranked], tuple[Shown, ...]]:
    """Return what each system ranks for the question as it was understood, and the best sentence."""
    sentences = [
        Shown(found.passage.document, found.span.start, found.span.end, found.text, verbatim=True)
        for found in assistant.rank(question)[:DEPTH]
    ]
    passages = {
        PASSAGES: [hit.passage.id for hit in assistant.search(question, limit=DEPTH)],
        **{name: retrieve(question) for name, retrieve in peers.items()},
    }
    gold = relevant_ids(case, corpus.passages)
    rankings = {system: Ranked(tuple(ids), gold) for system, ids in passages.items()}
    rankings[SENTENCES] = Ranked(tuple(map(place_id, sentences)), relevant_ids(case, corpus.sentences))
    return rankings, tuple(sentences[:1])


def _shown(citation: Citation, documents: Mapping[str, Document]) -> Shown:
    return Shown(citation.document, citation.start, citation.end, citation.quote, holds(citation, documents))


def _crashed(case: Case, error: Exception) -> Attempt:
    """Return the attempt of a case that raised; what it should have ranked counts as not found."""
    nothing = Ranked((), frozenset({"gold"}))
    rankings = {PASSAGES: nothing, SENTENCES: nothing} if case.answerable else {}
    return Attempt(case.question, rankings, error=f"{type(error).__name__}: {error}")
