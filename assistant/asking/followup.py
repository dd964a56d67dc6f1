"""Turn a question that leans on the talk before it into one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.ellipsis import completed, joined
from assistant.asking.intents import is_talk, request_of, without_preamble
from assistant.asking.leaning import leans, may_stand_alone
from assistant.asking.other_number import with_other_number
from assistant.asking.pointing import OF_EARLIER, of_its_own, pointed_at, pointing
from assistant.asking.question import LONGEST_QUESTION
from assistant.asking.referents import resolved
from index.language import detect_language
from index.lexical import content_terms

# A question leans on what was said just before, and that may lean in turn. The page hands over so many turns.
MOST_TURNS = 8
# In characters; who is asked for stands near the beginning.
LONGEST_ANSWER = 2000
SENTENCE_END = re.compile(r"(?<=[?？؟!.])\s")


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question as it is understood: itself, or with what it lacks taken from the talk before.

    `history` holds the questions before, as they were asked or as they were understood, with the texts of their
    answers, oldest first. What is lacking is put in its place where it is certain; else the earlier question stands
    behind in brackets, as it does where the answer to it is pointed at ("who said that?"), unless that makes more than
    LONGEST_QUESTION characters. Talk such as thanks leans on nothing, and nothing leans on it.
    """
    if request_of(question) and not pointed_at(question):
        return _plain(question)
    talk: list[tuple[str, str]] = []
    for earlier, answer in list(history)[-MOST_TURNS:]:
        if len(earlier) <= LONGEST_QUESTION and not is_talk(earlier):
            talk.append((_understood(_plain(earlier), talk), answer[:LONGEST_ANSWER]))
    plain = _plain(question)
    return _understood(plain if pointed_at(plain) else without_preamble(plain), talk)


def on_its_own(question: str, understood: str) -> str:
    """Return a question without the "and" before it, if it may as well be one of its own; else "".

    So may some that are understood with the one before in brackets.
    """
    leaning = understood != question and OF_EARLIER.match(understood)
    return _joined(question) if leaning and may_stand_alone(question, detect_language(question)) else ""


def _joined(question: str) -> str:
    return joined(question) if detect_language(question) == "en" else question


def _plain(text: str) -> str:
    return " ".join(text.split())


def _understood(question: str, talk: Sequence[tuple[str, str]]) -> str:
    language = detect_language(question)
    if not talk or OF_EARLIER.match(question) or len(question) > LONGEST_QUESTION:
        return question
    earlier = talk[-1][0]
    if pointed_at(question):
        understood = pointing(question, earlier)
    elif leans(question, language):
        earlier = of_its_own(earlier)
        english = language == "en" == detect_language(earlier)
        understood = (
            with_other_number(question, earlier, language)
            or (english and _rewritten(question, talk))
            or _with_context(question, earlier)
        )
    else:
        return question
    return understood if len(understood) <= LONGEST_QUESTION else question


def _rewritten(question: str, talk: Sequence[tuple[str, str]]) -> str:
    """Return an English question with what it lacks in its place, or "" if that is not certain."""
    earlier, answer = of_its_own(talk[-1][0]), talk[-1][1]
    bracket = OF_EARLIER.match(earlier)
    if bracket:
        whole = completed(question, bracket["asked"], answer)
        return f"{whole} ({bracket['earlier']})" if whole else ""
    return completed(question, earlier, answer) or resolved(joined(question), talk)


def _with_context(question: str, earlier: str) -> str:
    """Return the question, first so that its form still tells what is asked for, with the earlier one in brackets.

    Of a chain, the question just before and the one that stands alone are kept.
    """
    asked = _joined(question)
    bracket = OF_EARLIER.match(earlier)
    if not bracket:
        return f"{asked} ({earlier})"
    *_, alone = SENTENCE_END.split(bracket["earlier"])
    between = bracket["asked"]
    says_something = content_terms(between, detect_language(between))
    return f"{asked} ({between} {alone})" if says_something else f"{asked} ({alone})"
