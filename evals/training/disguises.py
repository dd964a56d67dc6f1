"""Write a question as people type it: in small letters, without a mark, with a slip, or as key words."""

from __future__ import annotations

import re
from random import Random

SMALL, UNMARKED, SLIPPED, KEYWORDS = 0.13, 0.13, 0.08, 0.07
MARKS = "?？؟"
WORD = re.compile(r"\b[a-z]{5,}\b")
# What the answer is, in the words that people search with.
KINDS = (
    (re.compile(r"^(?:in |on |at )?(?:what|which) (\w+)\b", re.IGNORECASE), r"\1"),
    (re.compile(r"^how (many|much)\b", re.IGNORECASE), "number of"),
    (re.compile(r"^how long\b", re.IGNORECASE), "duration"),
    (re.compile(r"^when\b", re.IGNORECASE), "date"),
    (re.compile(r"^where\b", re.IGNORECASE), "location"),
    (re.compile(r"^why\b", re.IGNORECASE), "reason"),
    (re.compile(r"^(?:who|whom|what|which|how)\b", re.IGNORECASE), ""),
)
LEFT_OUT = frozenset(
    {
        "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "the", "a", "an", "of",
        "to", "in", "on", "at", "by", "for", "from", "with", "and", "that", "this", "it", "its", "there", "can",
        "could", "will", "would", "take", "place",
    }
)  # fmt: skip


def disguise(question: str, random: Random) -> str:
    """Return the question as it is, or, as often as the constants above say, written otherwise."""
    if random.random() < KEYWORDS:
        return keywords(question)
    if random.random() < SLIPPED:
        question = _slip(question, random)
    if random.random() < UNMARKED:
        question = question.rstrip(f"{MARKS} ")
    return question.lower() if random.random() < SMALL else question


def keywords(question: str) -> str:
    """Return what one would type into a search box: `super bowl 50 date`; the question itself if little remains."""
    text = question.rstrip(f"{MARKS} ")
    kind = ""
    for pattern, word in KINDS:
        if found := pattern.match(text):
            kind = found.expand(word)
            text = text[found.end() :]
            break
    words = [word for word in text.split() if word.lower().strip(",.") not in LEFT_OUT]
    asked = " ".join([kind, *words] if kind == "number of" else [*words, kind]).strip().lower()
    return asked if len(words) > 1 else question


def _slip(question: str, random: Random) -> str:
    """Return the question with two letters exchanged, one lost or one doubled, inside one longer word."""
    places = list(WORD.finditer(question))
    if not places:
        return question
    place = random.choice(places)
    at = random.randrange(place.start() + 1, place.end() - 2)
    return random.choice(
        (
            question[:at] + question[at + 1] + question[at] + question[at + 2 :],
            question[:at] + question[at + 1 :],
            question[:at] + question[at] + question[at:],
        )
    )
