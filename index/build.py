"""Build the index of a corpus, or bring it up to date: read, cut, embed what is new, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from index.documents import Document, read_documents
from index.embedding import LocalEmbedding
from index.errors import StoreMismatchError
from index.passages import Passage, PassageParser
from index.store import FORMAT, Manifest, Row, Store, Vectors, explained, text_digest

# Enough texts to keep all cores busy, few enough for the progress bar to move: about two seconds of work.
PASSAGES_PER_BATCH = 8

Progress = Callable[[int, int], None]
"""Called with the number of passages done and their total."""


def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build found and did; `embedded` counts the texts that had to be embedded, 0 if nothing has changed."""

    manifest: Manifest
    embedded: int
    changed: bool


def build(
    corpus: Path,
    location: Path | str,
    *,
    embedding: BaseEmbedding | None = None,
    parser: PassageParser | None = None,
    rebuild: bool = False,
    progress: Progress = silent,
) -> BuildSummary:
    """Make the store at `location` hold the documents of the folder `corpus`, embedding only texts that it lacks.

    Nothing is written if the store is up to date. A store built otherwise is refused with StoreMismatchError unless
    `rebuild`, which starts from nothing. If anything fails, the index that was there stays as it was.
    """
    documents = read_documents(corpus)
    embedding = embedding or LocalEmbedding()
    parser = parser or PassageParser()
    digest = _digest(documents, embedding, parser)
    store = Store.open(location, create=True, erase=rebuild)
    try:
        # A store that is up to date may be in use: another process answers from it.
        with explained(store.location), store.lock(write=False):
            if found := _up_to_date(store, digest):
                return BuildSummary(found, embedded=0, changed=False)
        with explained(store.location), store.lock(write=True) as renew:
            if found := _up_to_date(store, digest):
                return BuildSummary(found, embedded=0, changed=False)
            found = store.manifest()
            passages = _passages(parser, documents)
            wanted = _manifest(digest, documents, passages, embedding, parser)
            if found:
                _refuse_mismatch(store, found, wanted, documents, corpus)
            builder = _Builder(store, embedding, found)
            store.begin(wanted)
            builder.write(wanted, passages, documents, progress, renew)
            store.publish(wanted)
            return BuildSummary(wanted, builder.embedded, changed=True)
    finally:
        store.close()


def _up_to_date(store: Store, digest: str) -> Manifest | None:
    found = store.manifest()
    if found is None or found.digest != digest:
        return None
    store.check(found)
    return found


def _digest(documents: Sequence[Document], embedding: BaseEmbedding, parser: PassageParser) -> str:
    settings = [str(FORMAT), embedding.model_name, str(parser.fewest_tokens), str(parser.most_tokens)]
    parts = settings + [document.digest for document in documents]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _passages(parser: PassageParser, documents: Sequence[Document]) -> list[Passage]:
    nodes = parser.get_nodes_from_documents([document.to_node() for document in documents])
    return [Passage.from_node(node) for node in nodes]


def _manifest(
    digest: str, documents: Sequence[Document], passages: Sequence[Passage], embedding: BaseEmbedding,
    parser: PassageParser,
) -> Manifest:  # fmt: skip
    return Manifest(
        format=FORMAT,
        digest=digest,
        embedding=embedding.model_name,
        fewest_tokens=parser.fewest_tokens,
        most_tokens=parser.most_tokens,
        documents=len(documents),
        passages=len(passages),
        sentences=sum(len(passage.sentences) for passage in passages),
    )


def _refuse_mismatch(
    store: Store, found: Manifest, wanted: Manifest, documents: Sequence[Document], corpus: Path
) -> None:
    """Raise StoreMismatchError if the store was built with other settings, or plainly from another corpus."""
    for name, before, after in (
        ("the embedding", found.embedding, wanted.embedding),
        ("a token budget of", (found.fewest_tokens, found.most_tokens), (wanted.fewest_tokens, wanted.most_tokens)),
    ):
        if before != after:
            raise StoreMismatchError(
                f"The index at {store.location} was built with {name} {before}, not {after}. "
                "Use it with that, give another --store, or build it again with: python -m index --rebuild"
            )
    held = list(store.documents(found))
    names, texts = {document.name for document in held}, {document.text for document in held}
    if not any(document.name in names or document.text in texts for document in documents):
        raise StoreMismatchError(
            f"The index at {store.location} holds other documents ({held[0].name}, ...) and none of {corpus}. "
            "Give another --store, or replace it with: python -m index --rebuild"
        )


class _Builder:
    """Writes the rows of a generation, taking vectors over from the one before."""

    def __init__(self, store: Store, embedding: BaseEmbedding, before: Manifest | None) -> None:
        self.embedded = 0
        self._store = store
        self._embedding = embedding
        self._before = before
        self._known_passages, self._known_sentences = store.row_ids(before) if before else ({}, {})
        self._sums: dict[str, Vectors] = {}

    def write(
        self,
        manifest: Manifest,
        passages: Sequence[Passage],
        documents: Sequence[Document],
        progress: Progress,
        renew: Callable[[], None],
    ) -> None:
        progress(0, len(passages))
        for start in range(0, len(passages), PASSAGES_PER_BATCH):
            rows = list(self._rows(passages[start : start + PASSAGES_PER_BATCH], start))
            self._store.add_rows(manifest, rows)
            for row in rows:
                name = row.passage.document
                self._sums[name] = self._sums.get(name, np.float32(0)) + row.vector
            renew()
            progress(start + len(rows), len(passages))
        sums = np.stack([self._sums[document.name] for document in documents])
        self._store.add_documents(manifest, documents, sums / np.linalg.norm(sums, axis=1, keepdims=True))

    def _rows(self, passages: Sequence[Passage], start: int) -> Iterator[Row]:
        whole = [passage.embedded_text for passage in passages]
        parts = [text for passage in passages for text in passage.embedded_sentences()]
        vectors = self._vectors(whole, self._known_passages, self._store.passage_vectors)
        of_sentences = self._vectors(parts, self._known_sentences, self._store.sentence_vectors)
        first = 0
        for place, passage in enumerate(passages):
            last = first + len(passage.sentences)
            yield Row(passage, start + place, vectors[place], of_sentences[first:last])
            first = last

    def _vectors(
        self, texts: list[str], known: dict[str, str], stored: Callable[[Manifest, Sequence[str]], Vectors]
    ) -> Vectors:
        by_digest = {text_digest(text): text for text in texts}
        missing = [digest for digest in by_digest if digest not in known]
        vectors: dict[str, Vectors] = {}
        if missing:
            embedded = self._embedding.get_text_embedding_batch([by_digest[digest] for digest in missing])
            self.embedded += len(missing)
            vectors.update(zip(missing, np.asarray(embedded, dtype=np.float32), strict=True))
        old = [digest for digest in by_digest if digest in known]
        if old and self._before:
            vectors.update(zip(old, stored(self._before, [known[digest] for digest in old]), strict=True))
        return np.stack([vectors[text_digest(text)] for text in texts])
