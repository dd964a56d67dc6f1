"""Search an index: BM25, passage vectors and sentence vectors together, on one scale for all questions."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import platformdirs
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.embedding import LocalEmbedding
from index.errors import StoreMismatchError, StoreMissingError
from index.language import detect_language
from index.lexical import LexicalIndex, content_terms
from index.passages import Passage
from index.store import CACHE, Manifest, Store, explained, passage_row, sentence_rows, text_digest

# Candidates taken from each of the three searches before their scores are added.
PASSAGE_POOL = 100
SENTENCE_POOL = 200
LEXICAL_POOL = 50
QUESTIONS_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class SearchWeights:
    """What each part adds to a passage's score; fitted with the sentence ranking's on XQuAD 1-24 and SQuAD 2.0 dev.

    `passage` weighs the scaled cosine of question and passage, `sentence` the best scaled cosine of the question and
    one of its sentences, `lexical` the BM25 share (0 to 1).
    """

    passage: float = 0.55
    sentence: float = 0.55
    lexical: float = 0.6


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, its number in the index, and why it was found.

    `score` is the weighted sum of `passage_cosine`, the largest of `sentence_cosines` (both scaled: 0 is nothing in
    common, 1 the same statement) and `lexical` (0 to 1); it compares across questions.
    """

    passage: Passage
    number: int
    score: float
    passage_cosine: float
    sentence_cosines: tuple[float, ...]
    lexical: float


