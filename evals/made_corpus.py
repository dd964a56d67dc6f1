"""Make a corpus of any size, questions on it, and vectors without a network: to see what size costs, not quality."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from llama_index.core.base.embeddings.base import BaseEmbedding
from spellchecker import SpellChecker

PASSAGES_EACH = 8
# A passage then has some 700 characters, as those of the shipped articles.
SENTENCES_EACH = 7
WORDS_EACH = 17, 23
# Of a sentence's words so many are its document's own, by which documents differ.
OWN_WORDS = 0.2
OWN_VOCABULARY = 12
TOPICS = 1000, 30_000
# Of sentences so many hold a name; the commonest name stands in one of three documents, and there is no last one.
NAMED = 0.5
NAMES_EACH = 3
NAME_EXPONENT = 1.35
SYLLABLES = ["ba", "de", "fi", "go", "ka", "le", "mi", "no", "pa", "ri", "su", "ta", "ve", "zo"]
DIMENSIONS = 384
ROWS = 4096
TELLING_WORD = re.compile(r"\w{4,}")
FORMS = (
    "What did {name} do about the {one} and the {other}?",
    "Who told {name} about the {one}?",
    "When was the {one} {other} of {name}?",
    "How many {one} were in the {other}?",
    "Where is the {one} {other}?",
    "Is the {one} part of the {other}?",
    "Why did {name} leave?",
    "Who is {name}?",
    "Which documents mention {name}?",
)


class MadeEmbedding(BaseEmbedding):
    """Directions of texts from their longer words, each of which has one that is drawn by lot: a bag of words."""

    model_name: str = "made"

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this embedding."""
        return "MadeEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        rows = [zlib.crc32(word.encode()) % ROWS for word in TELLING_WORD.findall(text.lower())]
        direction = _directions()[[*rows, len(text) % ROWS]].sum(axis=0)
        vector: list[float] = (direction / np.linalg.norm(direction)).tolist()
        return vector


@cache
def _directions() -> npt.NDArray[np.float32]:
    return np.random.default_rng(0).standard_normal((ROWS, DIMENSIONS), dtype=np.float32)


def write_documents(folder: Path, passages: int, first: int = 0) -> None:
    """Write so many passages as documents of eight, of which the first has this number; each is made by its number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + -(-passages // PASSAGES_EACH)):
        (folder / f"document-{number:06}.txt").write_text(document(number), encoding="utf-8")


def document(number: int) -> str:
    """Return the text of the document with this number: words as common as in English, and names as in news."""
    lot = np.random.default_rng(number)
    words, shares = _vocabulary()
    own = [words[place] for place in lot.integers(*TOPICS, OWN_VOCABULARY)]
    names = [_name(int(rank)) for rank in lot.zipf(NAME_EXPONENT, NAMES_EACH) % 2**31]
    paragraphs = (" ".join(_sentences(lot, words, shares, own, names)) for _ in range(PASSAGES_EACH))
    return "\n\n".join(paragraphs) + "\n"


def _sentences(
    lot: np.random.Generator, words: Sequence[str], shares: npt.NDArray[np.float64], own: Sequence[str],
    names: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    for _ in range(SENTENCES_EACH):
        drawn = np.searchsorted(shares, lot.random(int(lot.integers(*WORDS_EACH))))
        said = [words[place] for place in drawn]
        for place in np.flatnonzero(lot.random(len(said)) < OWN_WORDS):
            said[place] = str(lot.choice(own))
        if lot.random() < NAMED:
            said[int(lot.integers(1, len(said)))] = str(lot.choice(names))
        yield f"{said[0].capitalize()} {' '.join(said[1:])}."


@cache
def _vocabulary() -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return English words, the commonest first, and which share of all words those up to each make."""
    counts = SpellChecker(language="en").word_frequency.dictionary
    words = sorted((word for word in counts if word.isalpha()), key=lambda word: (-counts[word], word))
    shares = np.cumsum([counts[word] for word in words], dtype=np.float64)
    return words, shares / shares[-1]


def _name(rank: int) -> str:
    syllables = []
    rank += len(SYLLABLES) ** 2
    while rank:
        rank, place = divmod(rank, len(SYLLABLES))
        syllables.append(SYLLABLES[place])
    return "".join(syllables).capitalize()


def questions(passages: int, count: int) -> list[str]:
    """Return questions in the words of documents of a corpus of so many passages."""
    lot = np.random.default_rng(passages)
    asked = []
    for number in range(count):
        text = document(int(lot.integers(-(-passages // PASSAGES_EACH))))
        name = str(lot.choice(re.findall(r"(?<=[a-z] )[A-Z]\w+", text)))
        one, other = lot.choice(list(re.findall(r"\b[a-z]{6,}\b", text)), 2)
        asked.append(FORMS[number % len(FORMS)].format(name=name, one=one, other=other))
    return asked
