"""Chroma, embedded or as a server: the rows of one corpus, and the manifest that says which of them are current.

What is stored
    A document *version* is all of a document but its name: text, title, date, author, publisher. Its id is a digest of
    them, so a file that is renamed, moved or touched keeps its version, and equal files share one.
    Two collections hold rows:
      documents   a row for each version: the text, and where its passages and their sentences stand in it (JSON), each
                  passage with the id of its row; both packed
      passages    a row for each passage: its vector, those of its sentences, packed, and the versions that it stands in
    The id of a passage's row is a digest of what is embedded for it: a passage that stands a thousand times has one
    row, and its places are found from the versions. No row holds a number that another document could change. Only the
    passages are in Chroma's graph of vectors, which lies in memory whole: their sentences would be seven times as many.
    A collection of a fixed name carries the head as its metadata: the names of the two, the manifest (which version
    each document has now, and what the index was built with), and the versions that may have rows without being named.
    Another may carry a note: a text that those who use the index leave there, and that no build touches. At a server a
    third carries the digest of the manifest, by which clients see that another has been published.

How it changes, so that a build can be killed anywhere
    1. The head gets the ids of the versions to come. From here on the store is untidy.
    2. The rows of these versions are added, the documents first. Readers ignore rows outside the manifest that they
       opened. A build that goes on after a kill finds what is there by its id and embeds the rest.
    3. The head gets the new manifest, in one step, with the ids of the versions that it names no more.
    4. The vectors' rows lose these versions, those without any are deleted, and at last the versions' own rows.
    5. Chroma's graph of vectors keeps the place of a deleted row for ever. When a tenth of a collection is such places,
       its rows are copied into a fresh collection, and the head names that one. Folders of vectors that Chroma's own
       tables do not name are removed. The head gets the counts of rows: the store is tidy.
    Steps 2 and 4 change nothing when they are done twice. On a server the rows of the manifest before stay until the
    next build, because clients that hold no lock may be reading them.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import chromadb
import chromadb.errors
import httpx
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection as ChromaCollection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings

from index import seal
from index.client import connected
from index.errors import (
    StoreChangedError,
    StoreDamagedError,
    StoreMismatchError,
    StoreMissingError,
    StoreUnreachableError,
    StoreUnwritableError,
    build_command,
)
from index.lease import writer_lease
from index.lock import LOCK_FILE, folder_lock, folder_lock_alone
from index.manifest import Head, Manifest
from index.seal import DATABASE
from index.server import ONLY_CORPUS, ChromaServer, Location, is_url
from index.settings import folder_path
from index.stored import DOCUMENTS, KINDS, PASSAGES, StoredDocument, packed_vectors, unpacked_vectors

Item = TypeVar("Item")
Vectors = npt.NDArray[np.float32]
# Chroma refuses more than 5,461 rows a call, and SQLite more than 32,766 variables; 1,000 is the fastest to write.
ROWS_PER_CALL = 1000
# A document may have megabytes.
DOCUMENTS_PER_CALL = 50
# Chroma keeps the vectors of a collection in a folder named by a UUID.
SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INDEX_OF_TEXTS = "embedding_metadata_string_value"
CACHE = "cache"
REBUILD = "--rebuild"
DISK_FULL = "disk is full"
READ_ONLY = "readonly database"
LEAST_FREE_BYTES = 2**20
COSINE: Any = {"hnsw": {"space": "cosine"}}
# Vectors looked up by themselves when a store is opened: a damaged vector index answers with other rows, silently.
PROBES = 5
# A collection is copied when this share of the rows it has ever held is deleted: it stays within 1.12 of a fresh one.
MOST_DELETED = 0.1
# The share of free pages in the database from which they are given back.
MOST_FREE = 0.1
# Rows that are not the reader's are met while a build adds them; so many times as many rows are looked at then.
LOOK_FURTHER = 4
# Where so few rows are the reader's, all are compared: that takes some 40 microseconds a row.
MOST_COMPARED = 5000


class Store:
    """The rows of one corpus in Chroma."""

    def __init__(self, client: ClientAPI, location: Location, prefix: str, corpus: Path | None) -> None:
        self._client = client
        self.location = location
        self.corpus = corpus
        self._prefix = prefix
        self._collections: dict[str, ChromaCollection] = {}
        # The rows of each kind while this store is being changed, if it was tidy before.
        self._counts: dict[str, int] = {}

    @classmethod
    def open(
        cls, location: Location | str, *, corpus: Path | None = None, create: bool = False, erase: bool = False
    ) -> Store:
        """Return the store in a folder or at a Chroma server; a text names either (see `located`).

        `erase` empties it first; `corpus` is the folder to name when it has to be built again. Raises
        StoreMissingError if there is none and `create` is false, StoreMismatchError if the folder holds something else,
        StoreUnreachableError, StoreUnwritableError, StoreDamagedError.
        """
        location = located(location)
        if isinstance(location, ChromaServer):
            store = cls(connected(location), location, location.corpus, corpus)
            if erase:
                with store.lock(write=True):
                    store._forget()
            return store
        try:
            if not create and not _holds_database(location):
                raise no_index(location, corpus)
            _refuse_other_folder(location)
            _make_folder(location)
            if erase:
                _erase_folder(location)
        except OSError as error:
            raise StoreUnwritableError(
                f"The folder {location} cannot be used ({error.strerror}). Give another one with --store."
            ) from None
        with seal.opening(location):
            if changed := seal.broken(location):
                raise _damaged(location, corpus, f"another {changed} than was written, or none")
            try:
                client = chromadb.PersistentClient(str(location), settings=_quiet())
            except chromadb.errors.InternalError as error:
                # Chroma keeps the system that failed to start, and would hand it out when the place is opened again.
                SharedSystemClient._identifier_to_system.pop(str(location), None)
                raise _internal(location, corpus, error) from error
        return cls(client, location, ONLY_CORPUS, corpus)

    def lock(self, *, write: bool) -> AbstractContextManager[Callable[[], None]]:
        """Return a context that holds the store, with other readers or alone; StoreBusyError if that cannot be.

        It yields a function that a long build calls now and then, to show that it is alive.
        """
        if isinstance(self.location, ChromaServer):
            # Readers need none: they read rows that a writer leaves until the next has published.
            return self._lease() if write else nullcontext(_nothing)
        held = folder_lock(self.location, write=write)
        return _changing(self.location, held) if write else held

    def alone(self, reading: ExitStack) -> AbstractContextManager[Callable[[], None]]:
        """Return a context that holds the store alone, for one whose hold for reading is `reading`; StoreBusyError.

        That hold ends with the beginning of this one and begins with its end; no other writer can come between.
        """
        if isinstance(self.location, ChromaServer):
            return self._lease()
        return _changing(self.location, folder_lock_alone(self.location, reading))

    def _lease(self) -> AbstractContextManager[Callable[[], None]]:
        return writer_lease(self._client, f"{self._prefix}-writer", str(self.location))

    @property
    def sealed(self) -> bool:
        """Whether the files have been found to be those that were written; nobody can tell those of a server."""
        return isinstance(self.location, Path) and seal.is_sealed(self.location)

    def seal(self) -> None:
        """Note that the files are as they should be; nobody may be changing them."""
        if isinstance(self.location, Path):
            seal.put(self.location)

    def head(self) -> Head | None:
        """Return the head, or None if nothing has ever been written.

        Raises StoreMismatchError if another version of this program wrote it.
        """
        try:
            collection = self._client.get_collection(self._prefix, embedding_function=None)
        except chromadb.errors.NotFoundError:
            return None
        head = Head.from_metadata(collection.metadata or {}, self.location, self.rebuild)
        # At a server another client may have put others in their place.
        named = self._collections.items()
        self._collections = {kind: held for kind, held in named if held.name == head.collections.get(kind)}
        return head

    def manifest(self) -> Manifest | None:
        """Return the current manifest, or None if nothing has been published; raises StoreMismatchError as `head`."""
        head = self.head()
        return head.manifest if head else None

    def is_current(self, digest: str) -> bool:
        """Tell whether the manifest with this digest is the one that was published last; costs one short row."""
        if isinstance(self.location, Path):
            return True  # Whoever reads it holds it against writers.
        try:
            mark = self._client.get_collection(f"{self._prefix}-published", embedding_function=None)
        except chromadb.errors.NotFoundError:
            return False
        return bool((mark.metadata or {})["digest"] == digest)

    def note(self) -> str:
        """Return the text that `put_note` has left beside the rows, or ""."""
        try:
            collection = self._client.get_collection(f"{self._prefix}-note", embedding_function=None)
        except chromadb.errors.NotFoundError:
            return ""
        return str((collection.metadata or {})["text"])

    def put_note(self, text: str) -> None:
        """Leave a text beside the rows in place of the one before, none if it is ""; needs the store alone."""
        name = f"{self._prefix}-note"
        if any(collection.name == name for collection in self._client.list_collections()):
            self._client.delete_collection(name)
        if text:
            self._client.create_collection(name, metadata={"text": text}, embedding_function=None)

    def check(self) -> None:
        """Raise StoreDamagedError unless the rows are all there and can be found by their vectors.

        It takes longer the more rows there are, for Chroma counts them and loads all vectors.
        """
        head = self._present_head()
        for kind, expected in head.counts.items():
            found = self._collection(kind).count()
            if found != expected:
                self._refuse_changed(head)
                raise self._damaged(f"{found} of {expected} {kind}")
        self._probe(self._collection(PASSAGES), head.counts.get(PASSAGES, 1))

    def _refuse_changed(self, head: Head) -> None:
        """Raise StoreChangedError if another client has changed the store since its head was read."""
        if self.head() != head:
            raise built_anew(self.location)

    def _probe(self, collection: ChromaCollection, rows: int) -> None:
        sample = collection.get(limit=PROBES, include=["embeddings"])
        vectors = np.asarray(sample["embeddings"], dtype=np.float32)
        if len(vectors) < min(PROBES, rows):
            raise self._damaged("rows without vectors")
        found = collection.query(query_embeddings=list(vectors), n_results=1, include=["distances"])
        lost = sum(not distances or distances[0] > 1e-3 for distances in found["distances"] or [])
        # A graph search may miss one that is there; without its files Chroma finds next to none.
        if lost > len(vectors) / 2:
            raise self._damaged("vectors that are not found")

    def documents(self, versions: Mapping[str, str]) -> Iterator[StoredDocument]:
        """Yield the documents that have these versions, by their names, in no order; all must be there."""
        found = 0
        for stored in self._documents(versions):
            yield stored
            found += 1
        if found < len(versions):
            current = self.manifest()
            if current is None or not versions.items() <= current.versions.items():
                raise built_anew(self.location)
            raise self._damaged(f"{found} of {len(versions)} documents")

    def _documents(self, versions: Mapping[str, str]) -> Iterator[StoredDocument]:
        names = defaultdict(list)
        for name, version in versions.items():
            names[version].append(name)
        for part in _parts(list(names), DOCUMENTS_PER_CALL):
            page = self._collection(DOCUMENTS).get(ids=part, include=["metadatas"])
            for version, metadata in zip(page["ids"], page["metadatas"] or [], strict=True):
                yield from (StoredDocument.from_metadata(name, metadata) for name in names[version])

    def nearest(self, vector: Sequence[float], limit: int, ours: Collection[str]) -> list[str]:
        """Return about the `limit` rows of passages nearest to `vector`, nearest first; `ours` alone count."""
        looked_at = limit
        while True:
            found = self._collection(PASSAGES).query(
                query_embeddings=np.asarray([vector], dtype=np.float32), n_results=looked_at, include=[]
            )
            rows = [row for row in found["ids"][0] if row in ours]
            if len(rows) >= limit or len(found["ids"][0]) < looked_at:
                return rows[:limit]
            if len(ours) <= MOST_COMPARED:
                return self._compared(vector, limit, list(ours))
            looked_at *= LOOK_FURTHER

    def _compared(self, vector: Sequence[float], limit: int, rows: Sequence[str]) -> list[str]:
        """Return the `limit` rows nearest to `vector` among these, each of which is looked at."""
        known: dict[str, Vectors] = {}
        for part in _parts(rows, ROWS_PER_CALL):
            page = self._collection(PASSAGES).get(ids=part, include=["embeddings"])
            known.update(zip(page["ids"], np.asarray(page["embeddings"], dtype=np.float32), strict=True))
        if len(known) < len(rows):
            raise built_anew(self.location)
        cosines = np.stack([known[row] for row in rows]) @ np.asarray(vector, dtype=np.float32)
        return [rows[place] for place in np.argsort(-cosines, kind="stable")[:limit]]

    def with_sentences(self, rows: Sequence[str]) -> list[Vectors]:
        """Return for each of these rows the vector of the passage and below it those of its sentences.

        Raises StoreChangedError if a row is no more: on a server others may build while we read.
        """
        known: dict[str, Vectors] = {}
        for part in _parts(list(dict.fromkeys(rows)), ROWS_PER_CALL):
            page = self._collection(PASSAGES).get(ids=part, include=["embeddings", "metadatas"])
            whole = np.asarray(page["embeddings"], dtype=np.float32)
            for row, vector, metadata in zip(page["ids"], whole, page["metadatas"] or [], strict=True):
                known[row] = np.vstack([vector, unpacked_vectors(str(metadata["sentences"]), len(vector))])
        if not known.keys() >= set(rows):
            raise built_anew(self.location)
        return [known[row] for row in rows]

    def sentences_of(self, version: str) -> dict[str, Vectors]:
        """Return the vectors of the sentences of a version, by the digests of their texts; {} if it is not there."""
        vectors: dict[str, Vectors] = {}
        for stored in self._documents({version: version}):
            for digests, (_, *parts) in zip(
                stored.sentence_digests, self.with_sentences(stored.passage_rows), strict=True
            ):
                vectors.update(zip(digests, parts, strict=True))
        return vectors

    def missing(self, kind: str, rows: Collection[str]) -> set[str]:
        """Return those of these rows that the store does not have."""
        found = (self._collection(kind).get(ids=part, include=[])["ids"] for part in _parts(list(rows), ROWS_PER_CALL))
        return set(rows).difference(*found)

    def begin(self, settings: list[str | int], versions: Collection[str]) -> None:
        """Note that rows of these versions are to come; what was made with other settings, and not published, goes."""
        head = self.head()
        if head and head.manifest is None and head.settings != settings:
            self._forget()
            head = None
        if head is None:
            self._drop_index_of_texts()
            head = Head({kind: self._create(kind) for kind in KINDS}, settings)
        self._counts = dict(head.counts)
        self._put(replace(head, unnamed=sorted({*head.unnamed, *versions}), counts={}))

    def add_documents(self, documents: Sequence[StoredDocument]) -> None:
        """Write the rows of documents, each under its version; those that are there already stay."""
        collection = self._collection(DOCUMENTS)
        for part in _parts(documents, DOCUMENTS_PER_CALL):
            by_version = {stored.document.version: stored for stored in part}
            # One that went back to what it was may have its row yet, kept for readers.
            rows = {version: by_version[version] for version in self.missing(DOCUMENTS, by_version.keys())}
            if not rows:
                continue
            collection.add(
                ids=list(rows),
                metadatas=[dict(stored.to_metadata()) for stored in rows.values()],
                embeddings=np.array([_direction_of(version) for version in rows], dtype=np.float32),
            )
            self._count(DOCUMENTS, len(rows))

    def add_passages(
        self,
        holders: Mapping[str, Collection[str]],
        vectors: Callable[[str], Vectors],
        *,
        at_once: int,
        pause: Callable[[], None],
    ) -> None:
        """Write rows of passages, given the versions that hold each, so many at once; those there gain versions.

        `vectors` gives for a row that is not there what `with_sentences` does; `pause` is called between steps.
        """
        collection = self._collection(PASSAGES)
        for part in _parts(list(holders), at_once):
            pause()
            held = self._holders(part)
            new = [row for row in part if row not in held]
            grown = {row: held[row] | set(holders[row]) for row in held if not held[row] >= set(holders[row])}
            if new:
                made = list(map(vectors, new))
                packed = ({"sentences": packed_vectors(each[1:])} for each in made)
                collection.add(
                    ids=new,
                    embeddings=np.stack([each[0] for each in made]),
                    metadatas=[_held_by(holders[row]) | each for row, each in zip(new, packed, strict=True)],
                )
                self._count(PASSAGES, len(new))
            self._hold(grown)

    def _count(self, kind: str, more: int) -> None:
        if self._counts:
            self._counts[kind] += more

    def _holders(self, rows: Sequence[str]) -> dict[str, set[str]]:
        page = self._collection(PASSAGES).get(ids=list(rows), include=["metadatas"])
        rows_held = zip(page["ids"], page["metadatas"] or [], strict=True)
        return {row: set(str(metadata["versions"]).split()) for row, metadata in rows_held}

    def _hold(self, holders: Mapping[str, Collection[str]]) -> None:
        if holders:
            metadatas = [_held_by(versions) for versions in holders.values()]
            self._collection(PASSAGES).update(ids=list(holders), metadatas=metadatas)

    def publish(self, manifest: Manifest) -> None:
        """Make the versions that this manifest names the current ones, in one step."""
        head = self._present_head()
        before = set(head.manifest.versions.values()) if head.manifest else set()
        unnamed = ({*head.unnamed} | before) - set(manifest.versions.values())
        self._put(replace(head, manifest=manifest, unnamed=sorted(unnamed), counts={}))

    def tidy(self, keep: Collection[str], pause: Callable[[], None], *, compact: bool) -> None:
        """Delete the rows of versions that the manifest does not name, but those to `keep`.

        `pause` is called between steps. If `compact`, collections with many deleted rows are copied: nobody may be
        reading this store then, not even in this process.
        """
        head = self._present_head()
        versions = sorted(set(head.unnamed) - set(keep))
        deleted = dict(head.deleted)
        for part in _parts(versions, DOCUMENTS_PER_CALL):
            for kind, count in self._drop(part, set(versions), pause).items():
                deleted[kind] = deleted.get(kind, 0) + count
                self._count(kind, -count)
            # A build that is killed here has deleted more than it could say.
            self._put(replace(head, deleted=deleted))
        head = replace(head, unnamed=sorted(set(keep)), deleted=deleted)
        if compact and isinstance(self.location, Path):
            head = self._compacted(head)
        counts = self._counts or {kind: self._collection(kind).count() for kind in KINDS}
        self._put(replace(head, counts=counts))
        self._remove_leftovers(head)
        if compact:
            self._give_back()

    def _drop(self, versions: Sequence[str], all_dropped: set[str], pause: Callable[[], None]) -> dict[str, int]:
        """Delete the rows of some of the versions that are all to be dropped; return how many of each kind went."""
        stored = list(self._documents({version: version for version in versions}))
        rows = sorted(set().union(*(document.passage_rows for document in stored)))
        released = sum(self._release(part, all_dropped, pause) for part in _parts(rows, ROWS_PER_CALL))
        if stored:
            self._collection(DOCUMENTS).delete(ids=list(versions))
        return {DOCUMENTS: len(stored), PASSAGES: released}

    def _release(self, rows: Sequence[str], versions: set[str], pause: Callable[[], None]) -> int:
        pause()
        left = {row: holders - versions for row, holders in self._holders(rows).items()}
        self._hold({row: holders for row, holders in left.items() if holders})
        gone = [row for row, holders in left.items() if not holders]
        if gone:
            self._collection(PASSAGES).delete(ids=gone)
        return len(gone)

    def _compacted(self, head: Head) -> Head:
        """Return the head that names fresh copies of the collections in which too many rows are deleted."""
        for kind, at_once in ((DOCUMENTS, DOCUMENTS_PER_CALL), (PASSAGES, ROWS_PER_CALL)):
            deleted, there = head.deleted.get(kind, 0), self._collection(kind).count()
            if deleted > MOST_DELETED * (deleted + there):
                fresh = self._create(kind)
                self._copy(self._collection(kind), self._client.get_collection(fresh, embedding_function=None), at_once)
                head = replace(head, collections={**head.collections, kind: fresh}, deleted={**head.deleted, kind: 0})
                self._put(head)
                self._collections.clear()
        return head

    def _copy(self, source: ChromaCollection, target: ChromaCollection, at_once: int) -> None:
        rows = source.get(include=[])["ids"]
        for part in _parts(rows, at_once):
            page = source.get(ids=part, include=["embeddings", "metadatas"])
            target.add(ids=page["ids"], embeddings=page["embeddings"], metadatas=page["metadatas"])

    def _remove_leftovers(self, head: Head) -> None:
        """Delete the collections that the head does not name, and the folders of vectors that Chroma does not."""
        # Other corpora of a server may have names that begin with this one's.
        ours = re.compile(rf"{re.escape(self._prefix)}-[0-9a-f]{{16}}-(?:{'|'.join(KINDS)})")
        for collection in self._client.list_collections():
            if ours.fullmatch(collection.name) and collection.name not in head.collections.values():
                self._client.delete_collection(collection.name)
        if isinstance(self.location, Path):
            with closing(
                sqlite3.connect(f"{(self.location / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
            ) as base:
                named = {row[0] for row in base.execute("SELECT id FROM segments")}
            for path in self.location.iterdir():
                if path.is_dir() and SEGMENT.fullmatch(path.name) and path.name not in named:
                    shutil.rmtree(path)

    def _give_back(self) -> None:
        """Give the pages of the database back that deleted rows have left, if they are many."""
        if isinstance(self.location, Path):
            with closing(sqlite3.connect(self.location / DATABASE)) as base:
                (free,), (pages,) = (
                    base.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_count")
                )
                if free > MOST_FREE * pages:
                    base.execute("VACUUM")

    def _drop_index_of_texts(self) -> None:
        """Drop Chroma's index of what stands in metadata: nothing is looked up by it, and it holds all of it again."""
        if isinstance(self.location, Path):
            with closing(sqlite3.connect(self.location / DATABASE)) as base:
                base.execute(f"DROP INDEX IF EXISTS {INDEX_OF_TEXTS}")

    def _forget(self) -> None:
        self._remove_leftovers(Head({}, []))
        self._collections.clear()
        ours = self._prefix, f"{self._prefix}-published"
        for collection in self._client.list_collections():
            if collection.name in ours:
                self._client.delete_collection(collection.name)

    def _create(self, kind: str) -> str:
        name = f"{self._prefix}-{secrets.token_hex(8)}-{kind}"
        self._client.create_collection(name, embedding_function=None, configuration=COSINE)
        return name

    def _put(self, head: Head) -> None:
        self._leave(self._prefix, head.to_metadata())
        if isinstance(self.location, ChromaServer) and head.manifest:
            # Behind the head: who sees the mark finds the manifest. A kill between them is mended when the rest of the
            # build before is cleared away, which ends here as well.
            self._leave(f"{self._prefix}-published", {"digest": head.manifest.digest})

    def _leave(self, name: str, metadata: dict[str, str]) -> None:
        """Make this the metadata of the collection with this name."""
        try:
            self._client.get_collection(name, embedding_function=None).modify(metadata=metadata)
        except chromadb.errors.NotFoundError:
            self._client.create_collection(name, metadata=metadata, embedding_function=None)

    def _present_head(self) -> Head:
        head = self.head()
        if head is None:
            raise self._damaged("no manifest")
        return head

    def _collection(self, kind: str) -> ChromaCollection:
        if kind not in self._collections:
            name = self._present_head().collections[kind]
            try:
                self._collections[kind] = self._client.get_collection(name, embedding_function=None)
            except chromadb.errors.NotFoundError:
                raise self._damaged(f"no {kind}") from None
        return self._collections[kind]

    @property
    def rebuild(self) -> str:
        """The command that builds the index again."""
        return build_command(self.corpus, self.location, REBUILD)

    def _damaged(self, found: str) -> StoreDamagedError:
        return _damaged(self.location, self.corpus, found)

    def close(self) -> None:
        """Let go of the database."""
        cast("Any", self._client).close()  # The client can be closed; its declared type forgets to say so.


