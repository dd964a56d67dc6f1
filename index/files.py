"""Which version each file of a corpus has: files that have not been touched since they were last read are not read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.documents import Document, Skipped, corpus_files, read_document, read_folder
from index.errors import DocumentError
from index.formats import CONVERTED
from index.kept import Kept
from index.manifest import FORMAT

NOTE = f"files.{FORMAT}"
# A file may be written again within the same tick of its clock: so old must it be to be known by its time.
SETTLED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Files(Mapping[str, Document]):
    """The documents of a corpus by name, sorted, which are read when they are needed.

    `versions` has those of all of them, `skipped` the files that are none.
    """

    versions: Mapping[str, str]
    skipped: Sequence[Skipped]
    _paths: Mapping[str, Path]
    _catalogue: Mapping[str, Mapping[str, Any]]
    _read: dict[str, Document]
    _noted: Mapping[str, Sequence[str]]

    def note_in(self, kept: Kept) -> None:
        """Keep which version each file has, if that has not been kept."""
        if self._noted:
            kept.keep_note(NOTE, json.dumps(self._noted))

    def __getitem__(self, name: str) -> Document:
        if name not in self._read:
            document = read_document(name, self._paths[name], self._catalogue.get(name, {}))
            if document.version != self.versions[name]:
                raise DocumentError(f"{self._paths[name]} has changed while it was indexed. Index it again.")
            self._read[name] = document
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self.versions  # A mapping's own would read the document.

    def __iter__(self) -> Iterator[str]:
        return iter(self.versions)

    def __len__(self) -> int:
        return len(self.versions)


def read_files(folder: Path, library: Path | None, kept: Kept, *, anew: bool = False) -> Files:
    """Return the documents of the folders; those that `kept` knows not to have changed are not read, unless `anew`.

    Raises what `read_folder` raises.
    """
    paths, catalogue, skipped = corpus_files(folder, library)
    before = {} if anew else _noted(kept)
    read: dict[str, Document] = {}
    versions: dict[str, str] = {}
    noted: dict[str, list[str]] = {}
    for name, path in paths.items():
        stamp = _stamp(path, catalogue.get(name, {}))
        if stamp and before.get(name, [""])[0] == stamp:
            versions[name] = before[name][1]
        else:
            try:
                read[name] = read_document(name, path, catalogue.get(name, {}))
            except DocumentError as error:
                skipped.append(Skipped(name, str(error), is_bad=True))
                continue
            versions[name] = read[name].version
        if stamp:
            noted[name] = [stamp, versions[name]]
    if not versions:
        read_folder(folder, library)  # Which says what is wrong.
    others = tuple(sorted(skipped, key=lambda each: each.name))
    return Files(versions, others, paths, catalogue, read, noted if noted != before else {})


def _noted(kept: Kept) -> dict[str, list[str]]:
    try:
        noted: dict[str, list[str]] = json.loads(kept.note(NOTE) or "{}")
    except ValueError:
        return {}
    return noted


def _stamp(path: Path, stated: Mapping[str, Any]) -> str:
    """Return what another content of a file would change; "" if that cannot be told without reading it."""
    try:
        found = path.stat()
    except OSError:
        return ""
    if path.suffix.lower() in CONVERTED or time.time() - found.st_mtime < SETTLED_SECONDS:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {sorted(stated.items())}"
