"""An embedding model behind the OpenAI-compatible protocol as a LlamaIndex embedding, measured before it is used."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import PrivateAttr

from index.endpoints import EMBEDDING_PREFIX, Endpoint
from index.errors import EmbeddingError, build_command
from index.measured_embedding import MeasuredEmbedding

Vectors = npt.NDArray[np.float32]

# A question waits for its vector, so it is asked for once; a build has time to wait for a busy server.
QUERY_TIMEOUT_SECONDS = 10.0
BATCH_TIMEOUT_SECONDS = 60.0
BATCH_ATTEMPTS = 3
# Some servers take no more in one request.
TEXTS_PER_BATCH = 64
# The protocol forbids an empty text.
NOTHING = "-"
# No key at all would make the client take that of OPENAI_API_KEY, which is another server's.
NO_KEY = "none"


class RemoteEmbedding(MeasuredEmbedding):
    """A LlamaIndex embedding that asks a server; vectors are scaled to length 1.

    Questions and texts are embedded alike. `model_name` is what a store remembers. Raises EmbeddingError, with no key
    in its message, if the server does not answer, or answers with something else than vectors. It may be used from
    several threads.
    """

    embed_batch_size: int = TEXTS_PER_BATCH
    _endpoint: Endpoint = PrivateAttr()
    _query: Any = PrivateAttr()
    _batch: Any = PrivateAttr()
    _dimensions: int = PrivateAttr(default=0)

    def __init__(self, endpoint: Endpoint, **fields: Any) -> None:
        super().__init__(**{"model_name": f"{EMBEDDING_PREFIX}{endpoint.model}"} | fields)
        self._endpoint = endpoint
        self._query = _client(endpoint, QUERY_TIMEOUT_SECONDS, attempts=1)
        self._batch = _client(endpoint, BATCH_TIMEOUT_SECONDS, attempts=BATCH_ATTEMPTS)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "RemoteEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors(self._query, [query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._vectors(self._query, [text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors(self._batch, texts)

    def _vectors(self, client: Any, texts: list[str]) -> list[list[float]]:
        import httpx
        import openai

        try:
            found = client.get_text_embedding_batch([text if text.strip() else NOTHING for text in texts])
            vectors = np.asarray(found, dtype=np.float32)
        # A cause would show the request with its key, or what the server says of it.
        except openai.AuthenticationError:
            raise self._error("refused the key. Set ASSISTANT_EMBEDDING_KEY") from None
        except openai.RateLimitError:
            raise self._error("is busy, or its quota is used up. Try again later") from None
        except openai.APIStatusError as error:
            raise self._error(f"refused the request ({error.status_code}). Check ASSISTANT_EMBEDDING") from None
        except (openai.APIConnectionError, httpx.HTTPError, OSError):
            raise self._error("does not answer. Is it running, and is ASSISTANT_EMBEDDING_URL right?") from None
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError):
            raise self._error("does not answer with vectors. Check ASSISTANT_EMBEDDING_URL") from None
        checked: list[list[float]] = self._checked(vectors, len(texts)).tolist()
        return checked

    def _checked(self, vectors: Vectors, texts: int) -> Vectors:
        """Return vectors at length 1; raises EmbeddingError unless each text has one, as long as those before."""
        if vectors.ndim != 2 or len(vectors) != texts or not vectors.size:
            raise self._error("does not answer with a vector for each text. Check ASSISTANT_EMBEDDING")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise self._error("answers with a vector that has no direction. Check ASSISTANT_EMBEDDING")
        self._dimensions = self._dimensions or vectors.shape[1]
        if vectors.shape[1] != self._dimensions:
            raise self._error(
                f"has changed: its vectors had {self._dimensions} dimensions, and have {vectors.shape[1]}. Build the "
                f"index again with: {build_command(None, None, '--rebuild')}"
            )
        scaled: Vectors = vectors / lengths
        return scaled

    def _error(self, words: str) -> EmbeddingError:
        return EmbeddingError(
            f"The embedding {self._endpoint.model} at {self._endpoint.url} {words}.".replace("?.", "?")
        )


def _client(endpoint: Endpoint, timeout_seconds: float, *, attempts: int) -> Any:
    # The import takes a second, which nobody needs who embeds on this machine.
    import httpx
    from llama_index.embeddings.openai import OpenAIEmbedding

    return OpenAIEmbedding(
        model_name=endpoint.model,
        api_base=endpoint.url,
        api_key=endpoint.key or NO_KEY,
        timeout=timeout_seconds,
        max_retries=attempts - 1,
        embed_batch_size=TEXTS_PER_BATCH,
        # Proxies of the environment are not for a server whose address was given.
        http_client=httpx.Client(trust_env=False, timeout=timeout_seconds),
    )
