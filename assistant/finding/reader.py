"""Read a question and a sentence together, word by word, and tell how well the one answers the other."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from assistant.errors import ReaderError
from assistant.finding.ranking import RankedSentence
from assistant.words.languages import english

FOLDER = Path(__file__).parents[1] / "weights"
LANGUAGE = "en"
# In tokens; a question with a title and a sentence of news seldom has 100. Longer texts are cut at their end.
LONGEST_PAIR = 160
# Each reads a text of its own: four texts take 5.5 ms in two threads, 12.4 ms if both threads share each text.
THREADS = 2


class Reader:
    """A cross-encoder for English: all-MiniLM-L6-v2 fine-tuned on the training half of SQuAD 1.1, in 8 bits.

    It runs on the CPU and may be used from several threads. Raises ReaderError if its files are missing.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        tokenizer, weights = folder / "tokenizer.json", folder / "reader.onnx"
        for file in (tokenizer, weights):
            if not file.is_file():
                raise ReaderError(f"There is no {file}, which reads questions. Get it back with: git checkout {file}")
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(LONGEST_PAIR)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        self._threads = ThreadPoolExecutor(THREADS, "reader")

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text, in order, the log odds that it answers the question, as far as the training goes."""
        # Half a surrogate pair is no character.
        asked = question.encode("utf-8", "replace").decode("utf-8")
        pairs = self._tokenizer.encode_batch([(asked, text) for text in texts])
        return list(self._threads.map(self._logit, pairs))

    def _logit(self, pair: Encoding) -> float:
        # One at a time: products in 8 bits share one scale in a batch, so what is read beside a text would move its
        # logit by up to .75 (.2 on average).
        (logits,) = self._session.run(
            ["score"],
            {
                "ids": np.array([pair.ids], dtype=np.int64),
                "types": np.array([pair.type_ids], dtype=np.int64),
                "mask": np.array([pair.attention_mask], dtype=np.int64),
            },
        )
        return float(logits[0])


@functools.cache
def the_reader() -> Reader:
    """Return the one reader of this process, which takes a tenth of a second to load."""
    return Reader()


def text_to_read(sentence: RankedSentence) -> str:
    """Return a sentence as the reader was trained on them: behind its headings and what it leans on."""
    passage, number = sentence.passage, sentence.number
    needed = number > 0 and english("grammar.opens_with_pronoun").match(sentence.text)
    before = f"{passage.readable(number - 1)} " if needed else ""
    return f"{passage.heading}: {before}{passage.in_context(number)}"
