"""The pronouns of an English question for which it holds no antecedent itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.asking.mentions import Mention, is_plural, mentions
from assistant.words.languages import english, pattern, words_of
from index import Span
from index.lexical import content_terms


class Stands(StrEnum):
    """What a pronoun can stand for."""

    PERSON = "a person"
    THING = "a thing"
    SEVERAL = "several"
    MATTER = "what was said"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun, or a demonstrative with its noun, that stands for something said before the question.

    `noun` is the noun of "those talks", or "".
    """

    span: Span
    stands: Stands
    is_possessive: bool
    noun: str


FORMS = {
    "he": Stands.PERSON, "she": Stands.PERSON, "him": Stands.PERSON, "her": Stands.PERSON, "his": Stands.PERSON,
    "hers": Stands.PERSON, "it": Stands.THING, "its": Stands.THING, "they": Stands.SEVERAL, "them": Stands.SEVERAL,
    "their": Stands.SEVERAL, "theirs": Stands.SEVERAL,
}  # fmt: skip
WORD = re.compile(r"[^\W\d_][\w’'-]*")


def free_pronouns(question: str) -> list[Pronoun]:
    """Return the pronouns that nothing before them in the question can be the antecedent of, in order."""
    dummies = [match.span() for match in pattern("en", "{grammar.dummy}", re.IGNORECASE).finditer(question)]
    named = mentions(question)
    found = [each for each in _demonstratives(question) if not is_told_before(question, each.span.start)]
    for word in WORD.finditer(question):
        stands = FORMS.get(word[0].lower())
        acronym = word[0].isupper() and len(word[0]) > 1 and not question.isupper()
        if stands and not acronym and not any(start <= word.start() < end for start, end in dummies):
            pronoun = Pronoun(Span(*word.span()), stands, _is_possessive(question, word), "")
            if not _is_bound(question, pronoun, named):
                found.append(pronoun)
    return sorted(found, key=lambda pronoun: pronoun.span.start)


def _is_possessive(question: str, word: re.Match[str]) -> bool:
    if word[0].lower() in words_of("en", "grammar.possessives"):
        return True
    following = WORD.match(question[word.end() :].lstrip())
    return word[0].lower() == "her" and following is not None and bool(content_terms(following[0], "en"))


def _is_bound(question: str, pronoun: Pronoun, named: Sequence[Mention]) -> bool:
    """Tell whether a pronoun may stand for something named in the question itself, as a rule before it.

    A pronoun that is no possessive never stands for another noun of its own clause.
    """
    before = question[: pronoun.span.start]
    within = before if pronoun.is_possessive else before[: _start_of_clause(before, named)]
    can_be = [each for each in named if pronoun.stands is not Stands.PERSON or each.may_be_person]
    if is_told_before(question, pronoun.span.start) or any(mention.span.end <= len(within) for mention in can_be):
        return True
    if _stands_before_subject(question, pronoun):
        return any(mention.span.start > pronoun.span.start for mention in can_be)
    if pronoun.stands is Stands.PERSON:
        return False
    if pronoun.stands is Stands.SEVERAL and _holds_plural(within):
        return True
    asked = english("grammar.which").match(within)
    if asked and content_terms(asked["noun"], "en"):
        return pronoun.is_possessive or not _follows_auxiliary(before)
    return "," in within and bool(content_terms(within, "en"))


def is_told_before(question: str, place: int) -> bool:
    """Tell whether a place in an English question is in a second question, before which another tells something."""
    edges = [match.start() for match in english("grammar.second_question").finditer(question[:place])]
    return bool(edges) and bool(content_terms(question[: edges[-1]], "en"))


def _start_of_clause(before: str, named: Sequence[Mention]) -> int:
    """Return where the clause begins that these words end in; a noun at their end opens one: "the towns it took"."""
    boundary = pattern("en", "{grammar.boundary}", re.IGNORECASE)
    edges = [match.end() for match in boundary.finditer(before)]
    nouns = [mention.span.start for mention in named if mention.span.end == len(before.rstrip())]
    return max([*edges, *nouns], default=0)


def _stands_before_subject(question: str, pronoun: Pronoun) -> bool:
    """Tell whether a pronoun stands in a phrase before the subject, which may be what it stands for."""
    if pattern("en", "{grammar.fronted}", re.IGNORECASE).match(question[: pronoun.span.start]):
        return True
    return pronoun.is_possessive and english("grammar.subject_behind").match(question[pronoun.span.end :]) is not None


def _holds_plural(text: str) -> bool:
    return any(is_plural(word) for word in WORD.findall(text) if content_terms(word, "en"))


def _follows_auxiliary(before: str) -> bool:
    words = before.split()
    return bool(words) and words[-1].lower() in words_of("en", "grammar.auxiliaries")


def _demonstratives(question: str) -> list[Pronoun]:
    """Return "that" and the like, bare or with a noun that the question has not named before."""
    found = []
    before_object = pattern("en", "{grammar.before_object}", re.IGNORECASE)
    before_noun = pattern("en", "{grammar.before_noun}", re.IGNORECASE)
    for match in english("grammar.bare").finditer(question):
        following = (match["next"] or "").lower()
        takes_part = not following or (
            before_object.search(question[: match.start()]) and following not in words_of("en", "grammar.continues")
        )
        if takes_part and not content_terms(following, "en"):
            found.append(Pronoun(Span(*match.span()), Stands.MATTER, False, ""))
    for match in english("grammar.demonstrative").finditer(question):
        noun = match["noun"].lower()
        points = match["word"].lower() != "that" or before_noun.search(question[: match.start()])
        before = question[: match.start()]
        # "These documents" are those that are asked.
        asked = pattern("en", "{mentions.documents}").fullmatch(noun) is not None and is_plural(noun)
        known = asked or "," in before or noun in before.lower().split()
        if content_terms(noun, "en") and noun not in words_of("en", "grammar.today") and points and not known:
            found.append(Pronoun(Span(*match.span()), Stands.MATTER, False, noun))
    return found
