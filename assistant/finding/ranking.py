"""Score the sentences of the best passages by how well they answer a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.asking import Question
from assistant.finding.sentences import Sentence
from assistant.words.kinds import Kind, candidates
from index import Hit, Index, Passage
from index.lexical import inverse_frequency, sentence_terms
from index.search import SearchWeights

# Passages whose sentences are ranked; on XQuAD and SQuAD 2.0 dev the answer is among eight for every question.
PASSAGES_RANKED = 8
# A word that stands in the sentence before ("He said", "It was") counts almost as much as one in the sentence itself.
BEFORE = 0.8
DOCUMENTS_REMEMBERED = 1000
# The log odds of a sentence that was not read: the median of wrong ones on XQuAD 1-24.
UNREAD = -2.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each part adds to a sentence's score; 0.0 turns a part off.

    `sentence` weighs the scaled cosine of question and sentence; `passage`, `best_sentence` and `bm25` are the weights
    of its passage's search score; `coverage` the share of the question's content words (weighted by idf) in the
    sentence or the one before, `local_coverage` the share in the sentence alone, idf counted within its document;
    `wrong_kind` is taken off if the sentence holds nothing of the kind that is asked for; `reading` weighs the log odds
    that the reader gives one of the best.
    Softmax regression on XQuAD articles 1-24 and SQuAD 2.0 dev, two-fold, then rounded to .05; `reading` was chosen
    after it from .05 to .2, together with the margins of `quoting`.
    """

    sentence: float = 1.0
    passage: float = 0.55
    best_sentence: float = 0.55
    bm25: float = 0.6
    coverage: float = 0.65
    local_coverage: float = 0.65
    wrong_kind: float = 0.35
    reading: float = 0.1

    def for_search(self) -> SearchWeights:
        """Return the part of the weights that the search of passages needs."""
        return SearchWeights(passage=self.passage, sentence=self.best_sentence, lexical=self.bm25)


@dataclass(frozen=True, slots=True)
class RankedSentence(Sentence):
    """A sentence with its score, which compares across questions.

    `covered` is the coverage, 0 to 1; `of_kind` tells whether it holds something of the kind that is asked for.
    """

    score: float
    covered: float
    of_kind: bool


class SentenceRanker:
    """Ranks sentences of one index; it remembers the words of documents that it has seen."""

    def __init__(self, index: Index, ranking: Ranking) -> None:
        self._index = index
        self._ranking = ranking
        self._terms = lru_cache(DOCUMENTS_REMEMBERED)(self._terms_of_passage)
        self._local = lru_cache(DOCUMENTS_REMEMBERED)(self._local_frequency)
        self._numbers = {passage.id: number for number, passage in enumerate(index.passages)}
        self._of_document: dict[str, list[int]] = {}
        for number, passage in enumerate(index.passages):
            self._of_document.setdefault(passage.document, []).append(number)

    def rank(self, question: Question, hits: Sequence[Hit]) -> list[RankedSentence]:
        """Return the sentences of these passages, best first; of equal ones, the one of the better passage."""
        ranked = [self._scored(hit, number, question) for hit in hits for number in range(len(hit.passage.sentences))]
        return sorted(ranked, key=lambda sentence: -sentence.score)

    def reread(self, ranked: Sequence[RankedSentence], logits: Sequence[float]) -> list[tuple[RankedSentence, float]]:
        """Return ranked sentences in the order that the log odds of the first few make, each with its own."""
        odds = [*logits, *[UNREAD] * (len(ranked) - len(logits))]
        scored = [
            (replace(sentence, score=sentence.score + self._ranking.reading * logit), logit)
            for sentence, logit in zip(ranked, odds, strict=True)
        ]
        return sorted(scored, key=lambda pair: -pair[0].score)

    def terms_of(self, passage: Passage) -> frozenset[str]:
        """Return all terms of a passage of the index."""
        return frozenset().union(*self._terms(self._numbers[passage.id]))

    def _scored(self, hit: Hit, number: int, question: Question) -> RankedSentence:
        own = self._terms(hit.number)[number]
        covered = coverage(question.wanted, own, self._terms_before(hit.number, number), self._index.lexical.weight)
        local = coverage(question.wanted, own, frozenset(), self._local(hit.passage.document))
        of_kind = question.kind is Kind.OTHER or bool(
            candidates(question.kind, hit.passage.sentence(number), question.named)
        )
        ranking = self._ranking
        score = (
            hit.score
            + ranking.sentence * hit.sentence_cosines[number]
            + ranking.coverage * covered
            + ranking.local_coverage * local
            - ranking.wrong_kind * (not of_kind)
        )
        return RankedSentence(hit.passage, number, score, covered, of_kind)

    def _terms_of_passage(self, passage: int) -> list[frozenset[str]]:
        return sentence_terms(self._index.passages[passage])

    def _terms_before(self, passage: int, number: int) -> frozenset[str]:
        if number > 0:
            return self._terms(passage)[number - 1]
        passages = self._index.passages
        if passage > 0 and passages[passage - 1].document == passages[passage].document:
            return self._terms(passage - 1)[-1]
        return frozenset()

    def _local_frequency(self, document: str) -> Callable[[str], float]:
        sentences = [terms for passage in self._of_document[document] for terms in self._terms(passage)]
        frequency = Counter(term for terms in sentences for term in terms)
        return lambda term: inverse_frequency(frequency[term], len(sentences))


def coverage(
    wanted: Iterable[str], own: Collection[str], before: Collection[str], weight: Callable[[str], float]
) -> float:
    """Return the weighted share (0 to 1) of the wanted terms in `own`, or at .8 in `before`; 0 if none is wanted."""
    found = total = 0.0
    for term in wanted:
        worth = weight(term)
        total += worth
        found += worth * (1.0 if term in own else BEFORE if term in before else 0.0)
    return found / total if total else 0.0
