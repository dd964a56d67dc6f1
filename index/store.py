"""Chroma, embedded or as a server: the rows of one corpus, and the manifest that says which rows are current."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import chromadb.errors
import httpx
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings

from index.documents import Document
from index.errors import (
    StoreDamagedError,
    StoreMismatchError,
    StoreMissingError,
    StoreUnreachableError,
    StoreUnwritableError,
)
from index.lock import LOCK_FILE, folder_lock, server_lock
from index.passages import Passage
from index.sentences import Span
from index.settings import store_location

Vectors = npt.NDArray[np.float32]
FORMAT = 1
# Chroma refuses more than 5,461 rows a call, and SQLite more than 32,766 variables; 1,000 is the fastest to write.
ROWS_PER_CALL = 1000
DATABASE = "chroma.sqlite3"
# Chroma keeps the vectors of a collection in a folder named by a UUID.
SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CACHE = "cache"
DISK_FULL = "disk is full"
LEAST_FREE_BYTES = 2**20
# Chroma takes names of 3 to 512 such characters; ours go behind it.
PREFIX = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,98}[a-zA-Z0-9]")
MANIFEST = "corpus"
KINDS = DOCUMENTS, PASSAGES, SENTENCES = "documents", "passages", "sentences"
COSINE: Any = {"hnsw": {"space": "cosine"}}
# Vectors looked up by themselves when a store is opened: a damaged vector index answers with other rows, silently.
PROBES = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store was built from and with; equal manifests mean equal content.

    `digest` is a SHA-256 over all documents and settings. Counts are rows.
    """

    format: int
    digest: str
    embedding: str
    fewest_tokens: int
    most_tokens: int
    documents: int
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Row:
    """A passage, its number in the index from 0, and the vectors of it, (d,), and of its sentences, (sentences, d)."""

    passage: Passage
    number: int
    vector: Vectors
    sentence_vectors: Vectors


