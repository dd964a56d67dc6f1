"""A document with its passages as the store holds it: each text that is embedded goes by a digest of itself."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.documents import Document
from index.manifest import Current
from index.passages import Passage, PassageParser
from index.reading import blocks

KINDS = DOCUMENTS, PASSAGES = "documents", "passages"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document, how many blocks it has, its passages in order, their rows, and digests of their sentences' texts."""

    document: Document
    blocks: int
    passages: tuple[Passage, ...]
    passage_rows: tuple[str, ...]
    sentence_digests: tuple[tuple[str, ...], ...]

    @classmethod
    def cut(cls, document: Document, parser: PassageParser) -> Self:
        """Return the document with the passages that `parser` cuts it into."""
        found = blocks(document.text, document.name)
        passages = tuple(parser.passages(document, found))
        rows = tuple(_row(passage) for passage in passages)
        parts = tuple(tuple(map(text_digest, passage.embedded_sentences())) for passage in passages)
        return cls(document, len(found), passages, rows, parts)

    @property
    def current(self) -> Current:
        """What a manifest says of it."""
        text = text_digest(self.document.text)
        return Current(
            self.document.version, text, self.blocks, len(self.passages), sum(map(len, self.sentence_digests))
        )

    def to_metadata(self) -> dict[str, str]:
        """Return all but the name as metadata of a Chroma row, what is long in it packed.

        As a document of Chroma's the text would be stored three times, once cut into its trigrams to be searched there.
        """
        document = self.document
        rows = zip(self.passages, self.passage_rows, self.sentence_digests, strict=True)
        return {
            "title": document.title,
            "published": str(document.published or ""),
            "author": document.author,
            "publisher": document.publisher,
            "blocks": str(self.blocks),
            "text": _packed(document.text),
            "passages": _packed(
                json.dumps([{**passage.to_record(), "row": row, "digests": digests} for passage, row, digests in rows])
            ),
        }

    @classmethod
    def from_metadata(cls, name: str, metadata: Mapping[str, Any]) -> Self:
        """Return the document of a row with the metadata that `to_metadata` made, under this name."""
        text = _unpacked(metadata["text"])
        published = date.fromisoformat(metadata["published"]) if metadata["published"] else None
        document = Document(name, text, metadata["title"], published, metadata["author"], metadata["publisher"])
        records = json.loads(_unpacked(metadata["passages"]))
        return cls(
            document,
            int(metadata["blocks"]),
            tuple(Passage.from_record(record, document) for record in records),
            tuple(record["row"] for record in records),
            tuple(tuple(record["digests"]) for record in records),
        )


def packed_vectors(vectors: npt.NDArray[np.float32]) -> str:
    """Return vectors as a text for a row; with 16 bits a number a cosine stays within a hundred thousandth."""
    return base64.b64encode(vectors.astype(np.float16).tobytes()).decode("ascii")


def unpacked_vectors(packed: str, dimensions: int) -> npt.NDArray[np.float32]:
    """Return the vectors that `packed_vectors` packed."""
    return np.frombuffer(base64.b64decode(packed), dtype=np.float16).reshape(-1, dimensions).astype(np.float32)


def _row(passage: Passage) -> str:
    """Return the id of the row of a passage: a digest of all that is embedded for it."""
    return text_digest("\0".join((passage.embedded_text, *passage.embedded_sentences())))


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


def _unpacked(packed: str) -> str:
    return zlib.decompress(base64.b64decode(packed)).decode()


def text_digest(text: str) -> str:
    """Return what tells whether a text has been embedded before: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
