"""Find what the documents hold on a question: passages, their sentences, and what speaks for these."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.answers import Citation, TrackRecord
from assistant.asking import Question, read_question
from assistant.finding.confidence import (
    OTHER_LANGUAGE,
    SAME_LANGUAGE,
    Calibration,
    Signals,
    share_of_names,
    track_record,
)
from assistant.finding.promise import Promise
from assistant.finding.ranking import (
    PASSAGES_RANKED,
    RankedSentence,
    Ranking,
    SentenceRanker,
    numbers_of,
    part_asked_for,
    states,
)
from assistant.finding.reader import as_read, excerpt, is_denied, is_of_another, the_reader
from assistant.words.names import NameIndex
from index import Hit, Index
from index.blocks import BlockKind

# Asked for all of something, a small corpus is read whole: so many passages of about 200 tokens.
PASSAGES_READ_WHOLE = 64
# On XQuAD 1-24 the answer is the first sentence for 85.9 % of the questions without
# reading, 88.3 % when two or three are read, 88.5 % with four to six.
SENTENCES_READ = 4
# Keys with their values beside the first ones: of 51 questions to forms 23 have the right short answer, else 19.
PAIRS_READ = 16
# For somebody who writes at length, of whom the best sentences are read: a tenth of a second on two cores.
PASSAGES_READ = 12
# The log odds of a part that is asked for by its number alone, which tells the reader nothing: those of a sure reading.
ASKED_FOR = 3.0
# The sounds of names are kept anew when there are so many more of them.
HEARD, MOST_UNHEARD = "heard", 1.02


@dataclass(frozen=True, slots=True)
class Found:
    """What a question has brought up, best first, and how long each stage took in milliseconds.

    `signals` speak for the best sentence, `confidence` is the probability that they make of it, `is_enough` tells
    whether that will do for an answer, and `record` how often such answers were right; `searched` is the number of
    documents.
    """

    asked: Question
    hits: list[Hit]
    ranked: list[RankedSentence]
    signals: Signals
    confidence: float
    is_enough: bool
    record: TrackRecord
    searched: int
    timings: Mapping[str, float]


class Finder:
    """Finds passages and sentences of one index; a promise on it says which confidence is enough."""

    def __init__(self, index: Index, ranking: Ranking, promise: Promise | None = None) -> None:
        self._index = index
        self._promise = promise
        self._ranker = SentenceRanker(index, ranking)
        self._names = _names(index)

    def read(self, text: str) -> Question:
        """Return a standalone question with all that its words tell; embeds nothing."""
        return read_question(text, self._index, self._names)

    def find(self, asked: Question) -> Found:
        """Return what a question brings up; raises EmbeddingError if it cannot be embedded.

        Documents that are stuffed with the question are asked only where the others do not answer it.
        """
        found = self._find(asked)
        if found.is_enough or not self._index.lexical.stuffed(asked.wanted):
            return found
        everywhere = self._find(asked, everywhere=True)
        return everywhere if everywhere.is_enough else found

    def _find(self, asked: Question, *, everywhere: bool = False) -> Found:
        started = time.perf_counter()
        vector = self._index.embed(asked.text)
        embedded = time.perf_counter()
        limit = PASSAGES_READ_WHOLE if asked.asks_for_all else PASSAGES_RANKED
        hits = self._index.search(asked.text, limit=limit, vector=vector, wanted=asked.wanted, everywhere=everywhere)
        searched = time.perf_counter()
        ranked = self._ranker.rank(asked, hits)
        sorted_out = time.perf_counter()
        first, *others = self._read(asked, ranked)
        goes_on = self._ranker.tells_next(asked, first) or is_denied(first)
        ranked = [replace(first, goes_on=goes_on), *others]
        seconds = {
            "embed": embedded - started,
            "search": searched - embedded,
            "rank": sorted_out - searched,
            "read": time.perf_counter() - sorted_out,
        }
        signals = self._signals(asked, ranked[0])
        curve = _curve(asked)
        confidence = curve.probability(signals)
        timings = {stage: 1000 * taken for stage, taken in seconds.items()}
        total = len(self._index.documents)
        if self._promise:
            is_enough, record = confidence >= self._promise.threshold, self._promise.record
        else:
            is_enough, record = confidence >= curve.threshold, track_record(confidence, foreign=asked.is_foreign)
        is_enough = is_enough and states(ranked[0].passage, ranked[0].number)
        return Found(asked, hits, ranked, signals, confidence, is_enough, record, total, timings)

    def gather(self, asked: Question, searches: Sequence[str] = ()) -> list[Hit]:
        """Return the passages that a question and other searches for its answer bring up, best first.

        The best sentences of the first are read with the question. Raises EmbeddingError.
        """
        best: dict[int, Hit] = {}
        for text in (asked.text, *searches):
            wanted = asked.wanted if text == asked.text else None
            for hit in self._index.search(text, limit=PASSAGES_READ_WHOLE, wanted=wanted):
                if hit.number not in best or hit.score > best[hit.number].score:
                    best[hit.number] = hit
        first: dict[str, RankedSentence] = {}
        for sentence in self._ranker.rank(asked, list(best.values())):
            first.setdefault(sentence.passage.id, sentence)
        hits = {hit.passage.id: hit for hit in best.values()}
        read = self._read(asked, list(first.values()), PASSAGES_READ)
        return [hits[name] for name in dict.fromkeys(each.passage.id for each in read)]

    def confidence_in(self, asked: Question, hits: Sequence[Hit], citations: Sequence[Citation]) -> float:
        """Return the probability that what is cited from these passages answers, as if the best of it were quoted."""
        spans = [(citation.document, citation.start, citation.end) for citation in citations]
        among = [hit for hit in hits if any(hit.passage.document == document for document, _, _ in spans)]
        cited = [
            sentence
            for sentence in self._ranker.rank(asked, among)
            if any(
                sentence.document.name == document and start <= sentence.span.start < end
                for document, start, end in spans
            )
        ]
        read = self._read(asked, cited) if cited else []
        return max((_curve(asked).probability(self._signals(asked, each)) for each in read), default=0.0)

    def _read(self, asked: Question, ranked: list[RankedSentence], most: int = SENTENCES_READ) -> list[RankedSentence]:
        """Return the sentences in the order that reading the best of them makes."""
        best = [*ranked[:most], *_pairs_beside(ranked, most)]
        excerpts = [excerpt(sentence, asked.language) for sentence in best]
        readings = the_reader().read(asked.respelled, [each.text for each in excerpts])
        read = [as_read(asked, *each) for each in zip(best, excerpts, readings, strict=True)]
        numbers = part_asked_for(asked, lambda word: self._index.content_terms(word, asked.language))
        read = [
            replace(each, odds=ASKED_FOR) if numbers & numbers_of(each.passage, each.number) else each for each in read
        ]
        return self._ranker.reread(ranked, read)

    def _signals(self, asked: Question, best: RankedSentence) -> Signals:
        """Return what speaks for the best sentence."""
        names = [self._index.content_terms(name, asked.language) for name in asked.names]
        held = frozenset() if is_of_another(asked, best) else self._ranker.terms_around(best)
        return Signals(best.score, share_of_names(names, held), best.odds)


def _pairs_beside(ranked: Sequence[RankedSentence], most: int) -> list[RankedSentence]:
    """Return the keys with their values that stand beside the first ones, for few words tell little to the ranking."""
    forms = {each.passage.id for each in ranked[:most] if each.context.kind is BlockKind.PAIR}
    beside = (each for each in ranked[most:] if each.passage.id in forms and each.context.kind is BlockKind.PAIR)
    return list(islice(beside, PAIRS_READ))


def _names(index: Index) -> NameIndex:
    """Return the names of the documents; how many of them sound is kept beside the index."""
    heard = json.loads(index.remembered(HEARD) or "{}")
    names = NameIndex(index.summary.written, index.summary.capitalised, index.languages, heard)
    if len(names.heard) > MOST_UNHEARD * len(heard):
        index.remember(HEARD, json.dumps(names.heard))
    return names


def _curve(asked: Question) -> Calibration:
    return OTHER_LANGUAGE if asked.is_foreign else SAME_LANGUAGE
