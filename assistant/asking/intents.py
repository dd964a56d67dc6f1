"""What a question asks to be done: to talk, to tell of the documents themselves, to name all, to take the latest."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum, auto

from assistant.words.languages import entry, languages, pattern
from index.language import detect_language

# What is asked about, up to the end of the question.
TOPIC = r"(?P<topic>[^?؟？!()。]+?)"
# Documents that are meant, by their noun at least.
NAMED = r"(?P<named>[^?؟？!()。]*?{mentions.documents}[^?؟？!()。]*?)"
END = r"\s*(?:[?؟？!()。]|\.?\s*$)"
EDGES = " \t\n.,;:"
# In characters; what people say for politeness' sake is short, and so is a question about the documents.
LONGEST_REQUEST = 200
# Of the questions of a conversation, each is read several times.
REMEMBERED = 256


class Wish(StrEnum):
    """What is wanted instead of an answer from the texts; the first five are talk, of which the first one counts."""

    HELP = auto()
    BYE = auto()
    THANKS = auto()
    HELLO = auto()
    GOOD = auto()
    LIST = auto()
    COUNT = auto()
    AUTHOR = auto()
    DATE = auto()
    PUBLISHER = auto()
    NEWEST = auto()
    OLDEST = auto()
    LONGEST = auto()
    SHORTEST = auto()
    SUMMARY = auto()
    MENTIONED = auto()
    COMPARE = auto()


class Things(StrEnum):
    """What can be listed of all that documents mention."""

    PEOPLE = auto()
    COUNTRIES = auto()
    CITIES = auto()
    PLACES = auto()
    ORGANISATIONS = auto()
    NAMES = auto()
    YEARS = auto()
    DATES = auto()
    NUMBERS = auto()


TALK = (Wish.HELP, Wish.BYE, Wish.THANKS, Wish.HELLO, Wish.GOOD)
TALK_WORDS = "|".join(f"{{talk.{wish}.words}}" for wish in TALK)
ABOUT = tuple(wish for wish in Wish if wish not in TALK)
THINGS = f"(?:{'|'.join(f'(?P<{each}>{{things.{each}}})' for each in Things)})"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish, the language (ISO 639-1) that it is put in, and the words for the documents meant ("" for all).

    `things` are those whose mentions are to be listed, or None. To compare, `topic` is on what ("" if that is not
    said), and `named` are the words for the documents.
    """

    wish: Wish
    language: str
    topic: str = ""
    things: Things | None = None
    named: str = ""


@functools.lru_cache(REMEMBERED)
def request_of(question: str) -> Request | None:
    """Return what the whole of a question asks of the assistant or of the documents themselves; None if it does not.

    A greeting is too short to tell its language, so every language is tried, that of the question first.
    """
    if len(question) > LONGEST_REQUEST:
        return None
    tried = dict.fromkeys((detect_language(question), *languages()))
    return next((found for language in tried if (found := _requested(question, language))), None)


def is_talk(question: str) -> bool:
    """Tell whether a question is nothing but talk, such as thanks."""
    request = request_of(question)
    return request is not None and request.wish in TALK


def without_preamble(question: str) -> str:
    """Return a question without the greeting and the politeness before it: "hello, could you tell me who led it?"."""
    edge = _edge(detect_language(question))
    form = rf"\W*(?:(?:{TALK_WORDS}){edge}\s*[,.!;:，。！،]\s*|{{talk.polite.words}}\s*)"
    found = pattern(detect_language(question), form, re.IGNORECASE).match(question)
    rest = question[found.end() :] if found else ""
    return without_preamble(rest) if any(map(str.isalnum, rest)) else question


def _requested(question: str, language: str) -> Request | None:
    if pattern(language, rf"\W*(?:(?:{TALK_WORDS}){_edge(language)}\W*)+", re.IGNORECASE).fullmatch(question):
        return Request(next(wish for wish in TALK if _says(wish, question, language)), language)
    for wish in ABOUT:
        for form in entry(language, f"about.{wish}.words"):
            filled = form.replace("{topic}", TOPIC).replace("{things}", THINGS).replace("{named}", NAMED)
            whole = rf"\W*(?:{filled})\W*"
            if found := pattern(language, whole, re.IGNORECASE).fullmatch(question):
                said = found.groupdict()
                things = next((each for each in Things if said.get(each)), None)
                return Request(wish, language, said.get("topic") or "", things, said.get("named") or "")
    return None


def _says(wish: Wish, question: str, language: str) -> bool:
    edge = _edge(language)
    return pattern(language, f"{edge}{{talk.{wish}.words}}{edge}", re.IGNORECASE).search(question) is not None


def _edge(language: str) -> str:
    # Chinese does not write the edges of words.
    return "" if language == "zh" else r"\b"


def asks_for_present(question: str, language: str) -> bool:
    """Tell whether a question in a language (ISO 639-1) asks for what holds now: "who currently leads it?"."""
    return _asks_for("present", question, language)


def asks_for_latest(question: str, language: str) -> bool:
    """Tell whether later documents count more for it than earlier ones: it asks for the latest, or for the present."""
    return _asks_for("latest", question, language) or asks_for_present(question, language)


def _asks_for(intent: str, question: str, language: str) -> bool:
    # Chinese does not write the edges of words.
    form = f"{{intents.{intent}}}" if language == "zh" else rf"\b{{intents.{intent}}}\b"
    return pattern(language, form).search(question.replace("İ", "i").lower()) is not None


def asks_for_all(question: str, language: str) -> bool:
    """Tell whether a question asks for all things of a kind: "which countries", "list the", "name everyone"."""
    return pattern(language, r"(?<!\w){intents.all}", re.IGNORECASE).search(question) is not None


def asks_whether(question: str, language: str) -> bool:
    """Tell whether a question is one of yes or no: "did she sign it?"."""
    return pattern(language, "{intents.whether}", re.IGNORECASE).search(question) is not None


def topic_of(question: str, language: str) -> str:
    """Return the thing whose mentions in the documents a question asks about, as it names it; "" if it asks otherwise.

    What a document does otherwise ("which documents did she sign") or is not ("do not mention") is not asked about.
    """
    for form in entry(language, "mentions.forms"):
        whole = form.replace("{topic}", TOPIC).replace("{end}", END)
        found = pattern(language, whole, re.IGNORECASE).search(question)
        if found and ("(" not in question[: found.start()] or _asks_again(question)):
            return _thing(found["topic"], language)
    return ""


def _asks_again(question: str) -> bool:
    """Tell whether a question with an earlier one in brackets only asks which documents were meant: "which ones?"."""
    language = detect_language(question.partition("(")[0])
    return pattern(language, r"{mentions.again}\W*\(", re.IGNORECASE).match(question) is not None


def _thing(topic: str, language: str) -> str:
    """Return a topic without what stands around its name; "" if it is a clause."""
    if pattern(language, "{mentions.no_thing}").search(topic):
        return ""
    thing = pattern(language, "^{mentions.before}+", re.IGNORECASE).sub("", topic.strip(EDGES))
    return pattern(language, "{mentions.after}$", re.IGNORECASE).sub("", thing).strip()
