"""The person whom a sentence names as the one who did what only one person does."""

from __future__ import annotations

import re

from assistant.words.languages import english, entry
from assistant.words.people import PERSON
from index import Span


def deed_of(question: str) -> tuple[str, ...]:
    """Return the forms of the deed whose one doer a question asks for, or ()."""
    asked = english("deeds.who").search(question)
    if not asked:
        return ()
    deed = asked["deed"].lower()
    lines: list[str] = entry("en", "deeds.of_one_doer") + (entry("en", "deeds.of_one_thing") if asked["one"] else [])
    forms = next((line for line in lines if deed in line.split()), "").split()
    return tuple(form.replace("_", " ") for form in forms)


def doers(sentence: str, deed: tuple[str, ...]) -> list[tuple[Span, str]]:
    """Return the one whom `sentence` names as doing the deed: "led by Ann Lee", "Ann Lee, who led ..."; [] if several.

    A sentence that names the same one in two places gives both.
    """
    found = [
        (Span(*match.span(match.lastgroup or 0)), match[match.lastgroup or 0])
        for match in _patterns(deed).finditer(sentence)
    ]
    others, also = english("deeds.and_others"), english("deeds.also")
    joint = any(others.match(sentence, span.end) or also.search(sentence[: span.start]) for span, _ in found)
    return [] if joint else found


def _patterns(deed: tuple[str, ...]) -> re.Pattern[str]:
    forms = "|".join(deed)
    described = r"(?:[^\W\d_A-Z][\w’'-]*\s+){0,5}"
    passive = rf"\b(?:{forms})\b(?:\s(?:as|for|in|at|on)\s[^.,;:]{{1,60}}?)?\s+by\s+{described}(?P<behind>{PERSON})"
    given = rf"\b(?:awarded|given|presented|went)\s+to\s+{described}(?P<receiver>{PERSON})" if "won" in deed else ""
    active = (
        rf"(?P<before>{PERSON})(?:,[^,.;]{{1,60}},)?,?\s+(?:(?:who|had|has|will|would|also|then|later|personally)\s+)*"
        rf"(?:{forms})\b(?!\s+by|\s+as\b[^.,;:]+\bby\b)"
    )
    called = rf"\b[Tt]he\s+(?:{forms})\s+of\s[^.,;:]{{1,60}}?(?:\s(?:is|was)\s|,\s){described}(?P<named>{PERSON})"
    apposed = rf"(?P<apposed>{PERSON})(?:,|\s(?:is|was))\s+the\s+(?:{forms})\s+of\b"
    return re.compile("|".join(filter(None, (passive, given, called, apposed, active))))
