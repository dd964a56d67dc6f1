"""Keep what is known of documents on this machine: a cache, made again from the store when it is lost."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import platformdirs

from index.server import Location
from index.store import CACHE
from index.stored import StoredDocument, text_digest
from index.summary import DocumentSummary, Summary

# Another number when documents are summarised otherwise: what was kept under an older one is not used.
SCHEME = 4
FILE = "summaries.db"
SELECT = "SELECT key, checksum, data FROM kept WHERE key = ?"
TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, checksum TEXT, data BLOB)"
# What is kept of versions that are gone is deleted when it is more than this share of what is needed.
MOST_UNUSED = 0.1
VERSION = f"{SCHEME}.version."
WHOLE = f"{SCHEME}.whole"
NOTE = f"{SCHEME}.note."


class Kept:
    """What is kept in a folder. One that cannot be read is made again, and everything works without one, but slower."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def beside(cls, location: Location) -> Kept:
        """Return what is kept for a store: in its folder, or for a server's in that of the user."""
        if isinstance(location, Path):
            return cls(location / CACHE)
        return cls(platformdirs.user_cache_path("document-assistant") / text_digest(str(location)))

    def summaries(self, versions: Collection[str]) -> dict[str, DocumentSummary]:
        """Return the summaries of those of these versions of which any is kept."""
        found = self._read([VERSION + version for version in versions])
        try:
            return {key.removeprefix(VERSION): DocumentSummary.from_bytes(data) for key, data in found.items()}
        except (ValueError, zlib.error):
            self._remove()
            return {}

    def keep_summaries(self, documents: Iterable[StoredDocument], used: Collection[str]) -> dict[str, DocumentSummary]:
        """Summarise documents, and keep that; return it by version. `used` are all versions that are needed."""
        made = {stored.document.version: DocumentSummary.of(stored) for stored in documents}
        self._write({VERSION + version: summary.to_bytes() for version, summary in made.items()})
        self._forget(used)
        return made

    def whole(self) -> tuple[Summary, dict[str, str]]:
        """Return the summary of all documents that is kept, and of which version of each; one of none if none is."""
        data = self._read([WHOLE]).get(WHOLE)
        if data is None:
            return Summary(), {}
        try:
            versions, _, rest = data.partition(b"\n")
            return Summary.from_bytes(rest), json.loads(versions)
        except (ValueError, TypeError, KeyError):
            self._remove()
            return Summary(), {}

    def keep_whole(self, summary: Summary, versions: Mapping[str, str]) -> None:
        """Keep the summary of all documents, which have these versions."""
        self._write({WHOLE: b"\n".join((json.dumps(dict(versions)).encode(), summary.to_bytes()))})

    def note(self, name: str) -> str:
        """Return a text that `keep_note` was given under this name, or ""."""
        return self._read([NOTE + name]).get(NOTE + name, b"").decode()

    def keep_note(self, name: str, text: str) -> None:
        """Keep a text that whoever uses the index makes of its documents, and can make again."""
        self._write({NOTE + name: text.encode()})

    def _read(self, keys: Collection[str]) -> dict[str, bytes]:
        try:
            if not (self._folder / FILE).is_file():
                return {}
            with self._opened() as base:
                rows = [row for key in keys for row in base.execute(SELECT, (key,))]
        except (sqlite3.Error, OSError):
            rows = [("", "", b"")]
        if any(checksum != _checksum(key, data) for key, checksum, data in rows):
            self._remove()
            return {}
        return {key: data for key, _, data in rows}

    def _write(self, new: Mapping[str, bytes]) -> None:
        # A folder that nobody can write, or another process that writes the same.
        with suppress(sqlite3.Error, OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._opened() as base, base:
                rows = [(key, _checksum(key, data), data) for key, data in new.items()]
                base.executemany("INSERT OR REPLACE INTO kept (key, checksum, data) VALUES (?, ?, ?)", rows)

    def _forget(self, used: Collection[str]) -> None:
        """Delete the summaries of versions that are not used, if they are many."""
        with suppress(sqlite3.Error, OSError), self._opened() as base, base:
            held = [key for (key,) in base.execute("SELECT key FROM kept WHERE key LIKE ?", (f"{VERSION}%",))]
            wanted = {VERSION + version for version in used}
            gone = [(key,) for key in held if key not in wanted]
            if len(gone) > MOST_UNUSED * len(used):
                base.executemany("DELETE FROM kept WHERE key = ?", gone)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._folder / FILE)) as base:
            base.execute(TABLE)
            yield base

    def _remove(self) -> None:
        with suppress(OSError):  # It will be found unreadable again.
            (self._folder / FILE).unlink(missing_ok=True)


def _checksum(key: str, data: bytes) -> str:
    """Return a digest, for damaged summaries may be read and score nonsense."""
    return hashlib.sha256(key.encode() + data).hexdigest()
