"""Cut text into the tokens of multilingual-e5-small, and know where each token stands in the text."""

from __future__ import annotations

import functools
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.weights import Pieces

# Stands for a blank, and opens every text and word.
BLANK = "▁"
WORD = re.compile(f"{BLANK}?[^{BLANK}]+|{BLANK}")
BLANKS = re.compile(" {2,}")
# A character of no piece costs so much more than the least likely piece (as in SentencePiece).
UNKNOWN_COSTS = 10.0
# Words come again, and are cut once; a run of text without blanks seldom does, and may be long.
LONGEST_REMEMBERED = 24
WORDS_REMEMBERED = 20_000
OPENINGS_REMEMBERED = 50_000
# More than any code point.
POINT_BITS = 21


@dataclass(frozen=True, slots=True)
class Token:
    """A token's id, and the span of the text that it was cut from; a blank before a word belongs to its token."""

    id: int
    start: int
    end: int


class Tokenizer:
    """Cuts texts as the network was trained (SentencePiece's Unigram, after NFKC); may be used from several threads.

    No piece has a blank but at its start, so the likeliest cut of a text is that of its words. Of the 250,000 pieces
    those that a text needs are taken up as it needs them: libraries for this hold all, in 60 MB (sentencepiece) or
    250 MB (tokenizers), and take half a second to load.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._scores = array("f", pieces.scores.tobytes())
        self._unknown_score = min(self._scores) - UNKNOWN_COSTS
        openings = _openings(pieces)
        self._order = np.argsort(openings).astype(np.int32)
        self._openings = openings[self._order]
        self._cut_word = functools.lru_cache(WORDS_REMEMBERED)(self._cut)
        self._beginning = functools.lru_cache(OPENINGS_REMEMBERED)(self._pieces_beginning)

    def ids(self, text: str) -> list[int]:
        """Return the tokens of a text, without opening and closing token."""
        return [token for token, _ in self._tokens(BLANKS.sub(" ", text.translate(self._pieces.replaced)))]

    def tokens(self, text: str) -> list[Token]:
        """Return the same tokens with their places in the text."""
        characters, origins = self._normalised(text)
        # A blank is put before a text that has none; it stands nowhere.
        starts = origins if characters.startswith(" ") else [0, *origins]
        ends = [origin + 1 for origin in origins] if starts is origins else [0, *(origin + 1 for origin in origins)]
        tokens, position = [], 0
        for token, length in self._tokens(characters):
            tokens.append(Token(token, starts[position], ends[position + length - 1]))
            position += length
        return tokens

    def _normalised(self, text: str) -> tuple[str, list[int]]:
        """Return the text as it is cut, and the position in `text` of what each of its characters came from."""
        characters: list[str] = []
        origins: list[int] = []
        for position, character in enumerate(text):
            for other in self._pieces.replaced.get(ord(character), character):
                if other != " " or characters[-1:] != [" "]:
                    characters.append(other)
                    origins.append(position)
        return "".join(characters), origins

    def _tokens(self, characters: str) -> Iterator[tuple[int, int]]:
        marked = characters.replace(" ", BLANK)
        for word in WORD.findall(marked if characters.startswith(" ") else BLANK + marked):
            yield from (self._cut_word if len(word) <= LONGEST_REMEMBERED else self._cut)(word)

    def _cut(self, word: str) -> list[tuple[int, int]]:
        """Return the likeliest pieces of a word, each with its length in characters (Viterbi's algorithm)."""
        best = [0.0] + [float("-inf")] * len(word)
        last = [(self._pieces.unknown, 1)] * (len(word) + 1)
        for start in range(len(word)):
            for opening in (word[start], word[start : start + 2]):
                beginning, lengths = self._beginning(opening)
                for length in lengths:
                    token = beginning.get(word[start : start + length])
                    # At the end of a word a slice is shorter than its length: a piece of which there is no more.
                    if token is None or start + length > len(word):
                        continue
                    if best[start] + self._scores[token] > best[start + length]:
                        best[start + length] = best[start] + self._scores[token]
                        last[start + length] = (token, length)
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1] = best[start] + self._unknown_score
                last[start + 1] = (self._pieces.unknown, 1)
        pieces, end = [], len(word)
        while end:
            pieces.append(last[end])
            end -= last[end][1]
        return pieces[::-1]

    def _pieces_beginning(self, opening: str) -> tuple[dict[str, int], list[int]]:
        """Return the tokens of the pieces that begin with two characters, or are one, and the lengths of the pieces."""
        text, starts = self._pieces.text, self._pieces.starts
        key = _opening(*map(ord, opening))
        first, last = np.searchsorted(self._openings, [key, key + 1])
        tokens = [token for token in self._order[first:last].tolist() if token != self._pieces.unknown]
        pieces = {text[starts[token] : starts[token + 1]]: token for token in tokens}
        return pieces, sorted(set(map(len, pieces)))


def _opening(first: int, second: int = 0) -> int:
    return first << POINT_BITS | second


def _openings(pieces: Pieces) -> npt.NDArray[np.int64]:
    """Return for each piece a number that stands for its first two characters."""
    points = np.frombuffer((pieces.text + "\0").encode("utf-32-le"), "<u4").astype(np.int64)
    starts = pieces.starts[:-1]
    second = np.where(np.diff(pieces.starts) > 1, points[starts + 1], 0)
    return points[starts] << POINT_BITS | second
