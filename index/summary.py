"""What is known of all documents together: their words and terms, their headings, and where each stored text stands.

It is kept on this machine, so that opening an index reads no document (`index.kept`), and brought up to date at the
cost of what has changed.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.blocks import BlockKind
from index.language import detect_language
from index.lexical import NAME, WORD, DocumentTerms, Integers, LexicalIndex, count_terms
from index.stored import StoredDocument

# Digits of a row's id that tell it from others; of a million rows two share them once in thirty million indexes.
KEY_DIGITS = 16

Keys = npt.NDArray[np.uint64]
Tally = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What one document adds to a summary.

    `written` counts its words as they are written, `capitalised` those with a capital within a sentence, and
    `headings` the passages under each heading, behind the language of these: "en Inn Rype". `keys` are of the rows of
    its passages, in order. `has_table` tells whether it has a row of a table.
    """

    terms: DocumentTerms
    written: Tally
    capitalised: Tally
    headings: Tally
    keys: Keys
    has_table: bool

    @classmethod
    def of(cls, stored: StoredDocument) -> DocumentSummary:
        """Return the summary of a document."""
        text, passages = stored.document.text, stored.passages
        headings = Counter(
            f"{detect_language(passage.text)} {heading}"
            for passage in passages
            for heading in passage.context(0).headings
        )
        return cls(
            count_terms(passages, detect_language(text)),
            Counter(WORD.findall(text)),
            Counter(NAME.findall(text)),
            headings,
            _keys(stored.passage_rows),
            any(context.kind is BlockKind.ROW for passage in passages for context in passage.contexts),
        )

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        header = [self.written, self.capitalised, self.headings, len(self.keys), self.has_table]
        return zlib.compress(b"\n".join((json.dumps(header).encode(), self.keys.tobytes() + self.terms.to_bytes())))

    @classmethod
    def from_bytes(cls, data: bytes) -> DocumentSummary:
        """Return the summary that `to_bytes` wrote; raises ValueError or zlib.error if it is something else."""
        header, _, rest = zlib.decompress(data).partition(b"\n")
        written, capitalised, headings, passages, has_table = json.loads(header)
        keys = np.frombuffer(rest, np.uint64, passages)
        return cls(
            DocumentTerms.from_bytes(rest[keys.nbytes :]),
            written,
            capitalised,
            headings,
            keys,
            has_table,
        )


def _keys(rows: Iterable[str]) -> Keys:
    return np.array([int(row[:KEY_DIGITS], 16) for row in rows], dtype=np.uint64)


class Places:
    """In which slots of the lexical index the passages of rows stand."""

    def __init__(self) -> None:
        self._keys: Keys = np.zeros(0, dtype=np.uint64)
        self._slots: Integers = np.zeros(0, dtype=np.int32)

    def plus(self, keys: Sequence[Keys], slots: Sequence[Integers]) -> Places:
        """Return these places and others; this one stays as it is."""
        other = Places()
        every = np.concatenate([self._keys, *keys])
        order = np.argsort(every, kind="stable")
        other._keys = every[order]
        other._slots = np.concatenate([self._slots, *slots])[order].astype(np.int32)
        return other

    @property
    def arrays(self) -> list[npt.NDArray[Any]]:
        """What `from_arrays` takes."""
        return [self._keys, self._slots]

    @classmethod
    def from_arrays(cls, arrays: Sequence[npt.NDArray[Any]]) -> Places:
        """Return the places that have these arrays."""
        places = cls()
        places._keys, places._slots = arrays
        return places


