"""Score the sentences of the best passages by how well they answer a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.asking import Question
from assistant.finding.sentences import Sentence
from assistant.words.kinds import Kind, candidates
from assistant.words.languages import pattern, words_of
from index import Hit, Index, Passage
from index.blocks import BlockKind
from index.language import detect_language
from index.lexical import content_terms, context_terms, inverse_frequency, sentence_terms
from index.search import SearchWeights

# Passages whose sentences are ranked; on XQuAD and SQuAD 2.0 dev the answer is among eight for every question.
PASSAGES_RANKED = 8
# A word that stands in the sentence before ("He said", "It was") counts almost as much as one in the sentence itself.
BEFORE = 0.8
DOCUMENTS_REMEMBERED = 1000
# The terms of so many passages, evenly spread, tell how common a term is in a long document; all would take seconds.
MOST_COUNTED = 400
OWN_NUMBER = re.compile(r"\(?(\d+(?:\.\d+)*)[.)]")
HEADING_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)*)(?!\w)")
# A number of three parts is that of a clause, whatever stands before it; one of two may be an amount.
CLAUSE_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.]*\d)")
NUMBERED_PART = r"(?:\b{parts.numbered}|§)\s*(\d+(?:\.\d+)*)"
QUESTION_END = re.compile(r"[?？؟][\"'’”»)\]*_]*\s*$")
ASKS = r"(?:{several.words}|{intents.inverted})\b"
CLAUSE_END = re.compile(r"[.,!]\s+")
# A heading is asked for if the question holds this share of what tells it from other headings.
HEADING_ASKED = 0.6
# What is taken off where a document gives the file of another as its source, and that is found too: its own words go
# first. As much as a heading that is asked for adds.
SECOND_HAND = 0.5
# The log odds of a sentence that was not read: the median of wrong ones on XQuAD 1-24.
UNREAD = -4.7


def states(passage: Passage, number: int) -> bool:
    """Tell whether a sentence states something: a full stop that stands alone does not, and a question asks.

    In a chat a question often has no mark: there its first words tell, or those behind a greeting.
    """
    sentence = passage.sentence(number)
    if not any(map(str.isalnum, sentence)) or QUESTION_END.search(sentence):
        return False
    if passage.context(number).kind is not BlockKind.LINE:
        return True
    _, _, said = sentence.partition(": ")
    asks = pattern(detect_language(passage.text), ASKS, re.IGNORECASE)
    return not any(map(asks.match, (said, CLAUSE_END.split(said)[-1])))


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each part adds to a sentence's score; 0.0 turns a part off.

    `sentence` weighs the scaled cosine of question and sentence; `passage`, `best_sentence` and `bm25` are the weights
    of its passage's search score; `coverage` the share of the question's content words (weighted by idf) in the
    sentence and what it stands under, or beside it; `local_coverage` the same share without what is beside it, idf
    counted within its document; `heading` is added below a heading that the question names, `numbered` in the part
    that it asks for by its number; `wrong_kind` is taken off
    if the sentence holds nothing of the kind that is asked for; `reading` weighs the log odds that the reader gives one
    of the best.
    Softmax regression on XQuAD articles 1-24 and SQuAD 2.0 dev, two-fold, then rounded to .05; `reading` was chosen
    after it from .05 to .2, together with the margins of `quoting`.
    """

    sentence: float = 1.0
    passage: float = 0.55
    best_sentence: float = 0.55
    bm25: float = 0.6
    coverage: float = 0.65
    local_coverage: float = 0.65
    heading: float = 0.5
    numbered: float = 1.0
    wrong_kind: float = 0.35
    reading: float = 0.1

    def for_search(self) -> SearchWeights:
        """Return the part of the weights that the search of passages needs."""
        return SearchWeights(passage=self.passage, sentence=self.best_sentence, lexical=self.bm25)


@dataclass(frozen=True, slots=True)
class RankedSentence(Sentence):
    """A sentence with its score, which compares across questions.

    `covered` is the coverage, 0 to 1; `of_kind` tells whether it holds something of the kind that is asked for, `under`
    how much of its heading the question names, 0 to 1. `odds` are the log odds that it answers, as it was read, and
    `answer` are the words of it that do; "" if they stand beside it, or it was not read. `goes_on` tells that it
    is not understood without the sentence after it, which denies it, or is the one of the two that tells of a thing
    that is asked about.
    """

    score: float
    covered: float
    of_kind: bool
    under: float = 0.0
    odds: float = UNREAD
    answer: str = ""
    goes_on: bool = False


