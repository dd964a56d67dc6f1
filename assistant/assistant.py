"""Ask an open corpus: search, rank, choose, check, answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.answering.replies import abstained, declined, quoted, surveyed
from assistant.answers import Answer
from assistant.asking.followup import standalone
from assistant.asking.question import LONGEST_QUESTION
from assistant.finding.confidence import Signals
from assistant.finding.finder import Finder
from assistant.finding.ranking import RankedSentence, Ranking
from assistant.finding.surveys import survey
from assistant.gate import Gate
from assistant.proving.sources import Evidence
from assistant.proving.support import check
from assistant.words.phrases import Phrase, phrase
from assistant.writing.evidence import gather
from assistant.writing.model import LanguageModel
from assistant.writing.remarks import Remark, remark
from assistant.writing.replying import replied
from assistant.writing.writer import Writer
from index import (
    SEEDS,
    Document,
    EmbeddingError,
    Endpoint,
    Hit,
    Index,
    LocalEmbedding,
    ModelSettings,
    Progress,
    RemoteEmbedding,
    add_document,
    build,
    default_store,
    detect_language,
    open_embedding,
    silent,
)

History = Sequence[tuple[str, str]]
"""Earlier turns, oldest first, as (question, answer text)."""


class Assistant:
    """Answers questions about one corpus, from several threads if need be; use it as a context manager, or close it."""

    def __init__(
        self,
        corpus: Path,
        store: Path | str,
        ranking: Ranking,
        embedding: LocalEmbedding | RemoteEmbedding,
        writer: Writer | None = None,
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._ranking = ranking
        self._embedding = embedding
        self._writer = writer
        self._gate = Gate()
        self._load()

    def _load(self) -> None:
        self._index = Index.open(self._store, embedding=self._embedding, weights=self._ranking.for_search())
        self._finder = Finder(self._index, self._ranking)

    @classmethod
    def open(
        cls,
        corpus: Path = SEEDS,
        store: Path | str | None = None,
        *,
        ranking: Ranking = Ranking(),
        model: ModelSettings | None = None,
        embedding: Endpoint | None = None,
        progress: Progress = silent,
    ) -> Assistant:
        """Return an assistant over a folder of documents, having built or refreshed its index.

        `store` is a folder, or the URL of a Chroma server; by default a folder of this corpus alone.
        Without a `model` answers are quotes, without an `embedding` the local one is used. Raises an IndexingError
        that says what to do if the documents cannot be read or the store cannot be used.
        """
        location = store if store is not None else default_store(corpus)
        embedder = open_embedding(embedding)
        build(corpus, location, embedding=embedder, progress=progress)
        return cls(corpus, location, ranking, embedder, Writer(LanguageModel(model)) if model else None)

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
            return self._finder.find(question).ranked

    def signals(self, question: str, *, history: History = ()) -> Signals:
        """Return what speaks for the best sentence; from it the confidence of an answer is made."""
        with self._gate.using():
            return self._finder.signals(self._finder.find(standalone(question, history)))

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
        since = time.monotonic()
        # A model takes its time to understand and to write, and a reader to read: nothing is held meanwhile.
        asked = self._understood(question, history)
        with self._gate.using():
            growing, evidence = self._respond(question, asked)
            documents = self._index.documents
        if self._writer is None or not evidence:
            yield from growing
            return
        prove = partial(check, embed=self._embedding.get_text_embedding)
        writing = self._writer.write(growing[-1].interpreted_as, evidence, documents, prove, since=since)
        yield from replied(growing, writing, self._writer.name)

    def _understood(self, question: str, history: History) -> str:
        if self._writer is None or _problem_of(question):
            return standalone(question, history)
        return self._writer.standalone(question, history)

    def _respond(self, question: str, asked: str) -> tuple[list[Answer], list[Evidence]]:
        """Return the answer without a model as it grows, and what one may write another from: nothing if it may not."""
        documents = self._index.documents
        problem = _problem_of(question)
        if problem:
            return [declined(question, " ".join(question.split()), problem, len(documents))], []
        try:
            found = self._finder.find(asked)
        except EmbeddingError:
            problem = remark(Remark.NOT_SEARCHED, detect_language(question))
            return [declined(question, " ".join(question.split()), problem, len(documents))], []
        counted = survey(found.asked, self._index)
        if counted and counted.mentions:
            return [surveyed(question, found.asked, counted, documents)], []
        if counted:
            nowhere = phrase(Phrase.WORDS_MISSING, found.asked.language, words=[counted.topic])
            return [declined(question, found.asked.text, nowhere, len(documents))], []
        interpreted, calibration = self._finder.interpreted(found), self._finder.calibration(found)
        confidence = calibration.probability(self._finder.signals(found))
        enough = confidence >= calibration.threshold
        growing = quoted(question, interpreted, found, confidence, documents) if enough else []
        if not growing:
            return [abstained(question, interpreted, found, confidence, self._index)], []
        return growing, gather(found.hits, found.ranked, self._index.sentence_vectors) if self._writer else []

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
