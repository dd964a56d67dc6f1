"""Words of texts as terms, and BM25 over the terms of passages."""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import Stemmer

from index.language import detect_language, stop_words
from index.passages import Passage
from index.sentences import Span
from index.time_limit import check_time

Integers = npt.NDArray[np.int32]
# BM25 as in Robertson and Zaragoza 2009, with the usual constants and Lucene's idf = ln(1 + (N - n + .5) / (n + .5)).
K1 = 1.2
B = 0.75
# Slots of documents that are gone stay until they are more than half of all.
LEAST_ALIVE = 0.5
# A document is stuffed if more than half of its sentences, and three at least, repeat two words or more of a question,
# of this weight among all its words. None of 1,275 honest questions (XQuAD 1-24, SQuAD 2.0 dev, our own) finds one.
FEWEST_REPEATS = 3
STUFFED = 0.75
STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian", "tr": "turkish",
}  # fmt: skip
POSSESSIVE = re.compile(r"['’]s?\b", re.IGNORECASE)
ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# The scripts that have capitals: Latin, Greek, Cyrillic, Armenian.
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x590))))
MARKS = "\u0591-\u05c7\u064b-\u0652"
WORD = re.compile(rf"[^\W\d_]+(?:[^\W\d_]+|[{MARKS}]|['’׳](?=[^\W\d_])|(?<=[גדזצץת])['׳])*")
# A capital after a word, and not after the end of a sentence, opens a name.
NAME = re.compile(rf"(?:(?<=[\w,;)] )|(?<=\w-))[{CAPITALS}](?:[^\W\d_]|['’](?=[^\W\d_]{{2}}))+")
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


def places_of(wanted: Container[str], text: str, language: str) -> list[Span]:
    """Return where the words of `text` stand whose terms are wanted, in order; no two overlap."""
    spans: list[Span] = []
    for word in TOKEN.finditer(text):
        found = _terms_of(word[0], language)
        size = 2 if len(found) > 1 else len(word[0])
        for start, term in enumerate(found, word.start()):
            if term not in wanted:
                continue
            # Pairs of signs share one.
            before = spans.pop().start if spans and spans[-1].end > start else start
            spans.append(Span(before, start + size))
    return spans


def _tokens(text: str) -> list[str]:
    check_time()
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


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """How often each term stands in the passages of one document, and in how many of its sentences.

    Term i stands in the passages `places[bounds[i]:bounds[i + 1]]`, in each as often as `counts` says there, and in
    `in_sentences[i]` of the `sentences`. `lengths` are the terms of each passage, `language` is that of the document.
    """

    language: str
    terms: tuple[str, ...]
    bounds: Integers
    places: Integers
    counts: Integers
    in_sentences: Integers
    lengths: Integers
    sentences: int

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        arrays = (self.bounds, self.places, self.counts, self.in_sentences, self.lengths)
        header = [self.language, self.sentences, self.terms, [len(array) for array in arrays]]
        return b"\n".join((json.dumps(header).encode(), b"".join(array.tobytes() for array in arrays)))

    @classmethod
    def from_bytes(cls, data: bytes) -> DocumentTerms:
        """Return the terms that `to_bytes` wrote; raises ValueError if they are something else."""
        header, _, rest = data.partition(b"\n")
        language, sentences, held, sizes = json.loads(header)
        bounds, places, counts, in_sentences, lengths = np.split(
            np.frombuffer(rest, dtype=np.int32), np.cumsum(sizes)[:-1]
        )
        return cls(language, tuple(held), bounds, places, counts, in_sentences, lengths, sentences)


