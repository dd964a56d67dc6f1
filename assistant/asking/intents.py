"""What a question asks to be done: to name all, to take the latest, to tell which documents mention a thing."""

from __future__ import annotations

import re

from assistant.words.languages import entry, pattern
from index.language import detect_language

# What is asked about, up to the end of the question.
TOPIC = r"(?P<topic>[^?؟？!()。]+?)"
END = r"\s*(?:[?؟？!()。]|\.?\s*$)"
EDGES = " \t\n.,;:"


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