@contextmanager
def _changing(location: Path, held: AbstractContextManager[Callable[[], None]]) -> Iterator[Callable[[], None]]:
    """Hold the store while it changes: without its seal, which is put again if all goes well."""
    with held as renew:
        seal.lift(location)
        yield renew
        seal.put(location)


def located(location: Location | str) -> Location:
    """Return the folder or the Chroma server that a text names; raises ValueError for an empty one."""
    if isinstance(location, str):
        return ChromaServer(location) if is_url(location) else folder_path(location)
    return location


def _nothing() -> None:
    """Renew a hold that needs none."""


def _refuse_other_folder(location: Path) -> None:
    if location.exists() and not location.is_dir():
        raise StoreMismatchError(f"{location} is a file. Give a folder for the index with --store.")
    found = list(location.iterdir()) if location.is_dir() else []
    others = [path.name for path in found if not _is_ours(path)]
    if found and not any(path.name.startswith(LOCK_FILE) for path in found):
        others.append(found[0].name)  # Another program's Chroma database looks like ours, but has no lock of ours.
    if others:
        raise StoreMismatchError(
            f"The folder {location} holds other things than an index ({others[0]}). Give an empty folder with --store."
        )


def _is_ours(path: Path) -> bool:
    if path.is_dir():
        return path.name == CACHE or SEGMENT.fullmatch(path.name) is not None
    return path.name.startswith((DATABASE, LOCK_FILE))


