"""Tell what points at the answer before: "who said that?", "show me the passage", "tell me more"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum, auto

from assistant.asking.intents import LONGEST_REQUEST, REMEMBERED, Wish, request_of
from assistant.words.languages import languages, pattern
from index.language import detect_language

OF_EARLIER = re.compile(r"^(?P<asked>.+?) \((?P<earlier>.+)\)$")


# What may be asked of the document that the answer quotes: "when was that published?"
OF_DOCUMENTS = (Wish.AUTHOR, Wish.DATE, Wish.PUBLISHER)


class Pointer(StrEnum):
    """What is wanted of the answer before: who says it, the whole passage that it quotes, or more."""

    SAID = auto()
    PASSAGE = auto()
    MORE = auto()


@dataclass(frozen=True, slots=True)
class Pointed:
    """What is wanted of the answer to an earlier question ("" if there is none), in a language (ISO 639-1).

    A `Wish`, one of OF_DOCUMENTS, is one about the documents that it quotes.
    `times` says the how-manieth time in a row that more is wanted; else it is 1.
    """

    pointer: Pointer | Wish
    language: str
    earlier: str
    times: int = 1


def pointing(question: str, earlier: str) -> str:
    """Return a question that points at the answer to an earlier one, so that it can be asked alone."""
    return f"{question} ({of_its_own(earlier, but=Pointer.MORE)})"


def of_its_own(understood: str, *, but: Pointer | None = None) -> str:
    """Return the question whose answer is pointed at, whether directly or by what points in turn; itself if it is none.

    One that is pointed at by `but` is left so.
    """
    found = pointed_at(understood)
    if not found or not found.earlier or found.pointer is but:
        return understood
    return of_its_own(found.earlier, but=but)


def pointed_at(understood: str) -> Pointed | None:
    """Return what a question as it is understood wants of the answer before; None if it asks something of its own."""
    bracket = OF_EARLIER.match(understood)
    asked, earlier = (bracket["asked"], bracket["earlier"]) if bracket else (understood, "")
    found = _pointer(asked)
    if not found:
        return None
    pointer, language = found
    before = pointed_at(earlier) if pointer is Pointer.MORE and earlier else None
    if before and before.pointer is Pointer.MORE:
        return Pointed(pointer, language, before.earlier, before.times + 1)
    return Pointed(pointer, language, earlier)


@functools.lru_cache(REMEMBERED)
def _pointer(question: str) -> tuple[Pointer | Wish, str] | None:
    """Return what the whole of a question wants of the answer before, and the language that it says so in."""
    if len(question) > LONGEST_REQUEST:
        return None
    request = request_of(question)
    if request:
        is_this = request.wish in OF_DOCUMENTS and _is_this(request.topic, request.language)
        return (request.wish, request.language) if is_this else None
    for language in dict.fromkeys((detect_language(question), *languages())):
        for pointer in Pointer:
            if pattern(language, rf"\W*{{pointing.{pointer}.words}}\W*", re.IGNORECASE).fullmatch(question):
                return pointer, language
    return None


def _is_this(topic: str, language: str) -> bool:
    return pattern(language, "{pointing.this}", re.IGNORECASE).fullmatch(topic.strip()) is not None
