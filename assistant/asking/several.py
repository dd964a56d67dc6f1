"""Take several questions in one apart: "Who led it, and when did it begin?"."""

from __future__ import annotations

import re

from assistant.asking.intents import without_preamble
from assistant.asking.pointing import OF_EARLIER
from assistant.words.languages import entry, pattern
from index.language import detect_language
from index.lexical import content_terms

MARKS = "?？؟"
# More are no questions that a person asks at once, and each is searched for.
MOST_QUESTIONS = 4


def questions_in(question: str) -> list[str]:
    """Return the questions that a person asks in one, in order; the one as it is if there is only one.

    Another one begins behind a question mark or a semicolon, or with a question word behind "and"; none in the
    brackets around the earlier one. Each begins with a capital and ends with a question mark.
    """
    plain = without_preamble(" ".join(question.split()))
    language = detect_language(plain)
    if not entry(language, "several") or OF_EARLIER.match(plain):
        return [question]
    asks = "{several.words}" if language == "zh" else r"{several.words}\b"
    opens = pattern(language, rf"\W*{asks}", re.IGNORECASE)
    begins = rf"(?<=[{MARKS};；])\s*(?:{{several.also}})?"
    if opens.match(plain):
        begins += rf"|\s*[,،，]?\s*(?<=[\s,،，])(?:{{several.and}})(?={asks})"
    split = pattern(language, begins, re.IGNORECASE).split(plain)
    parts = [part.strip(" ;；,،，") for part in split if any(map(str.isalnum, part))]
    asked = all(part[-1:] in MARKS or opens.match(part) for part in parts)
    if not asked or not 1 < len(parts) <= MOST_QUESTIONS or not content_terms(parts[0], language):
        return [question]
    return [f"{part[:1].upper()}{part[1:].rstrip(MARKS + '. ')}?" for part in parts]
