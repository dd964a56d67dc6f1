"""The person whom a sentence names as the one who did what only one person does."""

from __future__ import annotations

import re

from assistant.words.people import PERSON
from index import Span

# Deeds that have one doer as a rule, each with its forms and with the nouns for its doer; of "who attended" all answers
# are right together.
DEEDS = (
    "lead leads led leading leader", "head heads headed", "chair chairs chaired chairman chairwoman",
    "command commands commanded commander", "direct directs directed director",
    "write writes wrote written author writer", "win wins won winner", "invent invents invented inventor",
    "discover discovers discovered discoverer", "design designs designed designer architect",
    "compose composes composed composer", "paint paints painted painter", "own owns owned owner",
    "succeed succeeds succeeded replace replaces replaced successor", "captain captains captained",
    "found founds founded founder establish establishes established create creates created creator set_up sets_up",
    "translate translates translated translator", "order orders ordered", "kill kills killed killer",
    "murder murders murdered murderer", "assassinate assassinates assassinated assassin", "shoot shoots shot",
    "stab stabs stabbed", "appoint appoints appointed", "nominate nominates nominated", "produce produces produced",
    "edit edits edited editor", "host hosts hosted", "coach coaches coached", "manage manages managed manager",
    "draft drafts drafted", "conduct conducts conducted conductor", "defeat defeats defeated beat beats beaten",
    "acquire acquires acquired buy buys bought buyer",
)  # fmt: skip
# In "who scored?" there are many, in "who scored the winning goal?" there is one.
OF_ONE_THING = ("score scores scored scorer", "sign signs signed", "open opens opened", "play plays played")
FORMS = {form: tuple(each.replace("_", " ") for each in line.split()) for line in DEEDS for form in line.split()}
FORMS_OF_ONE_THING = {form: tuple(line.split()) for line in OF_ONE_THING for form in line.split()}
WHO = re.compile(
    r"\bwho(?:m)?\s+(?:(?:has|had|will|is|was|did|does)\s+)?(?:the\s+)?(?P<deed>[a-z]+)(?P<one>\s+the\s+[a-z]+ing\b)?",
    re.IGNORECASE,
)
# "Ann Lee and Bo Ek", "Ann Lee, with her sister": each is one of several.
AND_OTHERS = re.compile(
    r"\s*,?\s*(?:(?:and|&)\s+(?:[A-Z]|(?:her|his|the|a|an|two|three|four|others)\b)"
    r"|(?:together |along |jointly )?with\s+(?:[A-Z]|(?:her|his)\b)|,\s+[A-Z])"
)
ALSO = re.compile(r"(?:[A-Z][\w’'-]*,?\s+(?:and|&)|\b(?:co-?|one of [^,.;]{1,30}))\s*$")


def deed_of(question: str) -> tuple[str, ...]:
    """Return the forms of the deed whose one doer a question asks for, or ()."""
    asked = WHO.search(question)
    if not asked:
        return ()
    deed = asked["deed"].lower()
    return FORMS.get(deed, ()) or (FORMS_OF_ONE_THING.get(deed, ()) if asked["one"] else ())


def doers(sentence: str, deed: tuple[str, ...]) -> list[tuple[Span, str]]:
    """Return the one whom `sentence` names as doing the deed: "led by Ann Lee", "Ann Lee, who led ..."; [] if several.

    A sentence that names the same one in two places gives both.
    """
    found = [
        (Span(*match.span(match.lastgroup or 0)), match[match.lastgroup or 0])
        for match in _patterns(deed).finditer(sentence)
    ]
    joint = any(AND_OTHERS.match(sentence, span.end) or ALSO.search(sentence[: span.start]) for span, _ in found)
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