def count_terms(passages: Sequence[Passage], language: str) -> DocumentTerms:
    """Return the terms of the passages of one document in this language; a passage is counted with its headings."""
    postings: dict[str, list[tuple[int, int]]] = {}
    lengths, in_sentences, sentences = [], Counter[str](), 0
    for place, passage in enumerate(passages):
        whole = terms(f"{passage.heading} {passage.words}", detect_language(passage.text))
        lengths.append(len(whole))
        for term, count in Counter(whole).items():
            postings.setdefault(term, []).append((place, count))
        for own, above in zip(sentence_terms(passage), context_terms(passage), strict=True):
            in_sentences.update(own | above)
            sentences += 1
    held = tuple({**postings, **in_sentences})
    found = [postings.get(term, []) for term in held]
    pairs = np.array([pair for pairs in found for pair in pairs], dtype=np.int32).reshape(-1, 2)
    return DocumentTerms(
        language=language,
        terms=held,
        bounds=np.cumsum([0, *map(len, found)], dtype=np.int32),
        places=pairs[:, 0].copy(),
        counts=pairs[:, 1].copy(),
        in_sentences=np.array([in_sentences[term] for term in held], dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int32),
        sentences=sentences,
    )


class _Postings(NamedTuple):
    """Terms, and the slots of the passages that hold them: term i those between `bounds[i]` and `bounds[i + 1]`."""

    numbers: dict[str, int]
    bounds: Integers
    slots: Integers
    counts: Integers