class Store:
    """The rows of one corpus in Chroma.

    A build writes the collections of a new generation beside those of the current one; `publish` then changes one
    metadata field, which makes them current. A build that is interrupted leaves the old generation, or none.
    """

    def __init__(self, client: ClientAPI, location: Path | str, prefix: str) -> None:
        self._client = client
        self.location = location
        self._prefix = prefix
        self._collections: dict[str, Collection] = {}

    @classmethod
    def open(cls, location: Path | str, *, create: bool = False, erase: bool = False) -> Store:
        """Return the store in a folder or at the URL of a Chroma server (a path after the port names the corpus).

        `erase` empties it first. Raises StoreMissingError if there is none and `create` is false, StoreMismatchError
        if the folder holds something else, StoreUnreachableError, StoreUnwritableError, StoreDamagedError.
        """
        location = store_location(location) if isinstance(location, str) else location
        if isinstance(location, str):
            store = cls._open_server(location)
            if erase:
                with store.lock(write=True):
                    store._forget()
            return store
        try:
            if not create and not (location / DATABASE).is_file():
                raise StoreMissingError(f"There is no index at {location}. Build it with: python -m index")
            _refuse_other_folder(location)
            _make_folder(location)
            if erase:
                _erase_folder(location)
        except OSError as error:
            raise StoreUnwritableError(
                f"The folder {location} cannot be used ({error.strerror}). Give another one with --store."
            ) from None
        try:
            client = chromadb.PersistentClient(str(location), settings=_quiet())
        except chromadb.errors.InternalError as error:
            # Chroma keeps the system that failed to start, and would hand it out when the place is opened again.
            SharedSystemClient._identifier_to_system.pop(str(location), None)
            raise _internal(location, error) from error
        return cls(client, location, MANIFEST)

    @classmethod
    def _open_server(cls, location: str) -> Store:
        try:
            address = urlsplit(location)
            port = address.port or (443 if address.scheme == "https" else 80)
        except ValueError as error:
            raise StoreUnreachableError(f"{location} is not a URL ({error}). Give http(s)://host:port.") from None
        prefix = address.path.strip("/") or MANIFEST
        if address.scheme not in ("http", "https") or not address.hostname or not PREFIX.fullmatch(prefix):
            raise StoreUnreachableError(
                f"{location} cannot be a Chroma server. Give a folder, http(s)://host:port, or for one of several "
                "corpora http(s)://host:port/name with a name of 3 to 100 letters, digits, dots and dashes."
            )
        # A proxy is for the world outside; a Chroma server on this machine is not reached through one.
        if address.hostname in ("127.0.0.1", "localhost", "::1"):
            os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("NO_PROXY"), address.hostname]))
        try:
            client = chromadb.HttpClient(
                host=address.hostname, port=port, ssl=address.scheme == "https", settings=_quiet()
            )
        except (ValueError, httpx.HTTPError, chromadb.errors.ChromaError) as error:
            raise StoreUnreachableError(
                f"No Chroma server answers at {location} ({error}). "
                f"Start it (chroma run --port {port}) or correct the URL."
            ) from error
        return cls(client, location, prefix)

    def lock(self, *, write: bool) -> AbstractContextManager[Callable[[], None]]:
        """Return a context that holds the store, with other readers or alone; StoreBusyError if that cannot be.

        It yields a function that a long build calls now and then, to show that it is alive.
        """
        if isinstance(self.location, str):
            return server_lock(self._client, f"{self._prefix}-writer", self.location, write=write)
        return folder_lock(self.location, write=write)

    def manifest(self) -> Manifest | None:
        """Return what the current generation was built from, or None if nothing has been published.

        Raises StoreMismatchError if another version of this program wrote it.
        """
        try:
            collection = self._client.get_collection(self._prefix, embedding_function=None)
        except chromadb.errors.NotFoundError:
            return None
        stored = json.loads(str((collection.metadata or {}).get("manifest", "{}")))
        if stored.get("format") != FORMAT:
            raise StoreMismatchError(
                f"The index at {self.location} has format {stored.get('format')}, this version reads {FORMAT}. "
                "Build it again with: python -m index --rebuild"
            )
        return Manifest(**stored)

    def check(self, manifest: Manifest) -> None:
        """Raise StoreDamagedError unless the current rows are all there and can be found by their vectors."""
        for kind, expected in zip(KINDS, (manifest.documents, manifest.passages, manifest.sentences), strict=True):
            found = self._collection(manifest, kind).count()
            if found != expected:
                raise _damaged(self.location, f"{found} of {expected} {kind}")
        for kind in (PASSAGES, SENTENCES):
            self._probe(self._collection(manifest, kind))

    def _probe(self, collection: Collection) -> None:
        sample = collection.get(limit=PROBES, include=["embeddings"])
        vectors = np.asarray(sample["embeddings"], dtype=np.float32)
        if len(vectors) < min(PROBES, collection.count()):
            raise _damaged(self.location, "rows without vectors")
        found = collection.query(query_embeddings=list(vectors), n_results=1, include=["distances"])
        if any(not distances or distances[0] > 1e-3 for distances in found["distances"] or []):
            raise _damaged(self.location, "vectors that are not found")

    def documents(self, manifest: Manifest) -> Iterator[Document]:
        """Yield the current documents, sorted by name."""
        rows = sorted(self._rows(self._collection(manifest, DOCUMENTS)), key=lambda row: row[0])
        for name, text, metadata in rows:
            published = metadata["published"]
            yield Document(name, text, metadata["title"], date.fromisoformat(published) if published else None,
                           metadata["author"], metadata["publisher"])  # fmt: skip

    def passages(self, manifest: Manifest) -> Iterator[Passage]:
        """Yield the current passages by their number, from 0."""
        rows = sorted(self._rows(self._collection(manifest, PASSAGES)), key=lambda row: row[2]["number"])
        for _, text, metadata in rows:
            spans = tuple(Span(*map(int, pair.split("-"))) for pair in metadata["sentences"].split())
            published = date.fromisoformat(metadata["published"]) if metadata["published"] else None
            yield Passage(
                metadata["document"], metadata["title"], published, spans[0].start, spans[-1].end, text, spans
            )

    def _rows(self, collection: Collection) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for offset in range(0, collection.count(), ROWS_PER_CALL):
            page = collection.get(limit=ROWS_PER_CALL, offset=offset, include=["documents", "metadatas"])
            for row in zip(page["ids"], page["documents"] or [], page["metadatas"] or [], strict=True):
                yield row[0], row[1], dict(row[2])

    def _ids(self, collection: Collection) -> Iterator[str]:
        for offset in range(0, collection.count(), ROWS_PER_CALL):
            yield from collection.get(limit=ROWS_PER_CALL, offset=offset, include=[])["ids"]

    def nearest_passages(self, manifest: Manifest, vector: Sequence[float], limit: int) -> dict[int, float]:
        """Return the cosines of about the `limit` passages nearest to `vector`, by the passage's number."""
        found = self._nearest(manifest, PASSAGES, vector, min(limit, manifest.passages))
        return {passage: cosine for (passage,), cosine in found}

    def nearest_sentences(
        self, manifest: Manifest, vector: Sequence[float], limit: int
    ) -> dict[tuple[int, int], float]:
        """Return the cosines of about the `limit` sentences nearest to `vector`, by passage and sentence number."""
        found = self._nearest(manifest, SENTENCES, vector, min(limit, manifest.sentences))
        return {(passage, number): cosine for (passage, number), cosine in found}

    def _nearest(
        self, manifest: Manifest, kind: str, vector: Sequence[float], limit: int
    ) -> list[tuple[tuple[int, ...], float]]:
        found = self._collection(manifest, kind).query(
            query_embeddings=np.asarray([vector], dtype=np.float32), n_results=limit, include=["distances"]
        )
        places = [tuple(map(int, row.split(".")[1:])) for row in found["ids"][0]]
        return [
            (place, 1.0 - distance) for place, distance in zip(places, (found["distances"] or [[]])[0], strict=True)
        ]

    def passage_vectors(self, manifest: Manifest, rows: Sequence[str]) -> Vectors:
        """Return the vectors of passages by their row ids, in this order, of shape (rows, d)."""
        return self._vectors(self._collection(manifest, PASSAGES), rows)

    def sentence_vectors(self, manifest: Manifest, rows: Sequence[str]) -> Vectors:
        """Return the vectors of sentences by their row ids, in this order, of shape (rows, d)."""
        return self._vectors(self._collection(manifest, SENTENCES), rows)

    def _vectors(self, collection: Collection, rows: Sequence[str]) -> Vectors:
        known: dict[str, Vectors] = {}
        for start in range(0, len(rows), ROWS_PER_CALL):
            page = collection.get(ids=list(rows[start : start + ROWS_PER_CALL]), include=["embeddings"])
            known.update(zip(page["ids"], np.asarray(page["embeddings"], dtype=np.float32), strict=True))
        return np.stack([known[row] for row in rows])

    def row_ids(self, manifest: Manifest) -> tuple[dict[str, str], dict[str, str]]:
        """Return a row id of every embedded text, by its digest: of passages, and of sentences."""
        of_passages, of_sentences = (
            {row.split(".")[0]: row for row in self._ids(self._collection(manifest, kind))}
            for kind in (PASSAGES, SENTENCES)
        )
        return of_passages, of_sentences

    def begin(self, manifest: Manifest) -> None:
        """Make the empty collections of a new generation; what broken builds have left is removed."""
        self._drop(self.manifest())
        for kind in KINDS:
            self._client.create_collection(self._name(manifest, kind), embedding_function=None, configuration=COSINE)

    def add_documents(self, manifest: Manifest, documents: Sequence[Document], vectors: Vectors) -> None:
        """Write documents, each with a vector of shape (d,), which Chroma wants for every row."""
        metadatas = [
            {"title": document.title, "published": str(document.published or ""), "author": document.author,
             "publisher": document.publisher}
            for document in documents
        ]  # fmt: skip
        names, texts = [document.name for document in documents], [document.text for document in documents]
        self._add(manifest, DOCUMENTS, names, texts, metadatas, vectors)

    def add_rows(self, manifest: Manifest, rows: Sequence[Row]) -> None:
        """Write passages and their sentences; there is at least one."""
        passages = [row.passage for row in rows]
        self._add(
            manifest,
            PASSAGES,
            [passage_row(row.passage, row.number) for row in rows],
            [passage.text for passage in passages],
            [_passage_metadata(row.passage, row.number) for row in rows],
            np.stack([row.vector for row in rows]),
        )
        self._add(
            manifest,
            SENTENCES,
            [sentence for row in rows for sentence in sentence_rows(row.passage, row.number)],
            [passage.sentence(number) for passage in passages for number in range(len(passage.sentences))],
            [{"document": passage.document, "start": span.start, "end": span.end}
             for passage in passages for span in passage.sentences],
            np.concatenate([row.sentence_vectors for row in rows]),
        )  # fmt: skip

    def _add(
        self, manifest: Manifest, kind: str, ids: list[str], texts: list[str], metadatas: list[Any], vectors: Vectors
    ) -> None:
        collection = self._collection(manifest, kind)
        for start in range(0, len(ids), ROWS_PER_CALL):
            part = slice(start, start + ROWS_PER_CALL)
            collection.add(ids=ids[part], documents=texts[part], metadatas=metadatas[part], embeddings=vectors[part])

    def publish(self, manifest: Manifest) -> None:
        """Make the generation with this manifest current, in one step, and remove the others.

        On a server the one before stays until the next build: clients that hold no lock are reading it.
        """
        before = self.manifest() if isinstance(self.location, str) else None
        stored = {"manifest": json.dumps(asdict(manifest))}
        try:
            self._client.get_collection(self._prefix, embedding_function=None).modify(metadata=stored)
        except chromadb.errors.NotFoundError:
            self._client.create_collection(self._prefix, metadata=stored, embedding_function=None)
        self._drop(manifest, before)

    def _forget(self) -> None:
        self._drop()
        if any(collection.name == self._prefix for collection in self._client.list_collections()):
            self._client.delete_collection(self._prefix)

    def _drop(self, *keep: Manifest | None) -> None:
        kept = {self._name(manifest, kind) for manifest in keep if manifest for kind in KINDS}
        # Other corpora of a server may have names that begin with this one's.
        ours = re.compile(rf"{re.escape(self._prefix)}-[0-9a-f]{{16}}-(?:{'|'.join(KINDS)})")
        self._collections.clear()
        for collection in self._client.list_collections():
            name = collection.name
            if ours.fullmatch(name) and name not in kept:
                self._client.delete_collection(name)

    def _collection(self, manifest: Manifest, kind: str) -> Collection:
        name = self._name(manifest, kind)
        if name not in self._collections:
            try:
                self._collections[name] = self._client.get_collection(name, embedding_function=None)
            except chromadb.errors.NotFoundError:
                raise _damaged(self.location, f"no {kind}") from None
        return self._collections[name]

    def _name(self, manifest: Manifest, kind: str) -> str:
        return f"{self._prefix}-{manifest.digest[:16]}-{kind}"

    def close(self) -> None:
        """Let go of the database."""
        cast("Any", self._client).close()  # The client can be closed; its declared type forgets to say so.


