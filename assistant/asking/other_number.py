"""Ask a question again, in any language, with another number or code: "and in 3.1?", "what about flat 14B?"."""

from __future__ import annotations

import re

from assistant.words.kinds import DATE
from assistant.words.languages import pattern
from index.lexical import content_terms

# It begins where a word does, so that a long one is tried once.
CODE = re.compile(r"(?<!\w)(?=[\w./:-]*\d)\w(?:[\w./:-]*\w)?")
ASKED = rf"\W*(?:{{leaning.about}}|{{leaning.opens}})(?P<before>\D*?)(?P<code>{CODE.pattern})[?？؟!.\s]*"
WORD = re.compile(r"\w+")


def with_other_number(question: str, earlier: str, language: str) -> str:
    """Return the earlier question with the number of this in the place of its only one, "" if that is not certain.

    It is not if another noun stands before it, or if only one of them is a date.
    """
    asked, codes = pattern(language, ASKED, re.IGNORECASE).fullmatch(question), list(CODE.finditer(earlier))
    if asked is None or len({code[0] for code in codes}) != 1:
        return ""
    code, other = codes[0], asked["code"]
    said, noun = WORD.findall(asked["before"].lower()), WORD.findall(earlier[: code.start()].lower())[-1:]
    own = [word for word in said if content_terms(word, language)]
    # More than a preposition and the noun says something else: "and when was 3.1?".
    says_more = own not in ([], noun) or len(said) > len(own) + 1
    is_other_kind = (DATE.fullmatch(other) is None) != (DATE.fullmatch(code[0]) is None)
    return "" if says_more or is_other_kind else CODE.sub(other, earlier)
