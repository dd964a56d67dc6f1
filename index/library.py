"""The folder of documents that are added beside a corpus: what is there, and how it is added, removed, brought back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.documents import add_document, check_name, files_in
from index.errors import DocumentError

# Hidden, so that nothing in it is read: the last version of what was removed or replaced.
REMOVED = ".removed"


class Library:
    """A folder of added documents; what is removed or replaced can be brought back, the last version of each name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def names(self) -> frozenset[str]:
        """The names of the documents that lie in the folder."""
        return frozenset(files_in(self.folder)[0]) if self.folder.is_dir() else frozenset()

    def add(self, name: str, data: bytes) -> bool:
        """Write a document, and return whether it replaced one; raises DocumentError, and all is as it was before."""
        check_name(name)
        replaced = name in self.names
        with self._changing(name):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not replaced:
                add_document(self.folder, name, data)
                return False
            kept = self._kept(name)
            (self.folder / name).replace(kept)
            try:
                add_document(self.folder, name, data)
            except DocumentError:
                kept.replace(self.folder / name)
                raise
        return True

    def discard(self, name: str) -> None:
        """Forget a document that has just been added."""
        (self.folder / name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Put a document aside; raises DocumentError if the folder has none of this name."""
        if name not in self.names:
            raise DocumentError(f"{name} is not in {self.folder}. Only what was added can be removed.")
        with self._changing(name):
            (self.folder / name).replace(self._kept(name))

    def rename(self, name: str, other: str) -> None:
        """Give a document another name with the same ending; raises DocumentError, and all is as it was before."""
        check_name(other)
        if name not in self.names:
            raise DocumentError(f"{name} is not in {self.folder}. Only what was added can be renamed.")
        if Path(name).suffix.lower() != Path(other).suffix.lower():
            raise DocumentError(f"{other} does not end in {Path(name).suffix}, which tells how {name} is read.")
        if (self.folder / other).exists():
            raise DocumentError(f"There is a document {other} already. Choose another name.")
        with self._changing(name):
            (self.folder / name).rename(self.folder / other)

    def restore(self, name: str) -> None:
        """Bring back what was last removed or replaced under this name, and put aside what has it now.

        Raises DocumentError if nothing was.
        """
        aside = self.folder / REMOVED
        if not aside.is_dir() or name not in files_in(aside)[0]:
            raise DocumentError(f"No {name} was removed from {self.folder}, so none can be brought back.")
        with self._changing(name):
            _swap(self.folder / name, aside / name)

    @contextmanager
    def _changing(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DocumentError(f"{name} cannot be written into {self.folder} ({error.strerror}).") from None

    def _kept(self, name: str) -> Path:
        kept = self.folder / REMOVED / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        return kept


def _swap(current: Path, kept: Path) -> None:
    if not current.exists():
        current.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(current)
        return
    other = kept.with_name(f".swapped.{kept.name}")
    current.replace(other)
    kept.replace(current)
    other.replace(kept)
