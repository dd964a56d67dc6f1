"""Build the index of a corpus, or bring it up to date: read, cut and embed what is new, publish, clear away."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from index.documents import Document, Skipped
from index.embedding import RETIRED, LocalEmbedding
from index.errors import (
    CorpusLossError,
    CorpusMissingError,
    StoreBusyError,
    StoreDamagedError,
    StoreMismatchError,
    StoreOutdatedError,
    build_command,
)
from index.files import Files, read_files
from index.kept import Kept
from index.manifest import FORMAT, UNCHANGED, Changes, Current, Manifest, changes
from index.passages import Passage, PassageParser
from index.server import ChromaServer, Location
from index.settings import folder_path
from index.store import ROWS_PER_CALL, Store, Vectors, explained, located
from index.stored import PASSAGES, StoredDocument, text_digest

# So many go to Chroma together: batches of 8 cost 1.7 times as much at 10,000 passages. They go earlier if embedding
# them takes long, so that a build that is killed loses little.
PASSAGES_PER_BATCH = 128
SECONDS_PER_BATCH = 10.0
# A passage has about as many texts, its sentences and itself. So many passages are embedded together that they have the
# texts that the embedding wants at once: 8 for the local one, which keeps all cores busy and the progress bar moving.
TEXTS_PER_PASSAGE = 8
# Beside questions the steps are small: a question waits for one at most, about as long as it takes itself.
ROWS_PER_CALL_BESIDE = 50
PASSAGES_PER_STEP_BESIDE = 1
# From this share of its documents on, what is gone is taken for a corpus that is not there rather than for a change.
MOST_GONE = 0.5
NAMES_SHOWN = 3

Progress = Callable[[int, int], None]
"""Called with the number of passages done and of those to be done."""


def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a build needs to go on in a process that answers from the same store.

    `alone` gives the store to one writer, `pause` is called between small steps and may wait while questions are
    answered, `published` is called when the new index can be opened; what it replaces is deleted after that.
    """

    alone: Callable[[], AbstractContextManager[Callable[[], None]]]
    pause: Callable[[], None]
    published: Callable[[], None]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build found and did; `embedded` counts the texts that had to be embedded, 0 if nothing has changed.

    `changes` counts the documents that differ from the index before. `outdated` tells that it was one of an earlier
    version, which had to be built anew, `mended` that it was damaged, and was built anew; `skipped` are the files of
    the folder that are not in the index, with reasons.
    """

    manifest: Manifest
    embedded: int
    changed: bool
    changes: Changes = UNCHANGED
    outdated: bool = False
    mended: bool = False
    skipped: tuple[Skipped, ...] = ()


def build(
    corpus: Path | str,
    location: Location | str,
    *,
    library: Path | str | None = None,
    embedding: BaseEmbedding | None = None,
    parser: PassageParser | None = None,
    rebuild: bool = False,
    allow_loss: bool = False,
    progress: Progress = silent,
    beside: Beside | None = None,
) -> BuildSummary:
    """Make the store at `location` hold the documents of these folders, embedding only texts that it lacks.

    Those of `library` stand beside those of `corpus`; it need not be there. Nothing is written if the store is up to
    date. A store built otherwise is refused with StoreMismatchError unless `rebuild`, which starts from nothing, and so
    many documents gone as if the folder were not there with CorpusLossError unless `allow_loss`. If anything fails, the
    index that was there stays as it was; a build that was interrupted is taken up where it ended. An index of an
    earlier version that is no longer read is built anew, and so is a damaged one, if nobody uses it.
    """
    embedding, parser, location = embedding or LocalEmbedding(), parser or PassageParser(), located(location)
    corpus, library = folder_path(corpus), folder_path(library) if library is not None else None
    try:
        return _build(corpus, library, location, embedding, parser, rebuild, allow_loss, progress, beside)
    except StoreOutdatedError:
        built = _build(corpus, library, location, embedding, parser, True, allow_loss, progress, beside)
        return replace(built, outdated=True)
    except StoreDamagedError:
        if beside or rebuild or isinstance(location, ChromaServer):
            raise
        built = _build(corpus, library, location, embedding, parser, True, allow_loss, progress, beside)
        return replace(built, mended=True)


def _build(
    corpus: Path,
    library: Path | None,
    location: Location,
    embedding: BaseEmbedding,
    parser: PassageParser,
    rebuild: bool,
    allow_loss: bool,
    progress: Progress,
    beside: Beside | None,
) -> BuildSummary:
    documents = read_files(corpus, library, Kept.beside(location), anew=rebuild)
    versions, skipped = documents.versions, tuple(documents.skipped)
    made = _Making(embedding, parser)
    unread = [each for each in skipped if each.name.endswith("/")]
    if rebuild:
        # What the index held of them is not known any more once it is erased.
        _refuse_unread(unread, "", corpus)
    store = Store.open(location, corpus=corpus, create=True, erase=rebuild)
    documents.note_in(Kept.beside(location))
    try:
        # A store that is up to date may be in use: another process answers from it.
        with explained(store.location, corpus), nullcontext() if beside else store.lock(write=False):
            head = store.head()
            current = head.manifest if head and made.is_up_to_date(head.manifest, versions) else None
            if head and current and head.counts:
                if not store.sealed:
                    store.check()
                    store.seal()
                return BuildSummary(current, embedded=0, changed=False, skipped=skipped)
        try:
            with explained(store.location, corpus), beside.alone() if beside else store.lock(write=True) as renew:
                build = _Build(store, made, renew, beside)
                summary = build.run(corpus, documents, versions, unread, allow_loss, progress)
                return replace(summary, skipped=skipped)
        except StoreBusyError:
            if current is None:
                raise
            # All that is left to do is to clear away what a build that was killed has left; the next one will.
            return BuildSummary(current, embedded=0, changed=False, skipped=skipped)
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Making:
    """What rows are made with."""

    embedding: BaseEmbedding
    parser: PassageParser

    def manifest(self, current: Mapping[str, Current]) -> Manifest:
        parser = self.parser
        return Manifest(
            FORMAT, self.embedding.model_name, parser.fewest_tokens, parser.most_tokens, dict(sorted(current.items()))
        )

    def is_up_to_date(self, manifest: Manifest | None, versions: Mapping[str, str]) -> bool:
        return (
            manifest is not None and manifest.settings == self.manifest({}).settings and manifest.versions == versions
        )


class _Piece(NamedTuple):
    """A passage to be embedded, with the version of its document, the one before that, or "", and its row.

    `digests` are of the texts that are embedded for it and, behind that, for its sentences.
    """

    version: str
    before: str
    passage: Passage
    row: str
    digests: tuple[str, ...]


class _Build:
    """Brings a store up to date that it holds alone."""

    def __init__(self, store: Store, made: _Making, renew: Callable[[], None], beside: Beside | None) -> None:
        self._store = store
        self._made = made
        self._renew = renew
        self._beside = beside
        self._embedded = 0
        self._sentences_of = functools.lru_cache(1)(store.sentences_of)

    def run(
        self,
        corpus: Path,
        documents: Files,
        versions: Mapping[str, str],
        unread: Sequence[Skipped],
        allow_loss: bool,
        progress: Progress,
    ) -> BuildSummary:
        before = self._store.manifest()
        if before:
            if self._made.is_up_to_date(before, versions):
                self._store.check()
                self._clear_away(keep=())
                return BuildSummary(before, embedded=0, changed=False)
            for name in before.current.keys() - documents.keys():
                _refuse_unread(unread, name, corpus)
            self._refuse_mismatch(before, documents, corpus)
            if not allow_loss:
                _refuse_loss(before, documents, corpus, self._store.location)
        held = {current.version: current for current in before.current.values()} if before else {}
        unheld = {version: name for name, version in versions.items() if version not in held}
        new = {version: StoredDocument.cut(documents[name], self._made.parser) for version, name in unheld.items()}
        held.update((version, stored.current) for version, stored in new.items())
        manifest = self._made.manifest({name: held[version] for name, version in versions.items()})
        self._store.begin(manifest.settings, new.keys())
        earlier = before.versions if before else {}
        self._write(list(new.values()), earlier, progress, used={*versions.values(), *held})
        self._store.publish(manifest)
        if self._beside:
            self._beside.published()
        # Clients of a server hold no lock: those that read the index before can go on until the next build.
        may_be_read = before.versions.values() if before and isinstance(self._store.location, ChromaServer) else ()
        self._clear_away(keep=set(may_be_read) - set(manifest.versions.values()))
        return BuildSummary(manifest, self._embedded, changed=True, changes=changes(before, manifest))

    def _pause(self) -> None:
        self._renew()
        if self._beside:
            self._beside.pause()

    def _clear_away(self, keep: Collection[str]) -> None:
        self._store.tidy(keep, self._pause, compact=self._beside is None)

    def _write(
        self,
        documents: Sequence[StoredDocument],
        earlier: Mapping[str, str],
        progress: Progress,
        used: Collection[str],
    ) -> None:
        """Add the rows of documents: while those of one batch are written, the texts of the next are embedded.

        What is known of them is kept, of all versions that are `used`; `earlier` has those of the index before by name.
        """
        kept = Kept.beside(self._store.location)
        for start in range(0, len(documents), PASSAGES_PER_BATCH):
            self._pause()
            part = documents[start : start + PASSAGES_PER_BATCH]
            self._store.add_documents(part)
            kept.keep_summaries(part, used)
        with ThreadPoolExecutor(1) as writer:
            writing: Future[None] | None = None
            pieces = [piece for stored in documents for piece in _pieces(stored, earlier)]
            for batch, vectors in self._batches(pieces, progress):
                if writing:
                    writing.result()
                writing = writer.submit(self._add, batch, vectors)
            if writing:
                writing.result()

    def _batches(
        self, pieces: Sequence[_Piece], progress: Progress
    ) -> Iterator[tuple[list[_Piece], dict[str, Vectors]]]:
        """Yield the pieces in batches, each with the vectors of all rows that the store may lack."""
        progress(0, len(pieces))
        at_once = max(1, self._made.embedding.embed_batch_size // TEXTS_PER_PASSAGE)
        step = min(PASSAGES_PER_STEP_BESIDE if self._beside else at_once, PASSAGES_PER_BATCH)
        batch: list[_Piece] = []
        vectors: dict[str, Vectors] = {}
        before: dict[str, Vectors] = {}
        started = time.monotonic()
        for start in range(0, len(pieces), step):
            self._pause()
            batch += pieces[start : start + step]
            self._embed(pieces[start : start + step], vectors, before)
            progress(min(start + step, len(pieces)), len(pieces))
            if len(batch) >= PASSAGES_PER_BATCH or time.monotonic() - started > SECONDS_PER_BATCH:
                yield batch, vectors
                batch, vectors, before, started = [], {}, vectors, time.monotonic()
        if batch:
            yield batch, vectors

    def _embed(self, pieces: Sequence[_Piece], vectors: dict[str, Vectors], before: Mapping[str, Vectors]) -> None:
        """Add to `vectors` those of the texts of the pieces that the store lacks, by their digests.

        Those of the batch `before` are being written yet; sentences of the version before are as they were.
        """
        missing = self._store.missing(PASSAGES, {piece.row for piece in pieces})
        texts: dict[str, str] = {}
        for piece in pieces:
            if piece.row not in missing:
                continue
            texts.update(zip(piece.digests, _texts(piece.passage), strict=True))
            known = self._sentences_of(piece.before) if piece.before else {}
            vectors.update((digest, known[digest]) for digest in piece.digests[1:] if digest in known)
        vectors.update((digest, before[digest]) for digest in texts if digest in before)
        new = [digest for digest in texts if digest not in vectors]
        if new:
            embedded = self._made.embedding.get_text_embedding_batch([texts[digest] for digest in new])
            vectors.update(zip(new, np.asarray(embedded, dtype=np.float32), strict=True))
            self._embedded += len(new)

    def _add(self, pieces: Sequence[_Piece], vectors: Mapping[str, Vectors]) -> None:
        at_once = ROWS_PER_CALL_BESIDE if self._beside else ROWS_PER_CALL
        holders: dict[str, set[str]] = {}
        for piece in pieces:
            holders.setdefault(piece.row, set()).add(piece.version)
        digests = {piece.row: piece.digests for piece in pieces}
        self._store.add_passages(
            holders, lambda row: np.stack([vectors[each] for each in digests[row]]), at_once=at_once, pause=self._pause
        )

    def _refuse_mismatch(self, found: Manifest, documents: Mapping[str, Document], corpus: Path) -> None:
        """Raise StoreMismatchError if the store was built with other settings, or plainly from another corpus."""
        location, wanted = self._store.location, self._made.manifest({})
        for name, before, after in (
            ("the embedding", found.embedding, wanted.embedding),
            ("a token budget of", (found.fewest_tokens, found.most_tokens), (wanted.fewest_tokens, wanted.most_tokens)),
        ):
            if before != after:
                raise (StoreOutdatedError if before in RETIRED else StoreMismatchError)(
                    f"The index at {location} was built with {name} {before}, not {after}. "
                    f"Use it with that, give another --store, or build it again with: {self._store.rebuild}"
                )
        texts = {current.text for current in found.current.values()}
        if not any(name in found.current or text_digest(held.text) in texts for name, held in documents.items()):
            raise StoreMismatchError(
                f"The index at {location} holds other documents ({min(found.current)}, ...) and none of {corpus}. "
                f"Give another --store, or replace it with: {self._store.rebuild}"
            )


def _refuse_unread(unread: Sequence[Skipped], name: str, corpus: Path) -> None:
    """Raise CorpusMissingError if a document may lie in a folder that cannot be read: it is not gone then."""
    for folder in unread:
        if not name or name.startswith(folder.name):
            why = folder.reason.replace(" cannot be read", ", which cannot be read", 1)
            raise CorpusMissingError(f"The corpus folder {corpus} has {why} The index was left as it is.")


def _refuse_loss(found: Manifest, documents: Files, corpus: Path, location: Location) -> None:
    """Raise CorpusLossError if most documents are gone, or all of a folder that is there, but empty."""
    gone = [name for name in found.current if name not in documents]
    # Those that are called otherwise, or lie elsewhere, are not lost.
    texts = {_text_of(name, documents, found) for name in documents} if gone else set()
    gone = [name for name in gone if found.current[name].text not in texts]
    emptied = [name for name in gone if _is_empty((corpus / name).parent)]
    if not emptied and len(gone) <= MOST_GONE * len(found.current):
        return
    lost = emptied or gone
    shown = ", ".join(lost[:NAMES_SHOWN]) + (", ..." if len(lost) > NAMES_SHOWN else "")
    forget = build_command(corpus, location, "--allow-loss")
    raise CorpusLossError(
        f"{len(lost)} of the {len(found.current)} indexed documents are gone from {corpus} ({shown}). If a disk is not "
        f"mounted or a folder was moved, bring it back; if they are to be forgotten: {forget}"
    )


def _text_of(name: str, documents: Files, found: Manifest) -> str:
    """Return the digest of a document's text, which is known of a version that the manifest names."""
    current = found.current.get(name)
    if current and current.version == documents.versions[name]:
        return current.text
    return text_digest(documents[name].text)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _pieces(stored: StoredDocument, earlier: Mapping[str, str]) -> Iterator[_Piece]:
    document = stored.document
    for passage, row, digests in zip(stored.passages, stored.passage_rows, stored.sentence_digests, strict=True):
        own = text_digest(passage.embedded_text), *digests
        yield _Piece(document.version, earlier.get(document.name, ""), passage, row, own)


def _texts(passage: Passage) -> list[str]:
    return [passage.embedded_text, *passage.embedded_sentences()]
