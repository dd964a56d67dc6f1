"""Tell whose words an English question asks for: "What does Ada say about it?"."""

from __future__ import annotations

import re

from assistant.words.kinds import NAME
from assistant.words.names import without_possessive

SAYING = (
    r"(?:say|think|believe|claim|argue|note|explain|describe|state|add|mention|tell|remark|comment|call|predict|warn"
    r"|conclude|suggest|consider|see|view|assess|judge|rate)"
)
ASKED = (
    re.compile(rf"\b(?:do|does|did|has|have|would)\s+(?P<name>{NAME.pattern})\s+(?:\w+\s+)?{SAYING}\b"),
    re.compile(rf"\b[Aa]ccording to (?:\w+ ){{0,2}}?(?P<name>{NAME.pattern})"),
    re.compile(
        rf"\b(?:[Ii]n|[Bb]y|[Ff]rom) (?P<name>{NAME.pattern})['’]s? (?:view|opinion|eyes|words|account|point of view)\b"
    ),
)


def speaker_asked_for(question: str) -> frozenset[str]:
    """Return the words of the name whose bearer's words are asked for; none if the question is of another form."""
    match = next((match for form in ASKED if (match := form.search(question))), None)
    return words_of_name(match["name"]) if match else frozenset()


def words_of_name(name: str) -> frozenset[str]:
    """Return the words of a name, without an article before it and possessive endings."""
    return frozenset(without_possessive(word) for word in name.removeprefix("the ").split())
