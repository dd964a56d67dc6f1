"""What can go wrong while indexing or searching, one class for each thing that a caller can do something about."""

from __future__ import annotations

import shlex
from pathlib import Path

from index.characters import encodable


def build_command(corpus: Path | None, store: object, option: str = "") -> str:
    """Return the command that builds the index of a corpus at a place; what is None stands in capitals."""
    folder, place = (shlex.quote(str(each)) if each else "" for each in (corpus, store))
    return " ".join(filter(None, ("python -m index", folder or "FOLDER", "--store", place or "STORE", option)))


class IndexingError(Exception):
    """Base of all errors of this package; its message says what was found, then what to do."""

    def __init__(self, message: str = "") -> None:
        super().__init__(encodable(message))


class CorpusMissingError(IndexingError):
    """The corpus folder does not exist or is not a folder."""


class CorpusEmptyError(IndexingError):
    """The corpus folder holds no document that can be read."""


class CorpusLossError(IndexingError):
    """So many documents are gone from the corpus that it may not be all there: a disk that is not mounted."""


class DocumentError(IndexingError):
    """One or more documents cannot be read: not allowed, not UTF-8, or without text."""


class DocumentUnknownError(IndexingError):
    """A question is to be asked of documents that the index does not hold, or of none at all."""


class TimeUpError(IndexingError):
    """What a question asks for takes longer than it may."""


class CatalogueError(IndexingError):
    """The corpus' catalogue is not valid TOML, or says something that cannot be."""


class StoreMissingError(IndexingError):
    """There is no index at the given place."""


class StoreMismatchError(IndexingError):
    """The store was built by another version, with other settings, another embedding, or from another corpus."""


class StoreChangedError(StoreMismatchError):
    """The store at a server has been built anew by another client since it was opened."""


class StoreOutdatedError(StoreMismatchError):
    """The store was written by an earlier version, in a form or with vectors that are no longer read."""


class StoreBusyError(IndexingError):
    """Another process is using the store."""


class StoreUnwritableError(IndexingError):
    """The store cannot be written: its folder cannot be made, or the disk is full."""


class StoreDamagedError(IndexingError):
    """The store is there but does not hold what its manifest says."""


class StoreUnreachableError(IndexingError):
    """The Chroma server does not answer."""


class EmbeddingError(IndexingError):
    """The embedding engine or its weights cannot be used."""


class SettingsError(IndexingError):
    """An ASSISTANT_* variable is unknown or has a value that cannot be."""