class Index:
    """An open store, ready to be searched: documents and passages in memory, vectors in Chroma.

    It holds the store for reading until it is closed; use it as a context manager. It may be used from several threads.
    """

    def __init__(
        self,
        store: Store,
        manifest: Manifest,
        lexical: LexicalIndex,
        passages: list[Passage],
        embedding: BaseEmbedding,
        weights: SearchWeights,
        held: ExitStack,
    ) -> None:
        self.manifest = manifest
        self.lexical = lexical
        self.embedding = embedding
        self.passages = passages
        self.documents = {document.name: document for document in store.documents(manifest)}
        self.languages = Counter(detect_language(document.text) for document in self.documents.values())
        # A question is often asked again: edited and put back, retried, searched for and then answered.
        self._embedded = functools.lru_cache(QUESTIONS_REMEMBERED)(embedding.get_query_embedding)
        self._store = store
        self._weights = weights
        self._held = held
        self._floor = float(getattr(embedding, "cosine_floor", 0.0))
        self._range = float(getattr(embedding, "cosine_ceiling", 1.0)) - self._floor

    @classmethod
    def open(
        cls, location: Path | str, *, embedding: BaseEmbedding | None = None, weights: SearchWeights = SearchWeights()
    ) -> Index:
        """Open the index that `build` made at this place.

        Raises StoreMissingError, StoreBusyError, StoreDamagedError, StoreUnreachableError, or StoreMismatchError if
        it was built with another embedding.
        """
        embedding = embedding or LocalEmbedding()
        with ExitStack() as held, explained(location):
            store = Store.open(location)
            held.callback(store.close)
            held.enter_context(store.lock(write=False))
            manifest = store.manifest()
            if manifest is None:
                raise StoreMissingError(f"There is no index at {location}. Build it with: python -m index")
            if manifest.embedding != embedding.model_name:
                raise StoreMismatchError(
                    f"The index at {location} was built with the embedding {manifest.embedding}, not "
                    f"{embedding.model_name}. Use that one, or build it again with: python -m index --rebuild"
                )
            store.check(manifest)
            passages = list(store.passages(manifest))
            lexical = _lexical(store.location, manifest, passages)
            return cls(store, manifest, lexical, passages, embedding, weights, held.pop_all())

    def embed(self, question: str) -> list[float]:
        """Return the vector of a question, embedded as a query."""
        return self._embedded(question)

    def sentence_vectors(self, number: int) -> npt.NDArray[np.float32]:
        """Return the vectors of the sentences of the passage with this number, of shape (sentences, d)."""
        with explained(self._store.location):
            return self._store.sentence_vectors(self.manifest, sentence_rows(self.passages[number], number))

    def content_terms(self, question: str, language: str = "") -> list[str]:
        """Return the terms of a question less its function words, stemmed like the corpus if in another language.

        Its `language` is found if it is not given.
        """
        language = language or detect_language(question)
        known = language in self.languages
        return content_terms(question, language, language if known else self.languages.most_common(1)[0][0])

    def unknown_words(self, question: str) -> list[str]:
        """Return the content words of a question that stand in no document, in order; [] in another language."""
        language = detect_language(question)
        if language not in self.languages:
            return []
        words = dict.fromkeys(re.findall(r"[\w’'-]*\w", question))
        return [
            word
            for word in words
            if (found := content_terms(word, language)) and not any(map(self.lexical.knows, found))
        ]

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        vector: list[float] | None = None,
        wanted: Sequence[str] | None = None,
    ) -> list[Hit]:
        """Return at most `limit` passages, best first.

        `vector` is the embedded question and `wanted` its content terms, if they are known already.

        An index has at least one passage, so there is at least one hit, however poor.
        """
        vector = vector or self.embed(question)
        with explained(self._store.location):
            return self._search(wanted if wanted is not None else self.content_terms(question), vector, limit)

    def _search(self, wanted: Sequence[str], vector: list[float], limit: int) -> list[Hit]:
        lexical = self.lexical.scores(wanted)
        passages = self._store.nearest_passages(self.manifest, vector, PASSAGE_POOL)
        sentences: dict[int, dict[int, float]] = {}
        for (passage, number), cosine in self._store.nearest_sentences(self.manifest, vector, SENTENCE_POOL).items():
            sentences.setdefault(passage, {})[number] = cosine
        by_words = np.argsort(-lexical, kind="stable")[:LEXICAL_POOL]
        pool = {*passages, *sentences, *(int(number) for number in by_words if lexical[number] > 0)}
        # What a search did not return is at most as near as the last that it did.
        far = min(passages.values())
        far_sentences = {0: min(min(cosines.values()) for cosines in sentences.values())}
        rough = [
            self._hit(n, passages.get(n, far), sentences.get(n, far_sentences).values(), float(lexical[n]))
            for n in pool
        ]
        best = [hit.number for hit in sorted(rough, key=_best_first)[: max(limit, 1)]]
        self._complete(best, vector, passages, sentences)
        exact = [self._hit(n, passages[n], sentences[n].values(), float(lexical[n])) for n in best]
        return sorted(exact, key=_best_first)

    def _hit(self, number: int, passage_cosine: float, sentence_cosines: Iterable[float], lexical: float) -> Hit:
        weights = self._weights
        passage = (passage_cosine - self._floor) / self._range
        sentences = tuple((cosine - self._floor) / self._range for cosine in sentence_cosines)
        score = weights.passage * passage + weights.sentence * max(sentences) + weights.lexical * lexical
        return Hit(self.passages[number], number, score, passage, sentences, lexical)

    def _complete(
        self,
        numbers: list[int],
        vector: list[float],
        passages: dict[int, float],
        sentences: dict[int, dict[int, float]],
    ) -> None:
        """Add the exact cosines of these passages and of all their sentences where the searches returned none."""
        query = np.asarray(vector, dtype=np.float32)
        whole = {n: passage_row(self.passages[n], n) for n in numbers if n not in passages}
        parts = {
            (n, place): row
            for n in numbers
            if len(sentences.get(n, {})) < len(self.passages[n].sentences)
            for place, row in enumerate(sentence_rows(self.passages[n], n))
            if place not in sentences.get(n, {})
        }
        if whole:
            cosines = self._store.passage_vectors(self.manifest, list(whole.values())) @ query
            passages.update(zip(whole, cosines.tolist(), strict=True))
        if parts:
            cosines = self._store.sentence_vectors(self.manifest, list(parts.values())) @ query
            for (n, place), cosine in zip(parts, cosines.tolist(), strict=True):
                sentences.setdefault(n, {})[place] = cosine
        for n in numbers:
            sentences[n] = dict(sorted(sentences[n].items()))

    def close(self) -> None:
        """Let go of the store."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class HybridRetriever(BaseRetriever):
    """The search of an index as a LlamaIndex retriever: nodes of passages, best first, with their scores."""

    def __init__(self, index: Index, *, limit: int = 10, **kwargs: Any) -> None:
        self._index = index
        self._limit = limit
        super().__init__(**kwargs)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.search(query_bundle.query_str, limit=self._limit, vector=query_bundle.embedding)
        return [NodeWithScore(node=hit.passage.to_node(), score=hit.score) for hit in hits]


def _best_first(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.number


def _lexical(location: Path | str, manifest: Manifest, passages: list[Passage]) -> LexicalIndex:
    folder = _cache_folder(location)
    cached = LexicalIndex.load(folder, manifest.digest)
    if cached is not None:
        return cached
    lexical = LexicalIndex.build(passages)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lexical.save(folder, manifest.digest)
    except OSError:
        pass  # A cache that cannot be kept is made again; everything works without it.
    return lexical


def _cache_folder(location: Path | str) -> Path:
    if isinstance(location, Path):
        return location / CACHE
    return platformdirs.user_cache_path("document-assistant") / text_digest(location)
