"""Whether a question leans on the talk before it, told by the words of its language."""

from __future__ import annotations

import re

from assistant.asking.pronouns import free_pronouns
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
LONGEST_FRAGMENT = 5
CAPITALS = "A-ZÀ-ÖØ-ÞĞİŞА-ЯЁ"
NAME = re.compile(rf"(?<=[^\W_.!?][\s(\"“«'’-])[{CAPITALS}]\w+|\d{{2,}}")


def leans(question: str, language: str) -> bool:
    """Tell whether a question in a language (ISO 639-1) cannot be understood without the one before."""
    count = len(content_terms(question, language))
    if not entry(language, "leaning") or count == 0:
        return count == 0
    asked = re.sub(r"^\W+", "", question.lower())
    named = NAME.search(question) is not None
    if pattern(language, "{leaning.about}").match(asked) or (language == "en" and is_fragment(question)):
        return True
    if pattern(language, "{leaning.opens}").match(asked) and not (named and count >= ENOUGH_TERMS):
        return True
    if count < FEWEST_TERMS and not named and not pattern(language, "{leaning.defines}").match(asked):
        return True
    if language == "en" and free_pronouns(question):
        return True
    told = pattern(language, "{leaning.dummies}").sub(" ", asked)
    enough = ENOUGH_PAIRS if language == "zh" else ENOUGH_TERMS
    return pattern(language, "{leaning.points}").search(told) is not None and (language == "en" or count <= enough)


def is_fragment(question: str) -> bool:
    """Tell whether an English question is a phrase with a question mark: "The reaction of the army?"."""
    short = len(content_terms(question, "en")) <= LONGEST_FRAGMENT
    return (
        short
        and question.rstrip().endswith("?")
        and not pattern("en", "{grammar.asks}", re.IGNORECASE).search(question)
    )