class LexicalIndex:
    """BM25 over the passages of some documents, and the weights of terms.

    A passage has a slot as long as its document stays. The postings lie in a few parts, each at least twice as large as
    the next, so that another document costs little however many there are (O'Neil et al. 1996, log-structured merge).
    """

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._parts: list[_Postings] = []
        self._holders: dict[str, int] = {}
        self._in_sentences: dict[str, int] = {}
        self._lengths: Integers = np.zeros(0, dtype=np.int32)
        self._passages: dict[str, int] = {}
        self._sentences_of: dict[str, int] = {}
        self._names: list[str] = []
        self._order: Integers = np.zeros(0, dtype=np.int32)
        self._owners: Integers = np.zeros(0, dtype=np.int32)
        self._sizes: Integers = np.zeros(0, dtype=np.int32)
        self._sentences = 0
        self._average = 1.0

    @property
    def is_sparse(self) -> bool:
        """Whether most slots are of documents that are gone: an index made anew would be much smaller."""
        return len(self._order) < len(self._lengths) * LEAST_ALIVE

    def with_changes(
        self, gone: Mapping[str, DocumentTerms], new: Mapping[str, DocumentTerms], names: Sequence[str]
    ) -> LexicalIndex:
        """Return the index without the documents `gone` and with the `new`; one that has changed is in both.

        `names` are all documents then, in the order of all scores. This index stays as it is.
        """
        other = copy(self)
        other._first = {name: first for name, first in self._first.items() if name not in gone}
        other._passages = {name: size for name, size in self._passages.items() if name not in gone}
        other._sentences_of = {name: size for name, size in self._sentences_of.items() if name not in gone}
        other._holders, other._in_sentences = dict(self._holders), dict(self._in_sentences)
        for document in gone.values():
            other._count(document, -1)
        other._add(new)
        other._put_in_order(names)
        return other

    def _put_in_order(self, names: Sequence[str]) -> None:
        """Note the documents, in order, and what follows from that."""
        sizes = np.array([self._passages[name] for name in names], dtype=np.int64)
        first = np.array([self._first[name] for name in names], dtype=np.int64)
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self._names = list(names)
        self._order = (np.repeat(first, sizes) + within).astype(np.int32)
        # By slot, the place of the document that it is of, what is gone being of none; by place, its sentences.
        self._owners = np.full(len(self._lengths), len(names), dtype=np.int32)
        self._owners[self._order] = np.repeat(np.arange(len(names)), sizes)
        self._sizes = np.array([self._sentences_of[name] for name in names], dtype=np.int32)
        self._sentences = int(self._sizes.sum())
        self._average = float(self._lengths[self._order].mean()) if len(self._order) else 1.0

    def first_slot(self, name: str) -> int:
        """Return the slot of the first passage of a document; those of the others follow."""
        return self._first[name]

    def numbers(self) -> Integers:
        """Return for each slot the number of its passage, in the order of all scores; -1 if that is gone."""
        numbers = np.full(len(self._lengths), -1, dtype=np.int32)
        numbers[self._order] = np.arange(len(self._order), dtype=np.int32)
        return numbers

    def to_state(self) -> tuple[dict[str, Any], list[npt.NDArray[Any]]]:
        """Return what `from_state` takes: values for JSON, and arrays."""
        state = {
            "names": self._names, "first": self._first, "passages": self._passages,
            "sentences_of": self._sentences_of, "holders": self._holders,
            "in_sentences": self._in_sentences, "parts": [list(part.numbers) for part in self._parts],
        }  # fmt: skip
        arrays = [array for part in self._parts for array in (part.bounds, part.slots, part.counts)]
        return state, [self._lengths, *arrays]

    @classmethod
    def from_state(cls, state: Mapping[str, Any], arrays: Sequence[npt.NDArray[Any]]) -> LexicalIndex:
        """Return the index that `to_state` described."""
        index = cls()
        index._first, index._passages, index._sentences_of = state["first"], state["passages"], state["sentences_of"]
        index._holders, index._in_sentences = state["holders"], state["in_sentences"]
        index._lengths, *rest = arrays
        index._parts = [
            _Postings({term: number for number, term in enumerate(held)}, *rest[3 * place : 3 * place + 3])
            for place, held in enumerate(state["parts"])
        ]
        index._put_in_order(state["names"])
        return index

    def _count(self, document: DocumentTerms, sign: int) -> None:
        for term, holders, sentences in zip(
            document.terms, np.diff(document.bounds).tolist(), document.in_sentences.tolist(), strict=True
        ):
            self._holders[term] = self._holders.get(term, 0) + sign * holders
            self._in_sentences[term] = self._in_sentences.get(term, 0) + sign * sentences

    def _add(self, documents: Mapping[str, DocumentTerms]) -> None:
        slot = len(self._lengths)
        parts = []
        for name, document in documents.items():
            self._first[name], self._passages[name] = slot, len(document.lengths)
            self._sentences_of[name] = document.sentences
            self._count(document, 1)
            numbers = {term: number for number, term in enumerate(document.terms)}
            parts.append(_Postings(numbers, document.bounds, document.places + slot, document.counts))
            slot += len(document.lengths)
        self._lengths = np.concatenate([self._lengths, *(document.lengths for document in documents.values())])
        if parts:
            self._parts = [*self._parts, _merged(parts)]
        while len(self._parts) > 1 and len(self._parts[-2].slots) < 2 * len(self._parts[-1].slots):
            self._parts = [*self._parts[:-2], _merged(self._parts[-2:])]

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> LexicalIndex:
        """Return the index of `passages`, which are those of whole documents, one after the other."""
        documents: dict[str, list[Passage]] = {}
        for passage in passages:
            documents.setdefault(passage.document, []).append(passage)
        terms = {name: count_terms(held, "") for name, held in documents.items()}
        return cls().with_changes({}, terms, list(terms))

    def scores(self, query: Iterable[str]) -> npt.NDArray[np.float32]:
        """Return for each passage its BM25 score over the most that any text could score: 0 to 1.

        A query term that no passage holds counts with the largest weight. All are 0 for an empty query.
        """
        wanted = sorted(set(query))
        scores = np.zeros(len(self._lengths))
        weights = {term: inverse_frequency(self._holders.get(term, 0), len(self._order)) for term in wanted}
        for term, part in itertools.product(wanted, self._parts):
            number = part.numbers.get(term)
            if number is not None:
                here = slice(part.bounds[number], part.bounds[number + 1])
                slots, counts = part.slots[here], part.counts[here]
                scores[slots] += (
                    weights[term] * counts / (counts + K1 * (1 - B + B * self._lengths[slots] / self._average))
                )
        return (scores[self._order] / (sum(weights.values()) or 1.0)).astype(np.float32)

    def parts(self, query: Iterable[str], number: int) -> dict[str, float]:
        """Return what each term adds to the score of the passage with this number, the most first."""
        weights = {term: inverse_frequency(self._holders.get(term, 0), len(self._order)) for term in sorted(set(query))}
        total = sum(weights.values())
        parts = {term: float(self.scores([term])[number]) * weight / total for term, weight in weights.items()}
        return dict(sorted(parts.items(), key=lambda part: -part[1]))

    def stuffed(self, query: Iterable[str]) -> frozenset[str]:
        """Return the documents that are stuffed with a query: most of it is repeated for every other sentence, or more.

        A term is repeated where a passage holds it again, so that a heading does not count. At least two terms are, for
        a text that speaks of one thing repeats its name.
        """
        wanted = sorted(set(query))
        if len(wanted) < 2:
            return frozenset()
        repeats = np.stack([self._repeats(term) for term in wanted])
        repeated = (repeats >= FEWEST_REPEATS) & (repeats > self._sizes / 2)
        weights = np.array([inverse_frequency(self._holders.get(term, 0), len(self._order)) for term in wanted])
        found = (repeated.sum(axis=0) >= 2) & (weights @ repeated > weights.sum() * STUFFED)
        return frozenset(itertools.compress(self._names, found))

    def _repeats(self, term: str) -> npt.NDArray[np.float64]:
        """Return for each document how often a term stands in its passages, less once for each passage with it."""
        total = np.zeros(len(self._names) + 1)
        for part in self._parts:
            number = part.numbers.get(term)
            if number is not None:
                here = slice(part.bounds[number], part.bounds[number + 1])
                total += np.bincount(self._owners[part.slots[here]], part.counts[here] - 1, len(total))
        return total[:-1]

    def holding(self, wanted: Iterable[str]) -> Integers:
        """Return the numbers of the passages that hold all these terms, in order."""
        hold = np.ones(len(self._lengths), dtype=bool)
        for term in wanted:
            holds = np.zeros(len(self._lengths), dtype=bool)
            for part in self._parts:
                number = part.numbers.get(term)
                if number is not None:
                    holds[part.slots[part.bounds[number] : part.bounds[number + 1]]] = True
            hold &= holds
        return np.flatnonzero(hold[self._order]).astype(np.int32)

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, a sentence counted as a document; largest if unknown."""
        return inverse_frequency(self._in_sentences.get(term, 0), self._sentences)

    def knows(self, term: str) -> bool:
        """Tell whether any sentence holds the term."""
        return self._in_sentences.get(term, 0) > 0

    def beginning(self, start: str) -> list[str]:
        """Return the terms that begin so and stand in a sentence."""
        return [term for term, count in self._in_sentences.items() if count > 0 and term.startswith(start)]


def _merged(parts: Sequence[_Postings]) -> _Postings:
    """Return the postings of all parts as one."""
    numbers: dict[str, int] = {}
    known = [[numbers.setdefault(term, len(numbers)) for term in part.numbers] for part in parts]
    every = np.concatenate(
        [np.repeat(each, np.diff(part.bounds)) for each, part in zip(known, parts, strict=True)]
    ).astype(np.int32)
    order = np.argsort(every, kind="stable")
    sizes = np.bincount(every, minlength=len(numbers))
    return _Postings(
        numbers,
        np.cumsum([0, *sizes], dtype=np.int32),
        np.concatenate([part.slots for part in parts])[order],
        np.concatenate([part.counts for part in parts])[order],
    )


def highest(scores: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.intp]:
    """Return where the highest scores stand, so many at most, highest first; of equal ones the first."""
    least = np.partition(scores, -count)[-count] if len(scores) > count else -np.inf
    high = np.flatnonzero(scores >= least)
    return high[np.argsort(-scores[high], kind="stable")][:count]


def sentence_terms(passage: Passage) -> list[frozenset[str]]:
    """Return the set of terms of each sentence of a passage, in order."""
    language = detect_language(passage.text)
    return [frozenset(terms(passage.readable(number), language)) for number in range(len(passage.sentences))]


def context_terms(passage: Passage) -> list[frozenset[str]]:
    """Return the set of terms of what each sentence of a passage stands under (headings, opening), in order."""
    language = detect_language(passage.text)
    return [
        frozenset(terms(" ".join((*passage.context(number).headings, passage.opening(number))), language))
        for number in range(len(passage.sentences))
    ]


def inverse_frequency(holders: int, total: int) -> float:
    """Return ln(1 + (total - holders + .5) / (holders + .5)), Lucene's idf: large for a term that few texts hold."""
    return math.log(1 + (total - holders + 0.5) / (holders + 0.5))
