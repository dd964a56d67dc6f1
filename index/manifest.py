"""What a store holds now: the version of each document, what it was built with, and what has not been cleared away."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from index.errors import StoreMismatchError, StoreOutdatedError

# Another number when documents are cut or rows are written otherwise: stores of older ones are refused.
FORMAT = 9


class Current(NamedTuple):
    """The current version of a document, a digest of its text, and how many blocks, passages and sentences it has."""

    version: str
    text: str
    blocks: int
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store was built from and with; equal manifests mean equal content.

    `current` has the version of each document by the document's name, sorted.
    """

    format: int
    embedding: str
    fewest_tokens: int
    most_tokens: int
    current: dict[str, Current]

    @property
    def digest(self) -> str:
        """SHA-256 over all settings, names and versions, as 64 hexadecimal digits."""
        parts = [str(setting) for setting in self.settings]
        parts += [text for name, current in self.current.items() for text in (name, current.version)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def settings(self) -> list[str | int]:
        """What rows must have been made with if they are to be used."""
        return [self.format, self.embedding, self.fewest_tokens, self.most_tokens]

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.current)

    @property
    def blocks(self) -> int:
        """The number of blocks of all documents: headings, paragraphs, items, rows and the like."""
        return sum(current.blocks for current in self.current.values())

    @property
    def passages(self) -> int:
        """The number of passages of all documents; equal ones count as often as they stand."""
        return sum(current.passages for current in self.current.values())

    @property
    def sentences(self) -> int:
        """The number of sentences of all documents; equal ones count as often as they stand."""
        return sum(current.sentences for current in self.current.values())

    @property
    def versions(self) -> dict[str, str]:
        """The current version of each document, by its name."""
        return {name: current.version for name, current in self.current.items()}


class Changes(NamedTuple):
    """How many documents are new, changed and removed; one that is renamed is new under its name, and removed."""

    new: int
    changed: int
    removed: int


UNCHANGED = Changes(0, 0, 0)


def changes(before: Manifest | None, after: Manifest) -> Changes:
    """Return in what a manifest differs from the one before it."""
    old, new = before.versions if before else {}, after.versions
    changed = sum(old[name] != version for name, version in new.items() if name in old)
    return Changes(len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))


@dataclass(frozen=True, slots=True)
class Head:
    """The manifest of a store, None before the first is published, and what is known of its rows.

    `collections` names the collection of each kind of rows, `settings` are those that the rows were made with.
    `unnamed` are versions that may have rows though the manifest does not name them. `counts` are the rows of each
    kind in a tidy store, else {}; `deleted` those that have been deleted from its collection.
    """

    collections: dict[str, str]
    settings: list[str | int]
    manifest: Manifest | None = None
    unnamed: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)

    def to_metadata(self) -> dict[str, str]:
        """Return the head as metadata of a Chroma collection."""
        # Not asdict, which copies every entry of a large manifest.
        state = {key: getattr(self, key) for key in ("collections", "settings", "unnamed", "counts", "deleted")}
        manifest = {key: getattr(self.manifest, key) for key in Manifest.__slots__} if self.manifest else {}
        return {"manifest": json.dumps(manifest), "state": json.dumps(state)}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any], location: object, rebuild: str) -> Self:
        """Return the head that `to_metadata` wrote; raises StoreMismatchError if it has another format.

        It is a StoreOutdatedError if that is an older one. `rebuild` is the command to name then.
        """
        stored = _read_manifest(str(metadata.get("manifest", "{}")))
        state = json.loads(str(metadata.get("state", "{}")))
        written = stored.get("format") or state.get("settings", [None])[0]
        if written != FORMAT:
            outdated = written is None or written < FORMAT
            raise (StoreOutdatedError if outdated else StoreMismatchError)(
                f"The index at {location} has format {written}, this version reads {FORMAT}. "
                f"Build it again with: {rebuild}"
            )
        return cls(**state, manifest=Manifest(**stored) if stored else None)


@functools.lru_cache(1)  # A change to a store reads its manifest several times.
def _read_manifest(written: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(written)
    if stored.get("format") == FORMAT:
        stored["current"] = {name: Current(*current) for name, current in stored["current"].items()}
    return stored