class SentenceRanker:
    """Ranks sentences of one index; it remembers the words of documents that it has seen."""

    def __init__(self, index: Index, ranking: Ranking) -> None:
        self._index = index
        self._ranking = ranking
        self._terms = lru_cache(DOCUMENTS_REMEMBERED)(self._terms_of_passage)
        self._above = lru_cache(DOCUMENTS_REMEMBERED)(self._terms_above)
        self._headings = HeadingIndex(index.summary.headings)
        self._names_file = lru_cache(DOCUMENTS_REMEMBERED)(lambda name, other: other in index.documents[name].text)
        self._local = lru_cache(DOCUMENTS_REMEMBERED)(self._local_frequency)

    def rank(self, question: Question, hits: Sequence[Hit]) -> list[RankedSentence]:
        """Return the sentences of these passages, best first; of equal ones, the one of the better passage.

        Those that state nothing are left out, unless all are such.
        """
        places = [(hit, number) for hit in hits for number in range(len(hit.passage.sentences))]
        stating = [(hit, number) for hit, number in places if states(hit.passage, number)]
        second_hand = self._second_hand({hit.passage.document for hit in hits})
        ranked = [
            replace(each, score=each.score - SECOND_HAND * (each.document.name in second_hand))
            for each in (self._scored(hit, number, question) for hit, number in stating or places)
        ]
        return sorted(ranked, key=lambda sentence: -sentence.score)

    def reread(self, ranked: Sequence[RankedSentence], read: Sequence[RankedSentence]) -> list[RankedSentence]:
        """Return ranked sentences, some of them as they were `read`, best first; none stands there twice."""
        weight = self._ranking.reading
        scored = [replace(each, score=each.score + weight * each.odds) for each in (*read, *ranked)]
        best: dict[tuple[str, int], RankedSentence] = {}
        for sentence in sorted(scored, key=lambda sentence: -sentence.score):
            best.setdefault((sentence.passage.id, sentence.number), sentence)
        return list(best.values())

    def terms_around(self, sentence: Sentence) -> frozenset[str]:
        """Return all terms of the passage of a sentence; a row of a table has its own alone, and its heads'."""
        number = self._number_of(sentence.passage)
        terms, above = self._terms(number), self._above(number)
        if sentence.context.kind is BlockKind.ROW:
            return terms[sentence.number] | above[sentence.number]
        return frozenset().union(*terms, *above)

    def tells_next(self, question: Question, sentence: Sentence) -> bool:
        """Tell whether the sentence after one in its section tells of a thing that is asked about, and it does not.

        "How much does the town pay?" finds "The state pays half. The rest is left to the town." A thing is what has an
        article in an English question.
        """
        passage, place = sentence.passage, sentence.number
        context, is_last = passage.context(place), place + 1 == len(passage.sentences)
        if context.kind is not BlockKind.PARAGRAPH or is_last or passage.context(place + 1) != context:
            return False
        number = self._number_of(passage)
        told = self._terms(number)[place] | self._above(number)[place] | self._terms_beside(number, place)
        things = [set(content_terms(thing, "en")) for thing in question.things]
        return any(thing and thing <= self._terms(number)[place + 1] - told for thing in things)

    def _number_of(self, passage: Passage) -> int:
        numbers = self._index.passages.of(passage.document)
        (number,) = (each for each in numbers if self._index.passages[each].start == passage.start)
        return number

    def _second_hand(self, names: Collection[str]) -> frozenset[str]:
        """Return the documents that name the file of another of them."""
        return frozenset(
            name for name in names if any(other != name and self._names_file(name, other) for other in names)
        )

    def _scored(self, hit: Hit, number: int, question: Question) -> RankedSentence:
        own = self._terms(hit.number)[number] | self._above(hit.number)[number]
        covered = coverage(question.wanted, own, self._terms_beside(hit.number, number), self._index.lexical.weight)
        local = coverage(question.wanted, own, frozenset(), self._local(hit.passage.document))
        of_kind = question.kind is Kind.OTHER or bool(
            candidates(question.kind, hit.passage.readable(number), question.named)
        )
        under = self._headings.asked(hit.passage.context(number).headings, question.wanted)
        numbered = not asked_numbers(question).isdisjoint(numbers_of(hit.passage, number))
        under = 1.0 if numbered else under
        ranking = self._ranking
        score = (
            hit.score
            + ranking.sentence * hit.sentence_cosines[number]
            + ranking.coverage * covered
            + ranking.local_coverage * local
            + ranking.heading * under
            + ranking.numbered * numbered
            - ranking.wrong_kind * (not of_kind)
        )
        document = self._index.documents[hit.passage.document]
        return RankedSentence(document, hit.passage, number, score, covered, of_kind, under)

    def _terms_of_passage(self, passage: int) -> list[frozenset[str]]:
        return sentence_terms(self._index.passages[passage])

    def _terms_above(self, passage: int) -> list[frozenset[str]]:
        return context_terms(self._index.passages[passage])

    def _terms_beside(self, number: int, place: int) -> frozenset[str]:
        """Return the terms of the sentence before; of keys and values, those of all that stand with them."""
        passages = self._index.passages
        passage = passages[number]
        if passage.context(place).kind is BlockKind.PAIR:
            return frozenset().union(*self._terms(number))
        if place > 0:
            return self._terms(number)[place - 1]
        if number > 0 and passages[number - 1].document == passage.document:
            before = passages[number - 1]
            if before.context(-1).headings == passage.context(0).headings:
                return self._terms(number - 1)[-1]
        return frozenset()

    def _local_frequency(self, document: str) -> Callable[[str], float]:
        passages = self._index.passages.of(document)
        sentences = [
            own | above
            for passage in passages[:: -(-len(passages) // MOST_COUNTED)]
            for own, above in zip(self._terms(passage), self._above(passage), strict=True)
        ]
        frequency = Counter(term for terms in sentences for term in terms)
        return lambda term: inverse_frequency(frequency[term], len(sentences))


def asked_numbers(question: Question) -> frozenset[str]:
    """Return the numbers of the parts of a document that a question asks for: "step 3", "§ 15", "9.3.3"."""
    named = pattern(question.language, NUMBERED_PART, re.IGNORECASE)
    return frozenset([*named.findall(question.text), *CLAUSE_NUMBER.findall(question.text)])


def part_asked_for(question: Question, terms: Callable[[str], Sequence[str]]) -> frozenset[str]:
    """Return the numbers of parts if a question asks for nothing else: "What is step 3?", "What does § 15 say?".

    `terms` gives the content terms of a word.
    """
    numbers = asked_numbers(question)
    if not numbers:
        return numbers
    named = pattern(question.language, NUMBERED_PART, re.IGNORECASE)
    rest = re.findall(r"\w+", CLAUSE_NUMBER.sub(" ", named.sub(" ", question.text)))
    says = words_of(question.language, "parts.says")
    return frozenset() if any(terms(word) for word in rest if word.lower() not in says) else numbers


def numbers_of(passage: Passage, number: int) -> frozenset[str]:
    """Return the numbers that a sentence goes by: that of its item, and the one in the heading right above it."""
    context = passage.context(number)
    own = OWN_NUMBER.match(passage.sentence(number)) if context.kind is BlockKind.ITEM else None
    heading = HEADING_NUMBER.search(context.headings[-1]) if context.headings else None
    return frozenset(found[1] for found in (own, heading) if found)


class HeadingIndex:
    """The headings of a corpus and the terms that tell one from the others."""

    def __init__(self, headings: Mapping[str, int]) -> None:
        """Take how many passages stand under each heading, which is behind the language of these."""
        by_number = sorted(headings, key=lambda heading: headings[heading])
        self._languages = {heading: language for language, _, heading in (each.partition(" ") for each in by_number)}

    @cached_property
    def _terms(self) -> Mapping[str, frozenset[str]]:
        return {heading: frozenset(content_terms(heading, each)) for heading, each in self._languages.items()}

    @cached_property
    def _frequency(self) -> Mapping[str, int]:
        return Counter(term for held in self._terms.values() for term in held)

    def asked(self, path: Iterable[str], wanted: Collection[str]) -> float:
        """Return how much of what tells a heading of a path from others is wanted, 0 to 1; 0 if that is little."""
        best = max((self._share(self._terms[heading], wanted) for heading in path), default=0.0)
        return best if best >= HEADING_ASKED else 0.0

    def _share(self, terms: Collection[str], wanted: Collection[str]) -> float:
        weights = {term: inverse_frequency(self._frequency[term], len(self._terms)) for term in terms}
        return sum(weights[term] for term in terms if term in wanted) / (sum(weights.values()) or 1.0)


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