def _holds_database(location: Path) -> bool:
    database = location / DATABASE
    return database.is_file() and database.stat().st_size > 0


def _make_folder(location: Path) -> None:
    location.mkdir(parents=True, exist_ok=True)
    if not (location / LOCK_FILE).exists():
        (location / LOCK_FILE).touch()


def _erase_folder(location: Path) -> None:
    with folder_lock(location, write=True):
        seal.lift(location)
        for path in location.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif not path.name.startswith(LOCK_FILE):
                path.unlink()


def _quiet() -> Settings:
    return Settings(anonymized_telemetry=False)


def _held_by(versions: Collection[str]) -> Any:
    """Return the metadata of a row; a list of Chroma's own would leave its entries behind when the row is deleted."""
    return {"versions": " ".join(sorted(versions))}


def _direction_of(version: str) -> list[float]:
    """Return a vector for a document's row: Chroma wants one for every row, and equal ones would spoil its graph."""
    return [byte - 127.5 for byte in bytes.fromhex(version)[:8]]


def _parts(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def built_anew(location: Location) -> StoreChangedError:
    """Return the error that says that others have built the index while it was read, which happens on a server."""
    return StoreChangedError(f"The index at {location} has been built anew since. Open it again.")


def no_index(location: Location, corpus: Path | None) -> StoreMissingError:
    """Return the error that says that there is no index at this place."""
    return StoreMissingError(f"There is no index at {location}. Build it with: {build_command(corpus, location)}")


def _damaged(location: Location, corpus: Path | None, found: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"The index at {location} is damaged: it has {found}. The documents are safe; "
        f"build it again with: {build_command(corpus, location, REBUILD)}"
    )


def _internal(
    location: Location, corpus: Path | None, error: chromadb.errors.ChromaError
) -> StoreDamagedError | StoreMissingError | StoreUnwritableError:
    if isinstance(location, Path) and not location.exists():
        return StoreMissingError(f"The index at {location} has been deleted since. Start again: it is built anew.")
    # A full disk shows in many ways, and the current index is whole when there is room again.
    full = isinstance(location, Path) and shutil.disk_usage(location).free < LEAST_FREE_BYTES
    if full or DISK_FULL in str(error):
        return StoreUnwritableError(f"The disk of {location} is full ({error}). Free some space, then try again.")
    if READ_ONLY in str(error):
        return StoreUnwritableError(
            f"The index at {location} cannot be written, and Chroma opens none that it cannot write. "
            "Let its folder and files be written, or copy it and name the copy with --store."
        )
    return _damaged(location, corpus, f"an error that Chroma reports ({error})")


@contextmanager
def explained(location: Location, corpus: Path | None) -> Iterator[None]:
    """Turn what Chroma raises about the store at `location` into an IndexingError that says what to do."""
    try:
        yield
    except httpx.HTTPError as error:
        raise StoreUnreachableError(
            f"The Chroma server at {location} answers no more ({error}). Start it again or correct the URL."
        ) from error
    except chromadb.errors.NotFoundError as error:
        raise built_anew(location) from error
    except (chromadb.errors.QuotaError, chromadb.errors.RateLimitError, chromadb.errors.AuthorizationError) as error:
        raise StoreUnreachableError(f"The Chroma server at {location} refuses ({error}). Ask who runs it.") from error
    except (chromadb.errors.InternalError, chromadb.errors.InvalidArgumentError) as error:
        raise _internal(location, corpus, error) from error
