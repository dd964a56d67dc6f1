"""Search an index: BM25, passage vectors and sentence vectors together, on one scale for all questions."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack
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

from index.documents import LONGEST_NAME_BYTES
from index.embedding import LocalEmbedding
from index.errors import DocumentUnknownError, StoreChangedError, StoreMismatchError
from index.language import detect_language
from index.lexical import DocumentTerms, LexicalIndex, content_terms
from index.manifest import Manifest
from index.passages import Passage
from index.server import Location
from index.store import CACHE, Store, built_anew, explained, located, no_index
from index.stored import PASSAGES, SENTENCES, StoredDocument, text_digest
from index.term_cache import terms_of

# Candidates taken from each of the three searches before their scores are added.
PASSAGE_POOL = 100
SENTENCE_POOL = 200
LEXICAL_POOL = 50
QUESTIONS_REMEMBERED = 64
# Builds may end while an index at a server is being opened; more of them than this do not.
ATTEMPTS = 3
MOST_NAMES_TOLD = 20


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
    Passages are numbered in the order of their documents' names.
    """

    def __init__(
        self,
        store: Store,
        stored: Mapping[str, StoredDocument],
        lexical: LexicalIndex,
        terms: Mapping[str, DocumentTerms],
        manifest: Manifest,
        embedding: BaseEmbedding,
        weights: SearchWeights,
        held: ExitStack,
        reading: ExitStack,
    ) -> None:
        self.manifest = manifest
        self.lexical = lexical
        self.embedding = embedding
        self.documents = {name: document.document for name, document in stored.items()}
        self.passages = [passage for document in stored.values() for passage in document.passages]
        self.languages = Counter(document.language for document in terms.values())
        # A question is often asked again: edited and put back, retried, searched for and then answered.
        self._embedded = functools.lru_cache(QUESTIONS_REMEMBERED)(embedding.get_query_embedding)
        self._store = store
        self._stored = stored
        self._terms = terms
        self._passage_rows = [row for document in stored.values() for row in document.passage_rows]
        self._sentence_rows = [rows for document in stored.values() for rows in document.sentence_rows]
        self._places = _places(self._passage_rows, self._sentence_rows)
        self._weights = weights
        self._held = held
        self._reading = reading
        self._floor = float(getattr(embedding, "cosine_floor", 0.0))
        self._range = float(getattr(embedding, "cosine_ceiling", 1.0)) - self._floor

    @classmethod
    def open(
        cls,
        location: Location | str,
        *,
        corpus: Path | None = None,
        embedding: BaseEmbedding | None = None,
        weights: SearchWeights = SearchWeights(),
    ) -> Index:
        """Open the index that `build` made at this place; `corpus` is the folder to name when it must be built again.

        Raises StoreMissingError, StoreBusyError, StoreDamagedError, StoreUnreachableError, or StoreMismatchError if
        it was built with another embedding.
        """
        embedding, location = embedding or LocalEmbedding(), located(location)
        with ExitStack() as held, explained(location, corpus):
            store = Store.open(location, corpus=corpus)
            held.callback(store.close)
            reading = held.enter_context(ExitStack())
            reading.enter_context(store.lock(write=False))
            for attempt in range(ATTEMPTS):
                manifest = _manifest(store, embedding)
                try:
                    store.check()
                    stored, terms = _loaded(store, manifest, {}, {})
                    break
                except StoreChangedError:
                    if attempt == ATTEMPTS - 1:
                        raise
            if not store.sealed:
                store.seal()
            lexical = LexicalIndex().changed(terms)
            return cls(store, stored, lexical, terms, manifest, embedding, weights, held.pop_all(), reading)

    def refreshed(self) -> Index:
        """Return the index of what the store holds now, at the cost of what has changed; this one goes on meanwhile.

        Both share the store, and closing one closes the other.
        """
        with explained(self._store.location, self._store.corpus):
            manifest = _manifest(self._store, self.embedding)
            if manifest == self.manifest:
                return self
            stored, terms = _loaded(self._store, manifest, self._stored, self._terms)
        lexical = self.lexical.changed(terms)
        return Index(
            self._store, stored, lexical, terms, manifest, self.embedding, self._weights, self._held, self._reading
        )

    @functools.cached_property
    def _digest(self) -> str:
        return self.manifest.digest

    def is_current(self) -> bool:
        """Tell whether no other index has been published since: never while a folder is held, at any time at a server.

        Raises StoreUnreachableError if the server does not answer.
        """
        with explained(self._store.location, self._store.corpus):
            return self._store.is_current(self._digest)

    def only(self, names: Iterable[str]) -> Index:
        """Return the index of these documents alone, which finds what an index built of them would find.

        Both share the store, and closing one closes the other. Raises DocumentUnknownError if there are no such
        documents, or none are named.
        """
        wanted = dict.fromkeys(names)
        unknown = [name for name in wanted if name not in self.documents]
        if unknown or not wanted:
            told = f"There is no document {_some(unknown)}." if unknown else "No document is named."
            raise DocumentUnknownError(f"{told} There are: {_some(list(self.documents))}.")
        stored = {name: held for name, held in self._stored.items() if name in wanted}
        terms = {name: self._terms[name] for name in stored}
        part = Index(
            self._store, stored, LexicalIndex().changed(terms), terms, self.manifest, self.embedding, self._weights,
            self._held, self._reading,
        )  # fmt: skip
        part._embedded = self._embedded
        return part

    def alone(self) -> AbstractContextManager[Callable[[], None]]:
        """Return a context in which this process may write the store while this index is being asked.

        Raises StoreBusyError if another process uses it. It yields what `Store.lock` yields.
        """
        return self._store.alone(self._reading)

    @property
    def note(self) -> str:
        """The text that was left beside the index, or ""."""
        with explained(self._store.location, self._store.corpus):
            return self._store.note()

    def leave_note(self, text: str) -> None:
        """Leave a text beside the index in place of the one before, none if it is ""; raises StoreBusyError."""
        with explained(self._store.location, self._store.corpus), self.alone():
            self._store.put_note(text)

    def embed(self, question: str) -> list[float]:
        """Return the vector of a question, embedded as a query."""
        return self._embedded(question)

    def sentence_vectors(self, number: int) -> npt.NDArray[np.float32]:
        """Return the vectors of the sentences of the passage with this number, of shape (sentences, d)."""
        with explained(self._store.location, self._store.corpus):
            return self._store.vectors(SENTENCES, self._sentence_rows[number])

    def content_terms(self, question: str, language: str = "", stem_as: str = "") -> list[str]:
        """Return the terms of a question less its function words, stemmed like the corpus if in another language.

        Its `language` is found if it is not given, and so is the one whose stems are made.
        """
        language = language or detect_language(question)
        known = language in self.languages
        stem_as = stem_as or (language if known else self.languages.most_common(1)[0][0])
        return content_terms(question, language, stem_as)

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
        everywhere: bool = False,
    ) -> list[Hit]:
        """Return at most `limit` passages, best first.

        `vector` is the embedded question and `wanted` its content terms, if they are known already. Unless
        `everywhere`, documents that are stuffed with the question are left out, if there are others.

        An index has at least one passage, so there is at least one hit, however poor.
        """
        vector = vector or self.embed(question)
        with explained(self._store.location, self._store.corpus):
            wanted = wanted if wanted is not None else self.content_terms(question)
            return self._search(wanted, vector, limit, frozenset() if everywhere else self._stuffed(wanted))

    def _search(self, wanted: Sequence[str], vector: list[float], limit: int, out: Set[int]) -> list[Hit]:
        """Return the best passages among those whose numbers are not `out`."""
        lexical = self.lexical.scores(wanted)
        lexical[list(out)] = 0.0
        passages = {passage: cosine for (passage,), cosine in self._nearest(PASSAGES, vector, PASSAGE_POOL, out)}
        sentences: dict[int, dict[int, float]] = {}
        for (passage, number), cosine in self._nearest(SENTENCES, vector, SENTENCE_POOL, out):
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

    def _stuffed(self, wanted: Sequence[str]) -> Set[int]:
        """Return the numbers of the passages of documents that are stuffed with what is wanted, unless all are."""
        stuffed = self.lexical.stuffed(wanted)
        if not stuffed or len(stuffed) == len(self.documents):
            return frozenset()
        return {number for number, passage in enumerate(self.passages) if passage.document in stuffed}

    def _nearest(self, kind: str, vector: list[float], pool: int, out: Set[int]) -> list[tuple[tuple[int, ...], float]]:
        """Return the places of the nearest texts, each with its cosine; none in the passages that are `out`."""
        places = self._places[kind]
        if out:
            kept = {row: [place for place in each if place[0] not in out] for row, each in places.items()}
            places = {row: each for row, each in kept.items() if each}
        found = self._store.nearest(kind, vector, min(pool, len(places)), places)
        if not found:
            raise built_anew(self._store.location)
        return [(place, cosine) for row, cosine in found.items() for place in places[row]]

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
        whole = {n: self._passage_rows[n] for n in numbers if n not in passages}
        parts = {
            (n, place): row
            for n in numbers
            for place, row in enumerate(self._sentence_rows[n])
            if place not in sentences.get(n, {})
        }
        if whole:
            cosines = self._store.vectors(PASSAGES, list(whole.values())) @ query
            passages.update(zip(whole, cosines.tolist(), strict=True))
        if parts:
            cosines = self._store.vectors(SENTENCES, list(parts.values())) @ query
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


