"""How firmly, and of how many, a sentence states what it states."""

from __future__ import annotations

import re

from assistant.proving.wording import Word, words

# What is only possible, or somebody's view; of each line, any word in the claim keeps what any other says.
POSSIBLE = re.compile(
    r"\b(?:may|might|could|possibl[ey]|perhaps|probably|likely|unlikely|apparently|seem(?:s|ed|ingly)?|appears? to"
    r"|reportedly|alleged(?:ly)?|alleg(?:e|es|ing|ations?)|suspect(?:s|ed)?|estimate[sd]?|estimates|thinks?|thought"
    r"|believe[sd]?|claim(?:s|ed|ing)?|argue[sd]?|suggest(?:s|ed)?|assess(?:es|ed|ment)|potential(?:ly)?|at risk|risks?"
    r"|chances?|doubt(?:s|ed)?|doubtful|warn(?:s|ed|ing)?|fear(?:s|ed)?|accus(?:es?|ed|ing|ations?)|blam(?:es?|ed|ing)"
    r"|rumou?r(?:s|ed)?|speculat\w+|attribut(?:es?|ed)|supposed(?:ly)?|presumabl[ey]|view(?:s|ed)?|opinion|predict\w*"
    r"|expect(?:s|ed)?|consider(?:s|ed)?|unclear|not clear|uncertain|can|describ\w+|call(?:s|ed)?|liken\w*|compar\w+)\b"
)
POSSIBLE_IN_SOURCE = re.compile(
    r"\b(?:may|might|could|possibl[ey]|perhaps|probably|likely|apparently|seem(?:s|ed|ingly)?|appears? to|reportedly"
    r"|alleged(?:ly)?|alleg(?:e|es|ing)|suspect(?:s|ed)?|thinks?|believe[sd]?|claim(?:s|ed|ing)?|argue[sd]?|assessment"
    r"|at risk|warn(?:s|ed|ing)? (?!was|were|is|had|has)|fear(?:s|ed)?|accus(?:es?|ed|ing)|rumou?red|supposedly)\b"
)
WISHED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|urg(?:es?|ed|ing)|call(?:s|ed|ing)? (?:on|for)|request(?:s|ed)?"
    r"|propos(?:es?|ed|ing|als?)|threat(?:en(?:s|ed|ing)?|s)?|want(?:s|ed)?|offer(?:s|ed|ing)?|appeal(?:s|ed)?"
    r"|recommend(?:s|ed)?|petition|if|unless|condition)\b",
    re.IGNORECASE,
)
INTENDED = re.compile(
    r"\b(?:will|would|shall|should|plan(?:s|ned|ning)?|hop(?:es?|ed|ing)|expect(?:s|ed)?|aim(?:s|ed|ing)?|seek(?:s|ing)?"
    r"|sought|intend(?:s|ed)?|promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|vow(?:s|ed)?|agree(?:s|d)?|attempt(?:s|ed)?"
    r"|tr(?:y|ies|ied|ying)|decid(?:es?|ed)|decision|due to|set to|going to|meant to|want(?:s|ed|ing)?|wish(?:es|ed)?"
    r"|goal|purpose|scheduled|announc(?:es?|ed)|is to|are to|was to|were to|future|next|upcoming|so that|in order to)\b"
)
INTENDED_IN_SOURCE = re.compile(
    r"\b(?:will|would|shall|should|plan(?:s|ned)? to|hop(?:es|ed|ing)|expected to|aim(?:s|ed)? to|seek(?:s|ing)? to"
    r"|sought to|intend(?:s|ed)? to|promis(?:es|ed) to|pledged to|vowed to|agreed to|attempted to|tri(?:es|ed) to"
    r"|decided (?:\w+ ){0,3}to|want(?:s|ed)? to|scheduled)\b"
)
# Claims of much, each with what the source may say instead.
TIME_AFTER = r"(?! (?:day|week|month|year|hour|night|\w+day|\w+ years)\b)"
SWEEPING_PAIRS = (
    (
        rf"every(?:one|body|thing|where)?{TIME_AFTER}|all|entire(?:ly)?|whole|always|complete(?:ly)?",
        r"all|every(?:one|body|thing|where)?|each|both|entire(?:ly)?|whole|always|complete(?:ly)?|total(?:ly)?|any",
    ),
    (r"never", r"n?ever"),
    (
        r"no one|nobody|none|no(?= [a-z])|nothing|nowhere",
        r"no|not|none|nobody|nothing|nowhere|never|without|neither|nor|cannot|fail(?:s|ed)?|\w+n['’]t",
    ),
    (r"the only|solely|exclusively|alone", r"only|sole(?:ly)?|exclusively|alone"),
    (
        r"most|mostly|majority|mainly|largely",
        r"most(?:ly)?|majority|main(?:ly)?|large(?:ly)?|more|chiefly|all|half|\d\d(?:\.\d+)?(?= ?%| per ?cent)",
    ),
)
SWEEPING = tuple(
    (re.compile(rf"\b(?:{sweeping})\b", re.IGNORECASE), re.compile(rf"\b(?:{told})\b", re.IGNORECASE))
    for sweeping, told in SWEEPING_PAIRS
)
# "The second largest" and "one of the largest" are not the largest.
SUPERLATIVE = re.compile(
    r"\b(?P<rank>(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th))[\s-]"
    r"|(?:one|two|three|some|many) of the\s)(?P<most>[a-z]+est|most [a-z]+)\b"
)
# What has ended, or is true up to a date only.
ENDED = re.compile(r"\b(?:was|were|had been)\b[^,;]*\b(?:until|till)\b|\b(?:used to|formerly)\b")
STILL = re.compile(r"\b(?:is|are|has|have)\b")


def overstatement(claim: str, source: str) -> str:
    """Return the word in which a claim says more than its source does, or "".

    "May" is not "will", "plans to" is not "has", "most" is not all, and what was so until a year is not so today.
    """
    for ranked in SUPERLATIVE.finditer(source):
        if re.search(rf"\bthe {ranked['most']}\b", claim):
            return str(ranked["most"])
    for sweeping, told in SWEEPING:
        if (found := sweeping.search(claim)) and not told.search(source):
            return found[0].strip()
    if ENDED.search(source) and STILL.search(claim) and not re.search(r"\b(?:until|till|was|were)\b", claim):
        return str(STILL.findall(claim)[0])
    return _dropped(claim, source)


def _dropped(claim: str, source: str) -> str:
    """Return what makes the source less certain and the claim leaves out."""
    possible = POSSIBLE.search(claim)
    if (found := POSSIBLE_IN_SOURCE.search(source)) and not possible:
        return found[0]
    wished = WISHED.search(claim)
    if (found := WISHED.search(source)) and not wished and not possible and _governs(found.end(), claim, source):
        return found[0]
    if (found := INTENDED_IN_SOURCE.search(source)) and not possible and not wished and not INTENDED.search(claim):
        return found[0]
    return ""


def _content(sentence: str) -> list[Word]:
    return [word for word in words(sentence) if word.content]


def _governs(end: int, claim: str, source: str) -> bool:
    """Tell whether most of what the source and the claim share stands behind a mark of the source."""
    shared = {word.meaning for word in _content(claim)}
    places = [word.start for word in _content(source) if word.meaning in shared]
    return sum(place >= end for place in places) * 2 > len(places)