def _refuse_other_folder(location: Path) -> None:
    if location.exists() and not location.is_dir():
        raise StoreMismatchError(f"{location} is a file. Give a folder for the index with --store.")
    found = list(location.iterdir()) if location.is_dir() else []
    others = [path.name for path in found if not _is_ours(path)]
    if found and LOCK_FILE not in {path.name for path in found}:
        others.append(found[0].name)  # Another program's Chroma database looks like ours, but has no lock of ours.
    if others:
        raise StoreMismatchError(
            f"The folder {location} holds other things than an index ({others[0]}). Give an empty folder with --store."
        )


def _is_ours(path: Path) -> bool:
    if path.is_dir():
        return path.name == CACHE or SEGMENT.fullmatch(path.name) is not None
    return path.name.startswith((DATABASE, LOCK_FILE))


def _make_folder(location: Path) -> None:
    location.mkdir(parents=True, exist_ok=True)
    if not (location / LOCK_FILE).exists():
        (location / LOCK_FILE).touch()


def _erase_folder(location: Path) -> None:
    with folder_lock(location, write=True):
        for path in location.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif not path.name.startswith(LOCK_FILE):
                path.unlink()


def _quiet() -> Settings:
    return Settings(anonymized_telemetry=False)


def passage_row(passage: Passage, number: int) -> str:
    """Return the id of a passage's row: the digest of what is embedded, and its number in the index."""
    return f"{text_digest(passage.embedded_text)}.{number}"