def _some(names: Sequence[str]) -> str:
    """Return names as a list in words, of many the first; of what is too long for a name its beginning."""
    more = f" and {len(names) - MOST_NAMES_TOLD} more" if len(names) > MOST_NAMES_TOLD else ""
    return ", ".join(name[:LONGEST_NAME_BYTES] for name in names[:MOST_NAMES_TOLD]) + more


def _best_first(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.number


def _manifest(store: Store, embedding: BaseEmbedding) -> Manifest:
    """Return the current manifest; raises StoreMissingError, or StoreMismatchError if another embedding made it."""
    manifest = store.manifest()
    if manifest is None:
        raise no_index(store.location, store.corpus)
    if manifest.embedding != embedding.model_name:
        raise StoreMismatchError(
            f"The index at {store.location} was built with the embedding {manifest.embedding}, not "
            f"{embedding.model_name}. Use that one, or build it again with: {store.rebuild}"
        )
    return manifest


def _loaded(
    store: Store, manifest: Manifest, known: Mapping[str, StoredDocument], known_terms: Mapping[str, DocumentTerms]
) -> tuple[dict[str, StoredDocument], dict[str, DocumentTerms]]:
    """Return the documents of a manifest and their terms, sorted by name; those known are taken over."""
    versions = manifest.versions
    kept = {name for name, version in versions.items() if name in known and known[name].document.version == version}
    fresh = {
        stored.document.name: stored
        for stored in store.documents({name: version for name, version in versions.items() if name not in kept})
    }
    terms = terms_of(fresh, _cache_folder(store.location), set(versions.values()))
    return (
        {name: fresh.get(name) or known[name] for name in sorted(versions)},
        {name: terms.get(name) or known_terms[name] for name in sorted(versions)},
    )


def _places(
    passage_rows: Sequence[str], sentence_rows: Sequence[Sequence[str]]
) -> dict[str, dict[str, list[tuple[int, ...]]]]:
    """Return where each row's text stands, by kind and row: a passage's number, or that and a sentence's."""
    of_passages: dict[str, list[tuple[int, ...]]] = {}
    of_sentences: dict[str, list[tuple[int, ...]]] = {}
    for number, (whole, parts) in enumerate(zip(passage_rows, sentence_rows, strict=True)):
        of_passages.setdefault(whole, []).append((number,))
        for place, row in enumerate(parts):
            of_sentences.setdefault(row, []).append((number, place))
    return {PASSAGES: of_passages, SENTENCES: of_sentences}


def _cache_folder(location: Location) -> Path:
    if isinstance(location, Path):
        return location / CACHE
    return platformdirs.user_cache_path("document-assistant") / text_digest(str(location))
