"""Count tokens with tiktoken, offline."""

from __future__ import annotations

import functools
import os
from importlib.resources import files

import tiktoken

ENCODING = "o200k_base"
CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"


@functools.cache
def _encoding() -> tiktoken.Encoding:
    # tiktoken fetches its vocabulary from the network; LlamaIndex ships the file, under the name tiktoken looks for.
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(files("llama_index.core") / "_static" / "tiktoken_cache")
    try:
        return tiktoken.get_encoding(ENCODING)
    finally:
        if before is None:
            del os.environ[CACHE_VARIABLE]
        else:
            os.environ[CACHE_VARIABLE] = before


def count_tokens(text: str) -> int:
    """Return the number of tokens of `text` in the o200k_base vocabulary; special tokens count as plain text."""
    return len(_encoding().encode_ordinary(text))
