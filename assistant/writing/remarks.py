"""What we say about a language model's writing: why something is withheld, or a quote is shown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, auto

from assistant.words.languages import entry_or_english
from assistant.words.phrases import quoted


class Remark(StrEnum):
    """A fixed sentence, or a label that says why a sentence is withheld; in braces what it is completed with."""

    UNREACHABLE = auto()
    SLOW = auto()
    REFUSED = auto()
    UNUSABLE = auto()
    BROKE_OFF = auto()
    DECLINED = auto()
    DECLINED_TOO = auto()
    NOTHING_PROVEN = auto()
    UNPROVEN_TOO = auto()
    SOME_WITHHELD = auto()  # {count} sentences
    NOT_SEARCHED = auto()
    # Labels; each has the name of a reason.
    NO_MARKER = auto()
    UNKNOWN_MARKER = auto()
    NUMBER = auto()
    DATE = auto()
    NAME = auto()
    QUOTATION = auto()
    NEGATION = auto()
    ROLE = auto()
    CERTAINTY = auto()
    NOT_SUPPORTED = auto()


def remark(name: Remark, language: str, *, count: int = 0, words: Sequence[str] = ()) -> str:
    """Return a remark in a language (ISO 639-1), in English if we do not have it in that one.

    `count` completes a sentence that counts; `words` follow a label in brackets.
    """
    text: str = entry_or_english(language, f"remarks.{name}").format(count=count)
    return f"{text} ({quoted(words, language)})" if words else text
