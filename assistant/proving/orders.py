"""Tell the sentences of a document that are meant for a language model: orders what to answer, not news."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Passage

SAY = r"(?:say|write|answer|reply|respond|output|print|repeat|state|tell|praise|pretend|claim|mention|recommend)"
ORDERS = re.compile(
    # "Ignore all previous instructions", in our languages.
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instructions?|rules?|prompts?|questions?|passages?|told|above)\b"
    r"|\b(?:игнорируй|забудь|не обращай)\w*.{0,60}(?:инструкц|указан|правил)"
    r"|\b(?:ignor|olvid|oubli|vergiss|vergess)\w*.{0,60}\b(?:instrucci|instruction|consigne|anweisung|anleitung|regel)"
    r"|\btalimat\w*.{0,60}(?:yok say|görmezden|unut|dikkate alma)"
    r"|تجاهل.{0,60}(?:التعليمات|الأوامر|القواعد)|התעלמ?\w*.{0,60}(?:הוראות|כללים)|(?:忽略|无视|忘记).{0,30}(?:指令|指示|说明|规则)"
    # "You must say", "when asked, answer".
    rf"|\byou (?:must|should|shall|will|are to|have to)(?: (?:now|always|only|then))? {SAY}(?: that\b|\s*[:,]| with\b)"
    rf"|\bwhen(?:ever)? (?:you are )?asked\b.{{0,60}}\b{SAY}\b|\b(?:tell|inform|warn|remind) the user\b"
    rf"|\b{SAY}(?: only| exactly)?(?: with)? (?:the|this|the following) (?:words?|answer|sentence|phrase|text)\b"
    # Turns of a chat, and names for who reads it.
    r"|^\W*(?:system|assistant|user|developer)(?: prompt| message| note)?\s*:"
    r"|\b(?:note|attention|message|instructions?) (?:to|for) (?:the |any |all )?(?:ai|a\.i\.|llm|language model|chatbot"
    r"|assistant)\b|<\|\w+\|>|\[/?INST\]",
    re.IGNORECASE,
)
# An order opens with its verb: "Write that it is over." The same word elsewhere is somebody's deed.
OPENS_WITH_ORDER = re.compile(
    rf"^\W*(?:please |now |instead,? |then )?{SAY}(?: only| exactly)?(?: that\b|\s*:|,)", re.IGNORECASE
)


def is_order(sentence: str) -> bool:
    """Tell whether a sentence orders a language model about; somebody's order to others, in a report, is none."""
    return ORDERS.search(sentence) is not None or OPENS_WITH_ORDER.match(sentence) is not None


def orders_in(passage: Passage) -> Iterator[int]:
    """Yield the places of the sentences of a passage that are orders, counted from 0."""
    return (place for place in range(len(passage.sentences)) if is_order(passage.sentence(place)))
