"""Cut a question and a passage into the tokens of multilingual-e5-small, and know where each token stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer, decoders, models, pre_tokenizers

from evals.training.weights import Pieces

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
LONGEST_QUESTION = 64
# Begin, end of the question twice (as XLM-RoBERTa was trained on pairs), end of the passage.
MARKS = 4
LONGEST_PAIR = 320
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage as the network reads them.

    `types` is 1 for the passage's tokens and 0 for all others; `starts` and `ends` say where a token stands in the
    passage (characters), both 0 for a token that is not the passage's.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last token of passage[start:end], or None if they were cut off."""
        inside = np.flatnonzero((self.types == 1) & (self.ends > start) & (self.starts < end))
        whole = len(inside) > 0 and self.starts[inside[0]] <= start and end <= self.ends[inside[-1]]
        return (int(inside[0]), int(inside[-1])) if whole else None


class PairTokenizer:
    """Cuts pairs: `<s> question </s></s> passage </s>`; may be used from several threads."""

    def __init__(self, pieces: Pieces) -> None:
        vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
        self._tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNKNOWN, byte_fallback=False))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
        self._tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
        self._replacements = pieces.replacements
        replaced = "".join(re.escape(chr(point)) for point in pieces.replacements)
        self._unusual = re.compile(rf"[{replaced}]|\s\s|^\s|\s$|[^\S ]")

    def pairs(self, asked: Iterable[tuple[str, str]]) -> list[Pair]:
        """Return pairs of (question, passage) in order; a passage that is too long is cut at its end."""
        texts = [self._normalised(text) for pair in asked for text in pair]
        found = self._tokenizer.encode_batch([text for text, _ in texts], add_special_tokens=False)
        return [
            _pair(question, passage, origins)
            for question, passage, (_, origins) in zip(found[::2], found[1::2], texts[1::2], strict=True)
        ]

    def _normalised(self, text: str) -> tuple[str, NDArray[np.int64] | None]:
        """Return the text as it is cut, and where each of its characters came from (None: the same place)."""
        if not self._unusual.search(text):
            return text, None
        characters: list[str] = []
        origins: list[int] = []
        for position, character in enumerate(text):
            for other in self._replacements.get(ord(character), character):
                blank = other.isspace()
                if not blank or (characters and characters[-1] != " "):
                    characters.append(" " if blank else other)
                    origins.append(position)
        if characters and characters[-1] == " ":
            del characters[-1], origins[-1]
        return "".join(characters), np.array([*origins, len(text)], dtype=np.int64)


def _pair(question: Encoding, passage: Encoding, origins: NDArray[np.int64] | None) -> Pair:
    asked = question.ids[:LONGEST_QUESTION]
    room = LONGEST_PAIR - MARKS - len(asked)
    read = passage.ids[:room]
    places = np.array(passage.offsets[:room], dtype=np.int64).reshape(-1, 2)
    if origins is not None:
        # A token's end is that of the character its last one came from.
        places = np.stack([origins[places[:, 0]], origins[np.maximum(places[:, 1] - 1, 0)] + 1], axis=1)
    first = len(asked) + MARKS - 1
    size = first + len(read) + 1
    types, starts, ends = (np.zeros(size, dtype=np.int64) for _ in range(3))
    types[first:-1] = 1
    starts[first:-1], ends[first:-1] = places[:, 0], places[:, 1]
    return Pair(np.array([BEGIN, *asked, END, END, *read, END], dtype=np.int64), types, starts, ends)
