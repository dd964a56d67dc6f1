"""Whether a question leans on the talk before it, told by the words of its language."""

from __future__ import annotations

import re

from assistant.asking.pronouns import free_pronouns, is_told_before
from assistant.words.languages import entry, pattern
from index.lexical import content_terms

# Content words that a question about something new has at least, unless it asks what that is. Of 600 XQuAD questions,
# each after one of another article, 20 are taken for follow-ups so, most of them for a pronoun; with three, 26 are.
FEWEST_TERMS = 2
# So many content words, one of them a name, speak of something of their own though the question opens with "and"; and
# where no rules tell what a pronoun stands for, in a question with more than these it stands for one of them.
ENOUGH_TERMS = 3
# A Chinese term is a pair of signs.
ENOUGH_PAIRS = 6
LONGEST_FRAGMENT = 4
CAPITALS = "A-ZÀ-ÖØ-ÞĞİŞА-ЯЁ"
NAME = re.compile(rf"(?<=[^\W_.!?][\s(\"“«'’-])[{CAPITALS}]\w+|\d{{2,}}")


def leans(question: str, language: str) -> bool:
    """Tell whether a question in a language (ISO 639-1) cannot be understood without the one before, or may not be."""
    if _points_back(question, language):
        return True
    return bool(entry(language, "leaning")) and _is_short(question, language)


def may_stand_alone(question: str, language: str) -> bool:
    """Tell whether a question that leans may be one of its own: for its few words, or for its many beside a pronoun.

    What "what about" asks of may be something new as well, and what stands behind "and" a whole question.
    """
    asked = _lowered(question)
    if not _points_back(question, language) or pattern(language, "{leaning.about}").match(asked):
        return True
    opens = pattern(language, "{leaning.opens}").match(asked)
    if opens:
        whole = question[len(question) - len(asked) + opens.end() :]
        return not leans(whole, language) and len(content_terms(whole, language)) >= FEWEST_TERMS
    return language == "en" and len(content_terms(question, language)) > ENOUGH_TERMS


def _is_short(question: str, language: str) -> bool:
    """Tell whether a question has so few words, none of them pointing back, that it may be one of its own or not."""
    asked = _lowered(question)
    few = len(content_terms(question, language)) < FEWEST_TERMS and NAME.search(question) is None
    defines = pattern(language, "{leaning.defines}").match(asked)
    return (few and not defines) or (language == "en" and is_fragment(question))


def _points_back(question: str, language: str) -> bool:
    """Tell whether a word of a question points at the one before, or it has no word that says what is asked."""
    count = len(content_terms(question, language))
    if not entry(language, "leaning") or count == 0:
        return count == 0
    asked = _lowered(question)
    if pattern(language, "{leaning.about}").match(asked):
        return True
    of_its_own = NAME.search(question) is not None and count >= ENOUGH_TERMS
    if pattern(language, "{leaning.opens}").match(asked) and not of_its_own:
        return True
    if language == "en" and free_pronouns(question):
        return True
    told = pattern(language, "{leaning.dummies}").sub(lambda dummy: " " * len(dummy[0]), question.lower())
    points = pattern(language, "{leaning.points}").search(told)
    if not points:
        return False
    if language == "en":
        return not is_told_before(question, points.start())
    return count <= (ENOUGH_PAIRS if language == "zh" else ENOUGH_TERMS)


def _lowered(question: str) -> str:
    return re.sub(r"^\W+", "", question.lower())


def is_fragment(question: str) -> bool:
    """Tell whether an English question is a phrase with a question mark: "The reaction of the army?"."""
    short = len(content_terms(question, "en")) <= LONGEST_FRAGMENT
    return (
        short
        and question.rstrip().endswith("?")
        and not pattern("en", "{grammar.asks}", re.IGNORECASE).search(question)
    )
