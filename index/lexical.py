"""Words of texts as terms, and BM25 over the terms of passages."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import math
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from index.language import detect_language, stop_words
from index.passages import Passage

# BM25 as in Robertson and Zaragoza 2009, with the usual constants and Lucene's idf = ln(1 + (N - n + .5) / (n + .5)).
K1 = 1.2
B = 0.75
STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian", "tr": "turkish",
}  # fmt: skip
FACTS = "facts.json"
POSSESSIVE = re.compile(r"['’]s?\b", re.IGNORECASE)
ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"\d+(?:[.,]\d+)+|[{IDEOGRAPHS}]+|[^\W_{IDEOGRAPHS}]+")


def terms(text: str, language: str) -> list[str]:
    """Return the terms of `text` in order: lower-case stems without accents; of Chinese and Japanese, pairs of signs.

    `language` is an ISO 639-1 code; where there is no stemmer for it, words stay whole.
    """
    return [term for token in _tokens(text) for term in _terms_of(token, language)]


def content_terms(text: str, language: str, stem_as: str = "") -> list[str]:
    """Return the terms of `text` less the function words of its language; "US" in capitals is not the pronoun.

    `stem_as` names the language whose stemmer is used, if not its own: that of the texts to be found.
    """
    stop = stop_words(language)
    shouted = text.isupper()
    kept = [
        token
        for token in _tokens(text)
        if token.lower() not in stop or (len(token) > 1 and token.isupper() and not shouted)
    ]
    return [term for token in kept for term in _terms_of(token, stem_as or language)]


def _tokens(text: str) -> list[str]:
    plain = ACRONYM.sub(lambda found: found[0].replace(".", ""), POSSESSIVE.sub("", unicodedata.normalize("NFC", text)))
    return TOKEN.findall(plain)


@functools.lru_cache(maxsize=100_000)
def _terms_of(token: str, language: str) -> tuple[str, ...]:
    if token[0].isdigit():
        return (token.replace(",", ""),)
    if re.match(rf"[{IDEOGRAPHS}]", token):
        return tuple(map("".join, itertools.pairwise(token))) or (token,)
    word = token.lower()
    stemmer = _stemmer(language)
    return (_without_accents(stemmer.stemWord(word) if stemmer else word),)


@functools.cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    return Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None


def _without_accents(word: str) -> str:
    """Return `word` with accents taken off Latin letters only: in other scripts they make another letter."""
    if word.isascii():
        return word
    parts = (unicodedata.normalize("NFKD", letter) for letter in word)
    return "".join(part[0] if part[0].isascii() else unicodedata.normalize("NFC", part) for part in parts)


class LexicalIndex:
    """BM25 over the passages of one corpus, and the weights of terms.

    It is derived from the passages and can be rebuilt from them at any time; `save` and `load` keep it as a cache.
    """

    def __init__(self, bm25: bm25s.BM25, document_frequency: dict[str, int], sentences: int) -> None:
        self._bm25 = bm25
        self._document_frequency = document_frequency
        self._sentences = sentences

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> LexicalIndex:
        """Return the index of `passages`; their order is the order of all scores. There is at least one."""
        tokenised, frequency, sentences = [], Counter[str](), 0
        for passage in passages:
            language = detect_language(passage.text)
            tokenised.append(terms(f"{passage.title} {passage.text}", language))
            for sentence in sentence_terms(passage):
                frequency.update(sentence)
                sentences += 1
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(tokenised, show_progress=False)
        return cls(bm25, dict(frequency), sentences)

    def scores(self, query: Iterable[str]) -> npt.NDArray[np.float32]:
        """Return for each passage its BM25 score over the most that any text could score: 0 to 1.

        A query term that no passage holds counts with the largest weight. All are 0 for an empty query.
        """
        wanted = sorted(set(query))
        if not wanted:
            return np.zeros(int(self._bm25.scores["num_docs"]), dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._bm25.get_scores(wanted)
        return scores / sum(self._passage_weight(term) for term in wanted)

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, a sentence counted as a document; largest if unknown."""
        return inverse_frequency(self._document_frequency.get(term, 0), self._sentences)

    def _passage_weight(self, term: str) -> float:
        token = self._bm25.vocab_dict.get(term)
        total = int(self._bm25.scores["num_docs"])
        pointers = self._bm25.scores["indptr"]
        return inverse_frequency(0 if token is None else int(pointers[token + 1] - pointers[token]), total)

    def knows(self, term: str) -> bool:
        """Tell whether any passage holds the term."""
        return term in self._document_frequency

    def save(self, folder: Path, digest: str) -> None:
        """Write the index as the cache of the collection with this digest, in place of any older one."""
        if folder.exists():
            shutil.rmtree(folder)
        self._bm25.save(folder, show_progress=False)
        facts = {
            "digest": digest,
            "checksum": _checksum(folder),
            "sentences": self._sentences,
            "document_frequency": self._document_frequency,
        }
        # Written last: a cache without it is not one.
        (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, digest: str) -> LexicalIndex | None:
        """Return the cached index of the collection with this digest, or None if there is none that can be read."""
        try:
            facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            if facts["digest"] != digest or facts["checksum"] != _checksum(folder):
                return None
            return cls(bm25s.BM25.load(folder), facts["document_frequency"], facts["sentences"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _checksum(folder: Path) -> str:
    """Return a digest of the files of a cache but its facts, for a damaged one may load and score nonsense."""
    files = sorted(path for path in folder.iterdir() if path.name != FACTS)
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def sentence_terms(passage: Passage) -> list[frozenset[str]]:
    """Return the set of terms of each sentence of a passage, in order."""
    language = detect_language(passage.text)
    return [frozenset(terms(passage.sentence(number), language)) for number in range(len(passage.sentences))]


def inverse_frequency(holders: int, total: int) -> float:
    """Return ln(1 + (total - holders + .5) / (holders + .5)), Lucene's idf: large for a term that few texts hold."""
    return math.log(1 + (total - holders + 0.5) / (holders + 0.5))
