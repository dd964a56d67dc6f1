"""The local embedding on a Ray cluster: its processors share the texts of a build, and a lost one costs a retry."""

from __future__ import annotations

import functools
import logging
import os
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding import LocalEmbedding
from index.errors import EmbeddingError

# Half a second of one processor: much more than it costs to send them.
TEXTS_PER_TASK = 32
# As many as a store is given together: more processors than this feeds would wait for Chroma.
TEXTS_AT_ONCE = 1024
# Beside the first try, for each task; a machine that is taken away may take several workers with it.
RETRIES = 5


class RayEmbedding(LocalEmbedding):
    """The local embedding, whose vectors of texts a Ray cluster makes; they are the same to the bit on like processors.

    Questions are embedded here. Raises EmbeddingError if Ray is not installed, does not answer at the address ("auto":
    the cluster of this machine), or has lost a task too often. Its machines need this package, in the same version.
    """

    embed_batch_size: int = TEXTS_AT_ONCE
    _ray: Any = PrivateAttr()
    _task: Any = PrivateAttr()

    def __init__(self, address: str) -> None:
        super().__init__()
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        try:
            import ray  # Only who has a cluster needs it.
        except ImportError:
            raise EmbeddingError("Ray is not installed. Run: pip install -r requirements-scale.txt") from None
        try:
            ray.init(address, log_to_driver=False, logging_level=logging.WARNING)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise EmbeddingError(
                f"No Ray cluster answers at {address} ({error}). Start one (ray start --head) or correct the address."
            ) from error
        self._ray = ray
        self._task = ray.remote(max_retries=RETRIES, num_cpus=1, scheduling_strategy="SPREAD")(embedded)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "RayEmbedding"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        parts = [texts[start : start + TEXTS_PER_TASK] for start in range(0, len(texts), TEXTS_PER_TASK)]
        try:
            made: list[list[list[float]]] = self._ray.get([self._task.remote(part) for part in parts])
        except self._ray.exceptions.RayError as error:
            raise EmbeddingError(f"The Ray cluster has lost what was to be embedded ({error}). Try again.") from error
        return [vector for part in made for vector in part]

    def close(self) -> None:
        """Leave the cluster."""
        self._ray.shutdown()


def embedded(texts: list[str]) -> list[list[float]]:
    """Return the vectors of texts, on one processor; the network is loaded once a worker."""
    return [_local().get_text_embedding(text) for text in texts]


@functools.cache
def _local() -> BaseEmbedding:
    return LocalEmbedding()
