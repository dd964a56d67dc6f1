"""Choose the sentences that together name all of something, each adding to the ones before."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.structure import is_part
from assistant.asking import Question
from assistant.finding import RankedSentence
from assistant.words.kinds import NAME, NUMBER, PATTERNS, Kind
from index.lexical import content_terms

# So many sentences are looked at; a sentence counts this far behind the best, if it covers this share of what the best
# covers of the question, and adds a name (or whatever kind is asked for) that is not quoted yet.
SENTENCES_READ = 40
FURTHEST_BEHIND = 1.0
COVERS = 0.6
MOST_SENTENCES = 5
# Parts of lists, tables and sections are short, and as many are shown if they cover nearly as much as the best.
MOST_PARTS = 12
COVERS_AS_MUCH = 0.95


def choose_all(question: Question, ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return the best sentence, and those near it that name further things of the kind asked for, best first."""
    chosen: list[RankedSentence] = []
    named = set(question.named)
    for sentence in ranked[:SENTENCES_READ]:
        if chosen and is_part(chosen[0]):
            if (
                is_part(sentence)
                and sentence.covered >= COVERS_AS_MUCH * chosen[0].covered
                and len(chosen) < MOST_PARTS
            ):
                chosen.append(sentence)
            continue
        if len(chosen) == MOST_SENTENCES or sentence.score < ranked[0].score - FURTHEST_BEHIND:
            break
        things = _things(question.kind, sentence.text)
        if not chosen or (sentence.covered >= COVERS * chosen[0].covered > 0 and things - named):
            chosen.append(sentence)
            named |= things
    return chosen


def _things(kind: Kind, sentence: str) -> set[str]:
    """Return the things of a kind in a sentence, in lower case; a name that opens it only if it has two words."""
    first, _, rest = sentence.partition(" ")
    opened = sentence if content_terms(first, "en") else f"{first.lower()} {rest}"
    matches = PATTERNS.get(kind, NAME).finditer(opened)
    found = {match.group().lower() for match in matches if match.start() > 0 or " " in match.group()}
    things = {thing for each in found for thing in each.split(" and ")}
    return {thing for thing in things if kind is Kind.NUMBER or not NUMBER.fullmatch(thing)}
