"""Ask an open corpus: search, rank, choose, check, answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.checking import proven
from assistant.composing import compose
from assistant.confidence import OTHER_LANGUAGE, SAME_LANGUAGE, names_in, share_of_names
from assistant.followup import standalone
from assistant.gate import Gate
from assistant.names import NameIndex
from assistant.phrases import Phrase, phrase
from assistant.question import Question, read_question
from assistant.quoting import markdown
from assistant.ranking import PASSAGES_RANKED, RankedSentence, Ranking, SentenceRanker
from assistant.values import Answer, Citation, Statement
from index import (
    SEEDS,
    Document,
    Hit,
    Index,
    LocalEmbedding,
    Progress,
    add_document,
    build,
    default_store,
    detect_language,
    silent,
)

LONGEST_QUESTION = 2000
NEAREST_SHOWN = 3

History = Sequence[tuple[str, str]]
"""Earlier turns, oldest first, as (question, answer text)."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a question has brought up: passages, their sentences, and how long each stage took in milliseconds."""

    asked: Question
    hits: list[Hit]
    ranked: list[RankedSentence]
    timings: dict[str, float]


class Assistant:
    """Answers questions about one corpus, from several threads if need be; use it as a context manager, or close it."""

    def __init__(self, corpus: Path, store: Path | str, ranking: Ranking, embedding: LocalEmbedding) -> None:
        self._corpus = corpus
        self._store = store
        self._ranking = ranking
        self._embedding = embedding
        self._gate = Gate()
        self._load()

    def _load(self) -> None:
        self._index = Index.open(self._store, embedding=self._embedding, weights=self._ranking.for_search())
        self._ranker = SentenceRanker(self._index, self._ranking)
        self._names = NameIndex(document.text for document in self._index.documents.values())

    @classmethod
    def open(
        cls,
        corpus: Path = SEEDS,
        store: Path | str | None = None,
        *,
        ranking: Ranking = Ranking(),
        progress: Progress = silent,
    ) -> Assistant:
        """Return an assistant over a folder of documents, having built or refreshed its index.

        `store` is a folder, or the URL of a Chroma server; by default a folder of this corpus alone. Raises an
        IndexingError that says what to do if the documents cannot be read or the store cannot be used.
        """
        location = store if store is not None else default_store(corpus)
        embedding = LocalEmbedding()
        build(corpus, location, embedding=embedding, progress=progress)
        return cls(corpus, location, ranking, embedding)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the corpus, sorted by name."""
        return tuple(self._index.documents.values())

    def search(self, question: str, *, limit: int = 10) -> list[Hit]:
        """Return the passages that come nearest to the question, best first."""
        with self._gate.using():
            return self._index.search(question, limit=limit)

    def rank(self, question: str) -> list[RankedSentence]:
        """Return the sentences of the best passages, best first."""
        with self._gate.using():
            return self._find(question).ranked

    def upload(self, name: str, data: bytes, *, progress: Progress = silent) -> None:
        """Put a document into the corpus folder and index it; questions wait until it can be asked.

        Raises an IndexingError that says why it is refused; the corpus and the index are then as they were.
        """
        with self._gate.changing():
            path = add_document(self._corpus, name, data)
            self._index.close()
            try:
                build(self._corpus, self._store, embedding=self._embedding, progress=progress)
            except BaseException:
                path.unlink()
                raise
            finally:
                self._load()

    def answer(self, question: str, *, history: History = ()) -> Answer:
        """Return the answer to a question, or an abstention; no question raises an exception."""
        *_, last = self.stream(question, history=history)
        return last

    def stream(self, question: str, *, history: History = ()) -> Iterator[Answer]:
        """Yield the answer as it grows, statement by statement; the last one is the answer."""
        # Nothing is held while a reader takes its time with what is yielded.
        with self._gate.using():
            growing = self._respond(question, history)
        yield from growing

    def _respond(self, question: str, history: History) -> list[Answer]:
        problem = _problem_of(question)
        if problem:
            return [self._abstention(question, " ".join(question.split()), problem)]
        found = self._find(standalone(question, history))
        confidence, enough = self._confidence(found)
        growing = self._quoted(question, found, confidence) if enough else []
        return growing or [self._abstention(question, self._shown(found), self._reason(found), confidence, found)]

    def _confidence(self, found: _Found) -> tuple[float, bool]:
        """Return the probability that the best sentences answer, and whether it is enough to show them."""
        asked, best = found.asked, found.ranked[0]
        calibration = SAME_LANGUAGE if asked.language in self._index.languages else OTHER_LANGUAGE
        names = [self._index.content_terms(name, asked.language) for name in names_in(asked.respelled)]
        confidence = calibration.probability(best.score, share_of_names(names, self._ranker.terms_of(best.passage)))
        return confidence, confidence >= calibration.threshold

    def _shown(self, found: _Found) -> str:
        """Return the question as it was understood: a slip of the pen is corrected, a foreign spelling is left."""
        return found.asked.respelled if found.asked.language in self._index.languages else found.asked.text

    def _find(self, question: str) -> _Found:
        asked = read_question(question, self._index, self._names)
        started = time.perf_counter()
        vector = self._index.embed(question)
        embedded = time.perf_counter()
        hits = self._index.search(question, limit=PASSAGES_RANKED, vector=vector, wanted=asked.wanted)
        searched = time.perf_counter()
        ranked = self._ranker.rank(asked, hits)
        stages = {"embed": embedded - started, "search": searched - embedded, "rank": time.perf_counter() - searched}
        return _Found(asked, hits, ranked, {stage: 1000 * seconds for stage, seconds in stages.items()})

    def _quoted(self, question: str, found: _Found, confidence: float) -> list[Answer]:
        """Return the quoting answer with one statement, with two, and so on; [] if no statement may be shown."""
        started = time.perf_counter()
        # The rules by which values are compared read English.
        compare = found.asked.language == "en"
        composed = compose(found.asked.respelled, found.ranked, self._index.documents, compare=compare)
        timings = found.timings | {"answer": 1000 * (time.perf_counter() - started)}
        whole = len(composed.statements)
        return [
            Answer(
                question=question,
                interpreted_as=self._shown(found),
                text=markdown(composed.statements[:shown]),
                statements=composed.statements[:shown],
                citations=_cited_by(composed.statements[:shown], composed.citations),
                abstained=False,
                reason="",
                confidence=confidence,
                nearest=(),
                disagreements=composed.disagreements if shown == whole else (),
                documents_searched=len(self._index.documents),
                timings=timings,
            )
            for shown in range(1, whole + 1)
        ]

    def _abstention(
        self, question: str, interpreted: str, reason: str, confidence: float = 0.0, found: _Found | None = None
    ) -> Answer:
        sentence = phrase(Phrase.ABSTENTION, detect_language(question[:LONGEST_QUESTION]))
        statements, _ = proven([Statement(sentence, ())], (), {}, fixed=[sentence])
        return Answer(
            question=question,
            interpreted_as=interpreted,
            text=markdown(statements),
            statements=tuple(statements),
            citations=(),
            abstained=True,
            reason=reason,
            confidence=confidence,
            nearest=tuple(hit.passage for hit in found.hits[:NEAREST_SHOWN]) if found else (),
            disagreements=(),
            documents_searched=len(self._index.documents),
            timings=found.timings if found else {},
        )

    def _reason(self, found: _Found) -> str:
        missing = self._index.unknown_words(found.asked.respelled)
        if missing:
            return phrase(Phrase.WORDS_MISSING, found.asked.language, words=missing)
        return phrase(Phrase.NOT_ANSWERED, found.asked.language)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _problem_of(question: str) -> str:
    """Return why a question cannot be looked for at all, or ""."""
    if len(question) > LONGEST_QUESTION:
        return phrase(Phrase.TOO_LONG, detect_language(question[:LONGEST_QUESTION]), limit=LONGEST_QUESTION)
    return "" if any(character.isalnum() for character in question) else phrase(Phrase.NO_WORDS, "en")


def _cited_by(statements: Sequence[Statement], citations: Sequence[Citation]) -> tuple[Citation, ...]:
    last = max((number for statement in statements for number in statement.citations), default=0)
    return tuple(citations[:last])
