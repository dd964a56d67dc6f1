"""Put what was said before in the place of the pronouns of an English question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.forms import kind_of_question
from assistant.asking.mentions import Mention, mentions
from assistant.asking.pronouns import Pronoun, Stands, free_pronouns
from assistant.words.kinds import DATE, Kind
from assistant.words.languages import english, pattern
from assistant.words.people import CAPITALS, PERSON

# A question with more is no question that a person asks.
MOST_PRONOUNS = 4
BOLD = re.compile(r"\*\*(.+?)\*\*")
ESCAPE = re.compile(r"\\(?=[^\w\s])")
WORD = re.compile(r"\w+")
THERE = re.compile(r"(?i)\bthere(?=\W*$)")


def resolved(question: str, talk: Sequence[tuple[str, str]]) -> str:
    """Return the question with each pronoun replaced by its antecedent in the talk, or "" if one is not certain.

    `talk` holds the questions before, as they were understood, and their answers, oldest first. A question without
    pronouns gives "" too.
    """
    pronouns, place = free_pronouns(question), _place_of(question, talk)
    if len(pronouns) > MOST_PRONOUNS:
        return ""
    for pronoun in reversed(pronouns):
        antecedent = _antecedent(pronoun, talk)
        if not antecedent:
            return ""
        words = _possessive(antecedent) if pronoun.is_possessive else antecedent
        question = question[: pronoun.span.start] + words + question[pronoun.span.end :]
    question = THERE.sub(f"in {place}", question) if place else question
    return question[:1].upper() + question[1:] if pronouns or place else ""


def _place_of(question: str, talk: Sequence[tuple[str, str]]) -> str:
    """Return the only name of a place in the question before, for which "there" at the end of this stands, or ""."""
    there = THERE.search(question)
    if not there or pattern("en", "{leaning.dummies}", re.IGNORECASE).search(question):
        return ""
    named = (each for each in mentions(talk[-1][0]) if each.is_name and each.is_placed)
    places = {each.text for each in named if not DATE.search(each.text)}
    return places.pop() if len(places) == 1 else ""


def _antecedent(pronoun: Pronoun, talk: Sequence[tuple[str, str]]) -> str:
    """Return the only thing that the pronoun can stand for in the latest turn that has any, or ""."""
    for earlier, answer in reversed(talk):
        if pronoun.stands is Stands.PERSON and (
            kind_of_question(earlier, "en") is Kind.PERSON or english("grammar.which_one").match(earlier)
        ):
            person = _person_defined(earlier) or _person_asked_for(earlier, answer)
            if person:
                return person
        found = dict.fromkeys(mention.text for mention in mentions(earlier) if mention.may_be_person)
        if pronoun.stands is not Stands.PERSON:
            found = dict.fromkeys(mention.text for mention in mentions(earlier) if _can_be(pronoun, mention, earlier))
        if found:
            return english("grammar.indefinite").sub("the ", next(iter(found))) if len(found) == 1 else ""
    return ""


def _can_be(pronoun: Pronoun, mention: Mention, question: str) -> bool:
    if DATE.search(mention.text):
        return False
    if pronoun.stands is Stands.SEVERAL:
        return mention.may_be_several
    if pronoun.stands is Stands.THING:
        return mention.may_be_thing and not (
            english("grammar.tells_what").match(question) and english("grammar.indefinite").match(mention.text)
        )
    return bool(pronoun.noun) and mention.head == pronoun.noun


def _person_defined(question: str) -> str:
    """Return the name of whom a question asks who that is ("Who is Ada Quill?"), or "" if it asks something else."""
    named = mentions(question)
    if len(named) != 1 or not pattern("en", "{leaning.defines}").match(question.lower()):
        return ""
    return named[0].text if named[0].may_be_person and not question[named[0].span.end :].strip("?!. ") else ""


def _person_asked_for(question: str, answer: str) -> str:
    """Return the one person with whom an answer, plain or Markdown, answers "who" or "which", or ""."""
    asked = set(WORD.findall(question))
    bold = {name for name in emphasised(answer) if re.fullmatch(f"{PERSON}|{CAPITALS}", name)}
    plain = ESCAPE.sub("", answer).replace("**", "")
    named = {name for name in re.findall(PERSON, plain) if not asked & set(WORD.findall(name))}
    return next((people.pop() for people in (bold, named) if len(people) == 1), "")


def emphasised(answer: str) -> list[str]:
    """Return the words in bold in an answer that is Markdown, in order; none of one that is plain."""
    return BOLD.findall(ESCAPE.sub("", answer))


def _possessive(text: str) -> str:
    return text + ("’" if text.endswith("s") else "’s")
