"""Keep the terms of documents on this machine, by version: a cache, made again from the store when it is lost."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.language import detect_language
from index.lexical import DocumentTerms, count_terms
from index.stored import StoredDocument

# Another number when other terms are cut or counted: what was kept under an older one is not used.
SCHEME = 1
FILE = "terms.db"
TABLE = "CREATE TABLE IF NOT EXISTS terms (version TEXT PRIMARY KEY, checksum TEXT, data BLOB)"
# What is kept of versions that are gone is deleted when it is more than this share of what is needed.
MOST_UNUSED = 0.1


def terms_of(documents: Mapping[str, StoredDocument], folder: Path, used: Collection[str]) -> dict[str, DocumentTerms]:
    """Return the terms of documents by their names, from the cache in `folder` where it has them.

    `used` are all current versions. A cache that cannot be read is made again, and everything works without one.
    """
    versions = {name: _key(stored.document.version) for name, stored in documents.items()}
    try:
        kept = _read(folder, set(versions.values()))
    except (sqlite3.Error, OSError, ValueError):
        kept = {}
        _remove(folder)
    new = {}
    for name, version in versions.items():
        if version not in kept:
            stored = documents[name]
            kept[version] = new[version] = count_terms(stored.passages, detect_language(stored.document.text))
    # A folder that nobody can write, or another process that writes the same.
    with suppress(sqlite3.Error, OSError):
        _write(folder, new, {_key(version) for version in used})
    return {name: kept[version] for name, version in versions.items()}


def _key(version: str) -> str:
    return f"{SCHEME}.{version}"


def _read(folder: Path, versions: Collection[str]) -> dict[str, DocumentTerms]:
    """Return what is kept of these versions; raises ValueError if any of it is not what was written."""
    if not (folder / FILE).is_file():
        return {}
    kept = {}
    with _opened(folder) as base:
        for version in versions:
            row = base.execute("SELECT checksum, data FROM terms WHERE version = ?", (version,)).fetchone()
            if row:
                checksum, data = row
                if checksum != _checksum(version, data):
                    raise ValueError(version)
                kept[version] = DocumentTerms.from_bytes(data)
    return kept


def _write(folder: Path, new: Mapping[str, DocumentTerms], used: Collection[str]) -> None:
    if not new:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with _opened(folder) as base, base:
        rows = ((version, data, _checksum(version, data)) for version, data in _as_bytes(new))
        base.executemany("INSERT OR REPLACE INTO terms (version, data, checksum) VALUES (?, ?, ?)", rows)
        (held,) = base.execute("SELECT count(*) FROM terms").fetchone()
        if held > (1 + MOST_UNUSED) * len(used):
            gone = [row for row in base.execute("SELECT version FROM terms") if row[0] not in used]
            base.executemany("DELETE FROM terms WHERE version = ?", gone)


def _as_bytes(terms: Mapping[str, DocumentTerms]) -> Iterator[tuple[str, bytes]]:
    return ((version, held.to_bytes()) for version, held in terms.items())


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / FILE)) as base:
        base.execute(TABLE)
        yield base


def _remove(folder: Path) -> None:
    with suppress(OSError):  # It will be found unreadable again.
        (folder / FILE).unlink(missing_ok=True)


def _checksum(version: str, data: bytes) -> str:
    """Return a digest, for damaged terms may be read and score nonsense."""
    return hashlib.sha256(version.encode() + data).hexdigest()