def sentence_rows(passage: Passage, number: int) -> list[str]:
    """Return the ids of the rows of a passage's sentences, in order: digest, passage number, sentence number."""
    return [f"{text_digest(text)}.{number}.{place}" for place, text in enumerate(passage.embedded_sentences())]


def text_digest(text: str) -> str:
    """Return what tells whether a text has been embedded before: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _passage_metadata(passage: Passage, number: int) -> dict[str, str | int]:
    return {
        "number": number,
        "document": passage.document,
        "title": passage.title,
        "published": str(passage.published or ""),
        "sentences": " ".join(f"{span.start}-{span.end}" for span in passage.sentences),
    }


def _damaged(location: Path | str, found: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"The index at {location} is damaged: it has {found}. The documents are safe; "
        "build it again with: python -m index --rebuild"
    )


def _internal(location: Path | str, error: chromadb.errors.InternalError) -> StoreDamagedError | StoreUnwritableError:
    # A full disk shows in many ways, and the current index is whole when there is room again.
    full = isinstance(location, Path) and shutil.disk_usage(location).free < LEAST_FREE_BYTES
    if full or DISK_FULL in str(error):
        return StoreUnwritableError(f"The disk of {location} is full ({error}). Free some space, then try again.")
    return _damaged(location, f"an error that Chroma reports ({error})")


@contextmanager
def explained(location: Path | str) -> Iterator[None]:
    """Turn what Chroma raises about the store at `location` into an IndexingError that says what to do."""
    try:
        yield
    except httpx.HTTPError as error:
        raise StoreUnreachableError(
            f"The Chroma server at {location} answers no more ({error}). Start it again or correct the URL."
        ) from error
    except chromadb.errors.NotFoundError as error:
        raise StoreMismatchError(f"The index at {location} has been built anew since. Open it again.") from error
    except chromadb.errors.InternalError as error:
        raise _internal(location, error) from error
