"""Find what the documents hold on a question: passages, their sentences, and what speaks for these."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.asking.listing import asks_for_all
from assistant.asking.question import Question, read_question
from assistant.finding.confidence import OTHER_LANGUAGE, SAME_LANGUAGE, Calibration, Signals, names_in, share_of_names
from assistant.finding.ranking import PASSAGES_RANKED, RankedSentence, Ranking, SentenceRanker
from assistant.finding.reader import LANGUAGE, text_to_read, the_reader
from assistant.words.names import NameIndex
from index import Hit, Index

# Asked for all of something, a small corpus is read whole: so many passages of about 200 tokens.
PASSAGES_READ_WHOLE = 64
# On XQuAD 1-24 the answer is the first sentence for 85.9 % of the questions without
# reading, 88.3 % when two or three are read, 88.5 % with four to six.
SENTENCES_READ = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a question has brought up, best first, and how long each stage took in milliseconds.

    `read` are the log odds that the reader gives the best sentence, 0.0 if it does not read the question's language.
    """

    asked: Question
    hits: list[Hit]
    ranked: list[RankedSentence]
    read: float
    timings: Mapping[str, float]


class Finder:
    """Finds passages and sentences of one index."""

    def __init__(self, index: Index, ranking: Ranking) -> None:
        self._index = index
        self._ranker = SentenceRanker(index, ranking)
        self._names = NameIndex(document.text for document in index.documents.values())

    def find(self, question: str) -> Found:
        """Return what a standalone question brings up; no question raises an exception."""
        asked = read_question(question, self._index, self._names)
        started = time.perf_counter()
        vector = self._index.embed(question)
        embedded = time.perf_counter()
        limit = PASSAGES_READ_WHOLE if asks_for_all(asked) else PASSAGES_RANKED
        hits = self._index.search(question, limit=limit, vector=vector, wanted=asked.wanted)
        searched = time.perf_counter()
        ranked = self._ranker.rank(asked, hits)
        sorted_out = time.perf_counter()
        ranked, read = self._read(asked, ranked)
        seconds = {
            "embed": embedded - started,
            "search": searched - embedded,
            "rank": sorted_out - searched,
            "read": time.perf_counter() - sorted_out,
        }
        return Found(asked, hits, ranked, read, {stage: 1000 * taken for stage, taken in seconds.items()})

    def _read(self, asked: Question, ranked: list[RankedSentence]) -> tuple[list[RankedSentence], float]:
        """Return the sentences in the order that reading the best of them makes, and the log odds of the first."""
        if asked.language != LANGUAGE or not self.speaks(LANGUAGE):
            return ranked, 0.0
        texts = [text_to_read(sentence) for sentence in ranked[:SENTENCES_READ]]
        logits = the_reader().logits(asked.respelled, texts)
        pairs = self._ranker.reread(ranked, logits)
        return [sentence for sentence, _ in pairs], pairs[0][1]

    def speaks(self, language: str) -> bool:
        """Tell whether a document of the corpus is in this language (ISO 639-1)."""
        return language in self._index.languages

    def signals(self, found: Found) -> Signals:
        """Return what speaks for the best sentence."""
        best = found.ranked[0]
        language = found.asked.language
        names = [self._index.content_terms(name, language) for name in names_in(found.asked.respelled)]
        return Signals(best.score, share_of_names(names, self._ranker.terms_of(best.passage)), found.read)

    def calibration(self, found: Found) -> Calibration:
        """Return the curve that makes a probability of the signals, for a question in this language."""
        return SAME_LANGUAGE if self.speaks(found.asked.language) else OTHER_LANGUAGE

    def interpreted(self, found: Found) -> str:
        """Return the question as it was understood: a slip of the pen is corrected, a foreign spelling is left."""
        return found.asked.respelled if self.speaks(found.asked.language) else found.asked.text
