"""Find where documents give different answers to one question."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Disagreement, Version
from assistant.asking import Question
from assistant.comparing.clauses import dates_event
from assistant.comparing.matters import Matter, PostsHeld, Quantity, Told, matter_of
from assistant.comparing.qualifiers import Qualifiers, is_unreal, narrowed, other_tense, qualifiers, set_apart
from assistant.finding import RankedSentence
from assistant.words.dates import periods
from assistant.words.kinds import WEEKDAY
from assistant.words.languages import english
from assistant.words.meanings import holds_meaning, meaning_of, meanings
from index import Span

# Of the ranked sentences, so many are read, down to so far behind the best; what comes later speaks of something else.
SENTENCES_READ = 24
FURTHEST_BEHIND = 1.2
# Sentences that may begin a comparison: the answer's own, not one that is barely about the question.
ANCHORS = 3
ANCHOR_BEHIND = 0.7
# The share of the question's terms that a sentence must hold to answer it, and to be compared without further proof.
COVERED = 0.5
# Terms beside the finding that two sentences share if they tell of the same thing.
SHARED = 4
DAY_OF_WEEK = re.compile(rf"\b{WEEKDAY}\b")
SO_FAR = re.compile(rf"\b[Bb]y (?:late |early )?{WEEKDAY}|\bso far\b|\buntil now\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence tells of the matter, where it stands in the sentence, and the terms it is told with.

    `terms` are those of the sentence and, if it leans on a pronoun, of the one before it; `own` leave those out.
    """

    sentence: RankedSentence
    span: Span
    told: Told
    terms: frozenset[str]
    own: frozenset[str]
    qualifiers: Qualifiers

    @property
    def words(self) -> str:
        """The sentence's own words for what it tells, with single blanks."""
        return " ".join(self.span.of(self.sentence.text).split())


@dataclass(frozen=True, slots=True)
class Scope:
    """The matter that a question asks for, and what a sentence must speak of to answer."""

    matter: Matter
    terms: frozenset[str]
    names: frozenset[str]
    text: str

    def is_of(self, sentence: str, span: Span) -> bool:
        """Tell whether a date in a sentence is of the event that is asked for; what is no date always is."""
        events = self.terms - self.names
        return not self.matter.is_time or not events or dates_event(sentence, span, events)

    def covered(self, terms: frozenset[str]) -> float:
        """Return the share of the question's terms among these; 0 if a name of the question is missing."""
        if not self.terms or not all(holds_meaning(name, terms) for name in self.names):
            return 0.0
        return sum(holds_meaning(term, terms) for term in self.terms) / len(self.terms)


def find_disagreements(asked: Question, ranked: Sequence[RankedSentence]) -> tuple[Disagreement, ...]:
    """Return the versions of what is asked that documents tell differently; () if they agree or cannot be compared.

    `ranked` are the sentences ranked for the question, best first. Each version is cited once, by the best sentence
    that tells it, as a whole sentence; citations are numbered from 1 within a disagreement. Sentences of one document
    are not set against each other.
    """
    scope = _scope_of(asked)
    for group in _groups(scope, ranked) if scope else ():
        if any(_contradict(one, other) for one, other in itertools.combinations(group, 2)):
            versions = _distinct([one for one in group if any(_contradict(one, other) for other in group)])
            cited = [Version(c.words, _cite(c, n)) for n, c in enumerate(versions, start=1)]
            return (Disagreement(scope.matter.subject, tuple(cited)),) if scope else ()
    return ()


def _scope_of(asked: Question) -> Scope | None:
    # The rules by which values are compared read English.
    matter = matter_of(asked) if asked.language == "en" else None
    if matter is None:
        return None
    terms = meanings(english("comparing.description").sub("", asked.respelled)) - matter.spent
    return Scope(matter, terms, _names(asked.respelled) & terms, asked.respelled)


def _names(question: str) -> frozenset[str]:
    """Return the terms of the question's words that are names: written with a capital behind the first word."""
    later = question.split()[1:]
    return frozenset(term for word in later if word[:1].isupper() for term in meanings(word))


