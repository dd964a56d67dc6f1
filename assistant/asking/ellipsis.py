"""Complete an English question of which only what differs from the earlier one is said."""

from __future__ import annotations

import re

from assistant.asking.leaning import is_fragment
from assistant.words.kinds import DATE
from assistant.words.languages import english

AUXILIARY = r"(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|should|may|might|must)"
# "Why?", "When exactly was that?"
ASKS_AGAIN = re.compile(
    rf"(?i)^(?P<word>why|when|where|how come|since when|until when|for how long)(?: (?:exactly|precisely))?"
    rf"(?: {AUXILIARY} (?:that|this|it|so)(?: happen(?:ed)?)?)?\W*$"
)
# A question with a question word that is no part of its clause, or with none.
CLAUSE = re.compile(
    rf"(?i)^(?:(?:why|when|where|how|(?:in|on|at) (?:what|which) \w+)\s+)?(?P<clause>{AUXILIARY}(?:n['’]t)? .+)$"
)
PREPOSITION = r"(?:in|on|at|since|until|before|after|during)"
TIME = re.compile(rf"(?:\b(?i:{PREPOSITION})\s+)?(?:{DATE.pattern})")
WORDS_OF_NAME = r"[A-Z][\w-]*\w(?:(?: (?:of|the|and|de|van|von|al|el|bin|ibn))* [A-Z][\w-]*\w)*"
NAME = re.compile(rf"(?<=[\w,] ){WORDS_OF_NAME}")
WHOLE_NAME = re.compile(rf"(?:[Tt]he )?(?P<name>{WORDS_OF_NAME})")


def joined(question: str) -> str:
    """Return a question without "and" and the like before it."""
    bare = english("grammar.opening").sub("", question)
    return bare[:1].upper() + bare[1:] if bare else question


def completed(question: str, earlier: str) -> str:
    """Return the earlier question with what this one changes in it, or "" if that is not certain.

    "Why?" takes the place of the earlier question word, "and in March?" of its time, "what about Rome?" of its name.
    """
    bare = joined(question)
    asked = ASKS_AGAIN.match(bare)
    if asked:
        clause = CLAUSE.match(earlier)
        return f"{asked['word'].capitalize()} {_lowered(clause['clause'])}" if clause else ""
    about = english("grammar.about").match(bare)
    if about:
        return _exchanged(earlier, about["other"])
    return _exchanged(earlier, bare.rstrip("?!. ")) if is_fragment(bare) else ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _exchanged(earlier: str, other: str) -> str:
    return _at_time(earlier, other) if TIME.fullmatch(other) else _of_name(earlier, other)


def _at_time(earlier: str, time: str) -> str:
    """Return the earlier question with another time, which keeps the preposition if it has none itself."""
    times = list(TIME.finditer(earlier))
    if len(times) > 1:
        return ""
    start, end = times[0].span() if times else (len(earlier.rstrip("?!. ")),) * 2
    if re.match(rf"(?i){PREPOSITION}\b", time):
        time = _lowered(time)
    elif times:
        preposition = re.match(rf"(?i){PREPOSITION}\s", times[0][0])
        time = f"{preposition[0]}{time}" if preposition else time
    else:
        return ""
    return f"{earlier[:start]}{'' if times else ' '}{time}{earlier[end:]}"


def _of_name(earlier: str, other: str) -> str:
    """Return the earlier question about another name, in which the article may change, if it has just one."""
    name = WHOLE_NAME.fullmatch(other)
    names = [found for found in NAME.finditer(earlier) if not DATE.search(found[0])]
    if not name or len({found[0] for found in names}) != 1:
        return ""
    for found in reversed(names):
        start, end = found.span()
        has_article = re.search(r"\bthe $", earlier[:start]) is not None
        earlier = earlier[:start] + (name["name"] if has_article else _lowered_article(other)) + earlier[end:]
    return earlier


def _lowered_article(name: str) -> str:
    return re.sub(r"^The ", "the ", name)
