"""Any LlamaIndex embedding, made fit for our search: vectors of length 1, on a scale that has been measured."""

from __future__ import annotations

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding import LocalEmbedding
from index.endpoints import Endpoint
from index.errors import EmbeddingError
from index.measured_embedding import MeasuredEmbedding
from index.remote_embedding import RemoteEmbedding

# What LlamaIndex calls an embedding that does not say which model it is.
NAMELESS = "unknown"


class GivenEmbedding(MeasuredEmbedding):
    """A LlamaIndex embedding that asks another, whose model it names, and scales its vectors to length 1.

    Raises EmbeddingError for a vector that has no direction, or if the other cannot tell an answer from another text.
    It may be used from several threads if the other may.
    """

    _given: BaseEmbedding = PrivateAttr()

    def __init__(self, given: BaseEmbedding) -> None:
        name = given.class_name() if given.model_name == NAMELESS else given.model_name
        super().__init__(model_name=name, embed_batch_size=given.embed_batch_size)
        self._given = given

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "GivenEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._scaled([self._given.get_query_embedding(query)])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._scaled([await self._given.aget_query_embedding(query)])[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._scaled(self._given.get_text_embedding_batch(texts))

    def _scaled(self, vectors: list[list[float]]) -> list[list[float]]:
        array = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(array, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise EmbeddingError(f"The embedding {self.model_name} gave a vector that has no direction. Use another.")
        scaled: list[list[float]] = (array / lengths).tolist()
        return scaled


def open_embedding(wanted: Endpoint | BaseEmbedding | None) -> BaseEmbedding:
    """Return the embedding to search with: the local one, unless a server's or any other is wanted."""
    if wanted is None or isinstance(wanted, LocalEmbedding | RemoteEmbedding | GivenEmbedding):
        return wanted or LocalEmbedding()
    return RemoteEmbedding(wanted) if isinstance(wanted, Endpoint) else GivenEmbedding(wanted)
