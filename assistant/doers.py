"""The person whom a sentence names as the one who did what only one person does."""

from __future__ import annotations

import re

from assistant.posts import PERSON
from index import Span

# Deeds that have one doer as a rule, each with its forms; of "who attended" all answers are right together.
DEEDS = (
    "lead leads led leading", "head heads headed", "chair chairs chaired", "command commands commanded",
    "direct directs directed", "write writes wrote written", "win wins won", "invent invents invented",
    "discover discovers discovered", "design designs designed", "compose composes composed",
    "paint paints painted", "succeed succeeds succeeded", "replace replaces replaced", "own owns owned",
    "captain captains captained", "found founds founded", "translate translates translated",
)  # fmt: skip
FORMS = {form: tuple(line.split()) for line in DEEDS for form in line.split()}
WHO = re.compile(r"\bwho(?:m)?\s+(?:(?:has|had|will|is|was|did|does)\s+)?(?:the\s+)?(?P<deed>[a-z]+)", re.IGNORECASE)


def deed_of(question: str) -> tuple[str, ...]:
    """Return the forms of the deed whose one doer a question asks for, or ()."""
    asked = WHO.search(question)
    return FORMS.get(asked["deed"].lower(), ()) if asked else ()


def doers(sentence: str, deed: tuple[str, ...]) -> list[tuple[Span, str]]:
    """Return those whom `sentence` names as doing the deed: "led by Ann Lee", "Ann Lee, who led ..."."""
    forms = "|".join(deed)
    passive = rf"\b(?:{forms})\s+by\s+(?:[^\W\d_A-Z][\w’'-]*\s+){{0,5}}(?P<behind>{PERSON})"
    active = (
        rf"(?P<before>{PERSON})(?:,[^,.;]{{1,60}},)?,?\s+(?:(?:who|had|has|will|would|also)\s+)*(?:{forms})\b(?!\s+by)"
    )
    return [
        (Span(*found.span(found.lastgroup or 0)), found[found.lastgroup or 0])
        for found in re.finditer(f"{passive}|{active}", sentence)
    ]