def _groups(scope: Scope, ranked: Sequence[RankedSentence]) -> Iterator[list[Claim]]:
    """Yield groups of claims about one thing, each with its best claim first, then in order of rank."""
    claims = [
        claim
        for sentence in ranked[:SENTENCES_READ]
        if sentence.score >= ranked[0].score - FURTHEST_BEHIND and (claim := _claim(scope, sentence))
    ]
    for anchor in claims[:ANCHORS]:
        if anchor.sentence.score >= ranked[0].score - ANCHOR_BEHIND and scope.covered(anchor.terms) >= COVERED:
            yield [anchor, *(claim for claim in claims if claim is not anchor and _same_thing(scope, anchor, claim))]


def _claim(scope: Scope, sentence: RankedSentence) -> Claim | None:
    """Return the one thing that the sentence tells of the matter, or None if it tells none, or several."""
    if scope.matter.is_time and not sentence.of_kind:
        return None
    told = [(span, value) for span, value in scope.matter.read(sentence.text) if scope.is_of(sentence.text, span)]
    if not told or any(not other.equals(told[0][1]) for _, other in told[1:]):
        return None
    span, value = told[0]
    if not isinstance(value, PostsHeld) and is_unreal(sentence.text, scope.text):
        return None
    text = sentence.text
    own = meanings(text[: span.start] + " " + text[span.end :])
    terms = meanings(text)
    if english("comparing.pronoun").search(text):
        terms |= meanings(sentence.before)
    qualified = qualifiers(text, span, scope.terms | scope.matter.spent, scope.text)
    return Claim(sentence, span, value, terms, own, qualified)


def _same_thing(scope: Scope, one: Claim, other: Claim) -> bool:
    """Tell whether two claims are about one thing, as far as their words show."""
    if not one.told.comparable(other.told):
        return False
    sides = one.qualifiers, other.qualifiers, one.terms, other.terms
    counted = isinstance(one.told, Quantity)
    if not isinstance(one.told, PostsHeld) and (set_apart(*sides) or narrowed(*sides, quantity=counted)):
        return False
    if other_tense(one.qualifiers, other.qualifiers):
        return False
    if _narrowed(scope, one, other) or _at_another_time(scope, one, other):
        return False
    covered = min(scope.covered(one.terms), scope.covered(other.terms))
    return covered == 1 or (covered >= COVERED and len(one.own & other.own) >= SHARED)


def _narrowed(scope: Scope, one: Claim, other: Claim) -> bool:
    """Tell whether a count is of a part only: its words narrow what the other sentence does not speak of."""
    if not isinstance(one.told, Quantity) or not isinstance(other.told, Quantity):
        return False
    mine, yours = (meaning_of(told.amount.phrase) - scope.terms for told in (one.told, other.told))
    return any(not holds_meaning(term, other.terms) for term in mine) or any(
        not holds_meaning(term, one.terms) for term in yours
    )


def _at_another_time(scope: Scope, one: Claim, other: Claim) -> bool:
    """Tell whether quantities, posts or names hold at different times; a year that only one states counts as such."""
    if scope.matter.is_time:
        return False
    mine, yours = ([p for _, p in periods(claim.sentence.text) if p.ends] for claim in (one, other))
    moments = [[m for period in side for m in period.starts + period.ends] for side in (mine, yours)]
    days = [set(DAY_OF_WEEK.findall(claim.sentence.text)) for claim in (one, other)]
    if any(SO_FAR.search(claim.sentence.text) for claim in (one, other)) and days[0] != days[1]:
        return True
    if all(days) and not days[0] & days[1]:
        return True
    if all(moments):
        return not any(one_time.may_be(other_time) for one_time in moments[0] for other_time in moments[1])
    return any(moment.years for side in moments for moment in side) and not re.search(r"\b\d{4}\b", scope.text)


def _contradict(one: Claim, other: Claim) -> bool:
    return one.told.differs(other.told) and one.sentence.document != other.sentence.document


def _distinct(group: Sequence[Claim]) -> list[Claim]:
    """Return the first claim of each version, in order of rank."""
    kept: list[Claim] = []
    for claim in group:
        if not any(claim.told.equals(other.told) for other in kept):
            kept.append(claim)
    return kept


def _cite(claim: Claim, number: int) -> Citation:
    document, span = claim.sentence.document, claim.sentence.span
    return Citation(
        number, document.name, document.title, document.published, span.of(document.text), span.start, span.end
    )
