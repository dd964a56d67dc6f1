"""Search an index: BM25, vectors of passages and of their sentences together, on one scale for all questions."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.documents import LONGEST_NAME_BYTES, Document
from index.embedding import LocalEmbedding
from index.errors import DocumentUnknownError, StoreChangedError, StoreMismatchError
from index.kept import Kept
from index.language import detect_language
from index.lexical import content_terms, highest
from index.manifest import Manifest
from index.passages import Passage
from index.server import Location
from index.settings import folder_path
from index.shelf import Documents, Passages, Shelf
from index.store import Store, built_anew, explained, located, no_index
from index.summary import DocumentSummary, Standing, Summary

# Candidates taken from both searches before their scores are added. Of 1,067 questions on 1,107 passages of SQuAD 1.1 a
# third search, of all sentences, brought none more among the first eight, with pools of these sizes or of a tenth.
PASSAGE_POOL = 100
LEXICAL_POOL = 50
QUESTIONS_REMEMBERED = 64
# Builds may end while an index at a server is being opened; more of them than this do not.
ATTEMPTS = 3
MOST_NAMES_TOLD = 20
# A corpus of so many documents is looked through whole; of a larger one the best: each takes some ten milliseconds.
SMALL_CORPUS, BEST_DOCUMENTS = 100, 12
# What is known of all documents is kept anew when this share of them has changed; less is soon done again.
MOST_STALE = 0.01
# Summaries of so many documents are in memory together.
SUMMARISED_TOGETHER = 500


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
    """An open store, ready to be searched: what is known of all documents together in memory, the others in Chroma.

    It holds the store for reading until it is closed; use it as a context manager. It may be used from several threads.
    Passages are numbered in the order of their documents' names.
    """

    def __init__(
        self,
        store: Store,
        shelf: Shelf,
        summary: Summary,
        manifest: Manifest,
        embedding: BaseEmbedding,
        weights: SearchWeights,
        held: ExitStack,
        reading: ExitStack,
    ) -> None:
        self.manifest = manifest
        self.summary = summary
        self.lexical = summary.lexical
        self.languages = summary.languages
        self.embedding = embedding
        self.documents = Documents(shelf)
        self.passages = Passages(shelf)
        # A question is often asked again: edited and put back, retried, searched for and then answered.
        self._embedded = functools.lru_cache(QUESTIONS_REMEMBERED)(embedding.get_query_embedding)
        self._store = store
        self._shelf = shelf
        self._standing = Standing(summary.places, summary.lexical.numbers(), functools.partial(_rows, shelf))
        self.weights = weights
        self._held = held
        self._reading = reading
        self._is_whole = len(shelf.versions) == manifest.documents
        self._floor = float(getattr(embedding, "cosine_floor", 0.0))
        self._range = float(getattr(embedding, "cosine_ceiling", 1.0)) - self._floor

    @classmethod
    def open(
        cls,
        location: Location | str,
        *,
        corpus: Path | str | None = None,
        embedding: BaseEmbedding | None = None,
        weights: SearchWeights = SearchWeights(),
    ) -> Index:
        """Open the index that `build` made at this place; `corpus` is the folder to name when it must be built again.

        Raises StoreMissingError, StoreBusyError, StoreDamagedError, StoreUnreachableError, or StoreMismatchError if
        it was built with another embedding.
        """
        embedding, location = embedding or LocalEmbedding(), located(location)
        corpus = folder_path(corpus) if corpus is not None else None
        with ExitStack() as held, explained(location, corpus):
            store = Store.open(location, corpus=corpus)
            held.callback(store.close)
            reading = held.enter_context(ExitStack())
            reading.enter_context(store.lock(write=False))
            for attempt in range(ATTEMPTS):
                manifest = _manifest(store, embedding)
                try:
                    store.check()
                    shelf = Shelf(manifest.current, store.documents)
                    kept = Kept.beside(location)
                    summary, changes = _summarised(kept, shelf, *kept.whole())
                    break
                except StoreChangedError:
                    if attempt == ATTEMPTS - 1:
                        raise
            if not store.sealed:
                store.seal()
            if changes > MOST_STALE * len(shelf.versions):
                kept.keep_whole(summary, shelf.versions)
            return cls(store, shelf, summary, manifest, embedding, weights, held.pop_all(), reading)

    def refreshed(self) -> Index:
        """Return the index of what the store holds now, at the cost of what has changed; this one goes on meanwhile.

        Both share the store, and closing one closes the other.
        """
        with explained(self._store.location, self._store.corpus):
            manifest = _manifest(self._store, self.embedding)
            if manifest == self.manifest:
                return self
            shelf = Shelf(manifest.current, self._store.documents)
            shelf.take_over(self._shelf)
            kept = Kept.beside(self._store.location)
            summary, _ = _summarised(kept, shelf, self.summary, self._shelf.versions)
        return Index(self._store, shelf, summary, manifest, self.embedding, self.weights, self._held, self._reading)

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
        current = {name: self.manifest.current[name] for name in wanted}
        shelf = Shelf(current, self._store.documents)
        shelf.take_over(self._shelf)
        with explained(self._store.location, self._store.corpus):
            summary, _ = _summarised(Kept.beside(self._store.location), shelf, Summary(), {})
        part = Index(
            self._store, shelf, summary, self.manifest, self.embedding, self.weights, self._held, self._reading
        )
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

    @functools.cached_property
    def _of_tables(self) -> npt.NDArray[np.bool_]:
        """For each passage whether its document has a table."""
        sizes = self._shelf.sizes
        return np.repeat([name in self.summary.with_tables for name in sizes], list(sizes.values()))

    @property
    def reach(self) -> int:
        """How many documents are looked through at most for what no search of passages tells."""
        return BEST_DOCUMENTS if len(self.documents) > SMALL_CORPUS else SMALL_CORPUS

    def looked_through(self, wanted: Sequence[str], *, with_tables: bool = False) -> list[Document]:
        """Return the documents to look through for these terms, by name: all, or those whose passages fit best.

        If `with_tables`, of those that have a table.
        """
        names = sorted(self.summary.with_tables) if with_tables else list(self.documents)
        if len(names) > self.reach:
            scores = self.lexical.scores(wanted) * (self._of_tables if with_tables else 1)
            best = (self.passages.place(number)[0] for number in highest(scores, LEXICAL_POOL).tolist())
            fitting = [name for name in dict.fromkeys(best) if not with_tables or name in self.summary.with_tables]
            names = sorted(fitting[: self.reach])
        return [stored.document for stored in self._shelf.some(names).values()]

    def remembered(self, name: str) -> str:
        """Return the text that `remember` was given under this name on this machine; "" of a part of an index."""
        return Kept.beside(self._store.location).note(name) if self._is_whole else ""

    def remember(self, name: str, text: str) -> None:
        """Keep a text that is made of all documents and can be made again, if this is not a part of an index."""
        if self._is_whole:
            Kept.beside(self._store.location).keep_note(name, text)

    def embed(self, question: str) -> list[float]:
        """Return the vector of a question, embedded as a query."""
        return self._embedded(question)

    def sentence_vectors(self, number: int) -> npt.NDArray[np.float32]:
        """Return the vectors of the sentences of the passage with this number, of shape (sentences, d)."""
        with explained(self._store.location, self._store.corpus):
            return self._store.with_sentences([self._row_of(number)])[0][1:]

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
        cosines = self._nearest(vector, PASSAGE_POOL, out)
        by_words = [int(number) for number in highest(lexical, LEXICAL_POOL) if lexical[number] > 0]
        # What a search did not return is at most as near as the last that it did.
        far = min(whole for whole, *_ in cosines.values())
        far_sentences = min(max(parts) for _, *parts in cosines.values())
        rough = {
            n: self._score(cosines[n][0], max(cosines[n][1:]), float(lexical[n]))
            if n in cosines
            else self._score(far, far_sentences, float(lexical[n]))
            for n in {*cosines, *by_words}
        }
        best = sorted(rough, key=lambda n: (-rough[n], n))[: max(limit, 1)]
        passages = self.passages.some(best)  # Their rows are read with them.
        if missing := [n for n in best if n not in cosines]:
            cosines |= zip(missing, self._cosines([self._row_of(n) for n in missing], vector), strict=True)
        found = zip(passages, best, strict=True)
        exact = [self._hit(passage, n, *cosines[n], lexical=float(lexical[n])) for passage, n in found]
        return sorted(exact, key=lambda hit: (-hit.score, hit.number))

    def _stuffed(self, wanted: Sequence[str]) -> Set[int]:
        """Return the numbers of the passages of documents that are stuffed with what is wanted, unless all are."""
        stuffed = self.lexical.stuffed(wanted)
        if not stuffed or len(stuffed) == len(self.documents):
            return frozenset()
        return {number for name in stuffed for number in self.passages.of(name)}

    def _nearest(self, vector: list[float], pool: int, out: Set[int]) -> dict[int, list[float]]:
        """Return the cosines of the nearest passages, as `_cosines` does, by their numbers; not of what is `out`."""
        standing = self._standing.without(out) if out else self._standing
        rows = self._store.nearest(vector, min(pool, len(standing)), standing)
        if not rows:
            raise built_anew(self._store.location)
        cosines = zip(rows, self._cosines(rows, vector), strict=True)
        return {number: each for row, each in cosines for number in standing.places(row)}

    def _cosines(self, rows: Sequence[str], vector: list[float]) -> list[list[float]]:
        """Return the cosines of the passage of each row, and behind it of its sentences."""
        query = np.asarray(vector, dtype=np.float32)
        return [(vectors @ query).tolist() for vectors in self._store.with_sentences(rows)]

    def _scaled(self, cosine: float) -> float:
        return (cosine - self._floor) / self._range

    def _score(self, passage_cosine: float, sentence_cosine: float, lexical: float) -> float:
        weights = self.weights
        cosines = weights.passage * self._scaled(passage_cosine) + weights.sentence * self._scaled(sentence_cosine)
        return cosines + weights.lexical * lexical

    def _hit(
        self, passage: Passage, number: int, passage_cosine: float, *sentence_cosines: float, lexical: float
    ) -> Hit:
        score = self._score(passage_cosine, max(sentence_cosines), lexical)
        sentences = tuple(map(self._scaled, sentence_cosines))
        return Hit(passage, number, score, self._scaled(passage_cosine), sentences, lexical)

    def _row_of(self, number: int) -> str:
        name, place = self.passages.place(number)
        return self._shelf.some([name])[name].passage_rows[place]

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


def _rows(shelf: Shelf) -> Iterator[str]:
    return (row for stored in shelf.each() for row in stored.passage_rows)


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


def _summarised(kept: Kept, shelf: Shelf, before: Summary, versions: Mapping[str, str]) -> tuple[Summary, int]:
    """Return what is known of the documents of a shelf together, and how many it had to be changed by.

    `before` is known of those with these versions.
    """
    gone = {name: version for name, version in versions.items() if shelf.versions.get(name) != version}
    known = kept.summaries(set(gone.values()))
    if before.lexical.is_sparse or not known.keys() >= set(gone.values()):
        before, versions, gone = Summary(), {}, {}
    names, summary = versions.keys() - gone.keys(), before
    if gone:
        summary = summary.with_changes({name: known[version] for name, version in gone.items()}, {}, sorted(names))
    fresh = [name for name in shelf.versions if name not in names]
    for start in range(0, len(fresh), SUMMARISED_TOGETHER):
        new = _summaries(kept, shelf, fresh[start : start + SUMMARISED_TOGETHER])
        names |= new.keys()
        summary = summary.with_changes({}, new, sorted(names))
    return summary, len(gone) + len(fresh)


def _summaries(kept: Kept, shelf: Shelf, names: Sequence[str]) -> dict[str, DocumentSummary]:
    """Return the summaries of documents by their names, those that are not kept made from the documents."""
    held = kept.summaries({shelf.versions[name] for name in names})
    missing = [name for name in names if shelf.versions[name] not in held]
    if missing:
        held |= kept.keep_summaries(shelf.some(missing).values(), set(shelf.versions.values()))
    return {name: held[shelf.versions[name]] for name in names}
