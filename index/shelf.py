"""The documents of a store and their passages, which are read when they are needed."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence, ValuesView
from itertools import accumulate, pairwise
from typing import overload

import numpy as np

from index.documents import Document
from index.lexical import Integers
from index.manifest import Current
from index.passages import Passage
from index.stored import StoredDocument

# So many documents stay in memory: with eight passages each, some 60 MB.
DOCUMENTS_KEPT = 2000
DOCUMENTS_PER_PAGE = 50

Read = Callable[[Mapping[str, str]], Iterator[StoredDocument]]
"""Yields the documents that have these versions, by their names, in no order."""


class Shelf:
    """The stored documents of a manifest; it may be used from several threads."""

    def __init__(self, current: Mapping[str, Current], read: Read) -> None:
        self.versions = {name: current[name].version for name in sorted(current)}
        self.sizes = {name: current[name].passages for name in self.versions}
        self._read = read
        self._kept: OrderedDict[str, StoredDocument] = OrderedDict()
        self._lock = threading.Lock()

    def take_over(self, other: Shelf) -> None:
        """Keep in memory what another has of the same versions."""
        with other._lock:
            held = list(other._kept.items())
        self._kept.update((name, stored) for name, stored in held if self.versions.get(name) == stored.document.version)

    def some(self, names: Sequence[str]) -> dict[str, StoredDocument]:
        """Return documents by their names, in this order."""
        with self._lock:
            held = {name: self._kept[name] for name in names if name in self._kept}
        missing = {name: self.versions[name] for name in names if name not in held}
        held.update((stored.document.name, stored) for stored in (self._read(missing) if missing else ()))
        with self._lock:
            for name in names:
                self._kept[name] = held[name]
                self._kept.move_to_end(name)
            while len(self._kept) > DOCUMENTS_KEPT:
                self._kept.popitem(last=False)
        return {name: held[name] for name in names}

    def each(self) -> Iterator[StoredDocument]:
        """Yield all documents, sorted by name."""
        names = list(self.versions)
        for start in range(0, len(names), DOCUMENTS_PER_PAGE):
            yield from self.some(names[start : start + DOCUMENTS_PER_PAGE]).values()


class Documents(Mapping[str, Document]):
    """The documents of a shelf by their names, sorted."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, name: str) -> Document:
        if name not in self._shelf.versions:
            raise KeyError(name)
        return self._shelf.some([name])[name].document

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.versions)

    def __len__(self) -> int:
        return len(self._shelf.versions)

    def __contains__(self, name: object) -> bool:
        return name in self._shelf.versions

    def values(self) -> ValuesView[Document]:
        """Return the documents themselves, which are read page by page."""
        return _Values(self, self._shelf)


class _Values(ValuesView[Document]):
    def __init__(self, documents: Documents, shelf: Shelf) -> None:
        super().__init__(documents)
        self._shelf = shelf

    def __iter__(self) -> Iterator[Document]:
        return (stored.document for stored in self._shelf.each())


class Passages(Sequence[Passage]):
    """The passages of a shelf, numbered in the order of their documents' names."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._names = list(shelf.versions)
        self._first = [0, *accumulate(shelf.sizes.values())]
        self._first_of = dict(zip(self._names, self._first, strict=False))

    def __len__(self) -> int:
        return self._first[-1]

    @overload
    def __getitem__(self, number: int) -> Passage: ...

    @overload
    def __getitem__(self, number: slice) -> list[Passage]: ...

    def __getitem__(self, number: int | slice) -> Passage | list[Passage]:
        if isinstance(number, slice):
            return self.some(range(*number.indices(len(self))))
        (passage,) = self.some([range(len(self))[number]])
        return passage

    def __iter__(self) -> Iterator[Passage]:
        return (passage for stored in self._shelf.each() for passage in stored.passages)

    def some(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers, in this order; their documents are read together."""
        places = list(map(self.place, numbers))
        stored = self._shelf.some(list(dict.fromkeys(name for name, _ in places)))
        return [stored[name].passages[place] for name, place in places]

    def place(self, number: int) -> tuple[str, int]:
        """Return the document that a passage is of, and its number within that."""
        document = bisect_right(self._first, number) - 1
        return self._names[document], number - self._first[document]

    def by_document(self, numbers: Integers) -> dict[str, list[int]]:
        """Return these numbers, which are in order, by the documents of their passages."""
        documents = np.searchsorted(self._first, numbers, "right") - 1
        starts = np.flatnonzero(np.diff(documents, prepend=-1))
        names, every = (self._names[document] for document in documents[starts]), numbers.tolist()
        bounds = pairwise([*starts.tolist(), len(every)])
        return {name: every[start:end] for name, (start, end) in zip(names, bounds, strict=True)}

    def of(self, document: str) -> range:
        """Return the numbers of the passages of a document."""
        first = self._first_of[document]
        return range(first, first + self._shelf.sizes[document])
