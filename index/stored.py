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

from index.documents import Document
from index.manifest import Current
from index.passages import Passage, PassageParser
from index.reading import blocks

KINDS = DOCUMENTS, PASSAGES, SENTENCES = "documents", "passages", "sentences"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document, how many blocks it has, its passages in order, and the rows of their vectors and their sentences'."""

    document: Document
    blocks: int
    passages: tuple[Passage, ...]
    passage_rows: tuple[str, ...]
    sentence_rows: tuple[tuple[str, ...], ...]

    @classmethod
    def cut(cls, document: Document, parser: PassageParser) -> Self:
        """Return the document with the passages that `parser` cuts it into."""
        found = blocks(document.text, document.name)
        passages = tuple(parser.passages(document, found))
        whole = tuple(text_digest(passage.embedded_text) for passage in passages)
        parts = tuple(tuple(map(text_digest, passage.embedded_sentences())) for passage in passages)
        return cls(document, len(found), passages, whole, parts)

    @property
    def current(self) -> Current:
        """What a manifest says of it."""
        text = text_digest(self.document.text)
        return Current(self.document.version, text, self.blocks, len(self.passages), sum(map(len, self.sentence_rows)))

    def rows(self, kind: str) -> set[str]:
        """Return the ids of the rows of its passages or of its sentences."""
        return set(self.passage_rows) if kind == PASSAGES else {row for rows in self.sentence_rows for row in rows}

    def to_metadata(self) -> dict[str, str]:
        """Return all but the name as metadata of a Chroma row, what is long in it packed.

        As a document of Chroma's the text would be stored three times, once cut into its trigrams to be searched there.
        """
        document = self.document
        rows = zip(self.passages, self.passage_rows, self.sentence_rows, strict=True)
        return {
            "title": document.title,
            "published": str(document.published or ""),
            "author": document.author,
            "publisher": document.publisher,
            "blocks": str(self.blocks),
            "text": _packed(document.text),
            "passages": _packed(
                json.dumps(
                    [{**passage.to_record(), "row": row, "sentence_rows": parts} for passage, row, parts in rows]
                )
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
            tuple(tuple(record["sentence_rows"]) for record in records),
        )


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


def _unpacked(packed: str) -> str:
    return zlib.decompress(base64.b64decode(packed)).decode()


def text_digest(text: str) -> str:
    """Return what tells whether a text has been embedded before: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