class Standing(Collection[str]):
    """The rows whose passages stand in documents, and where: by the numbers of the passages.

    `numbers` has the number of each slot's passage; `rows` gives the ids of all rows, from which the keys were made.
    """

    def __init__(self, places: Places, numbers: Integers, rows: Callable[[], Iterator[str]]) -> None:
        keys, slots = places.arrays
        self._keys, self._passages, self._rows = keys, numbers[slots], rows
        self._keep(self._passages >= 0)

    def _keep(self, stands: npt.NDArray[np.bool_]) -> None:
        self._keys, self._passages = self._keys[stands], self._passages[stands]
        self._size = len(np.unique(self._keys))

    def without(self, out: Collection[int]) -> Standing:
        """Return the rows whose texts stand in other passages than these, and where in them."""
        other = copy(self)
        other._keep(~np.isin(self._passages, list(out)))
        return other

    def __len__(self) -> int:
        return self._size

    def __contains__(self, row: object) -> bool:
        return isinstance(row, str) and bool(self.places(row))

    def __iter__(self) -> Iterator[str]:
        return filter(self.__contains__, dict.fromkeys(self._rows()))

    def places(self, row: str) -> list[int]:
        """Return the number of each passage of a row."""
        (key,) = _keys([row])
        numbers: list[int] = self._passages[
            self._keys.searchsorted(key, "left") : self._keys.searchsorted(key, "right")
        ].tolist()
        return numbers


class Summary:
    """What is known of some documents together; `with_changes` returns another, this one stays as it is."""

    def __init__(self) -> None:
        self.lexical = LexicalIndex()
        self.places = Places()
        self.written, self.capitalised, self.headings, self.languages = (Counter[str]() for _ in range(4))
        self.with_tables: frozenset[str] = frozenset()

    def with_changes(
        self, gone: Mapping[str, DocumentSummary], new: Mapping[str, DocumentSummary], names: Sequence[str]
    ) -> Summary:
        """Return what is known without the documents `gone` and with the `new`; `names` are all then, in their order.

        One that has changed is in both.
        """
        other = Summary()
        less, more = ({name: each.terms for name, each in group.items()} for group in (gone, new))
        other.lexical = self.lexical.with_changes(less, more, names)
        first = other.lexical.first_slot
        slots = [first(name) + np.arange(len(each.keys), dtype=np.int32) for name, each in new.items()]
        other.places = self.places.plus([each.keys for each in new.values()], slots)
        for tally in ("written", "capitalised", "headings"):
            counts = Counter(getattr(self, tally))
            for each in gone.values():
                _take(counts, getattr(each, tally))
            for each in new.values():
                counts.update(getattr(each, tally))
            setattr(other, tally, counts)
        other.languages = Counter(self.languages)
        _take(other.languages, Counter(each.terms.language for each in gone.values()))
        other.languages.update(each.terms.language for each in new.values())
        other.with_tables = (self.with_tables - gone.keys()) | {name for name, each in new.items() if each.has_table}
        return other

    @cached_property
    def spellings(self) -> dict[str, str]:
        """How each word that stands with a capital within a sentence is mostly spelled, by the word in lower case."""
        spelled: dict[str, str] = {}
        for word, _ in self.capitalised.most_common():
            spelled.setdefault(word.lower(), word)
        return spelled

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        state, arrays = self.lexical.to_state()
        arrays += self.places.arrays
        header = [
            state, self.written, self.capitalised, self.headings, self.languages, sorted(self.with_tables),
            [[each.dtype.str, len(each)] for each in arrays],
        ]  # fmt: skip
        return b"\n".join((json.dumps(header).encode(), *(b"".join(each.tobytes() for each in arrays),)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Summary:
        """Return the summary that `to_bytes` wrote; raises ValueError if it is something else."""
        head, _, rest = data.partition(b"\n")
        state, *tallies, with_tables, kinds = json.loads(head)
        arrays, place = [], 0
        for kind, size in kinds:
            arrays.append(np.frombuffer(rest, kind, size, place))
            place += arrays[-1].nbytes
        summary = cls()
        summary.written, summary.capitalised, summary.headings, summary.languages = map(Counter, tallies)
        summary.with_tables = frozenset(with_tables)
        summary.places = Places.from_arrays(arrays[-2:])
        summary.lexical = LexicalIndex.from_state(state, arrays[:-2])
        return summary


def _take(counts: Counter[str], fewer: Tally) -> None:
    """Take counts away; what is left with none goes."""
    for key, count in fewer.items():
        counts[key] -= count
        if counts[key] <= 0:
            del counts[key]
