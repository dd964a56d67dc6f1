"""Exchange one thing in a question or its text, so that the text which answers it does not any more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from evals.training.cuts import Cut
from index import Span
from index.lexical import content_terms

# After a blank, so that a question's first word is none. A sentence's first word may pass for one.
NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*")
LONGEST_NAME = 30
NUMBER = re.compile(r"\b\d[\d,.]*\b")
# Shorter words are mostly function words.
WORD = re.compile(r"\b[a-z]{4,}\b")
# With another word in their place the question asks for something else, or for nothing.
OF_ASKING = frozenset({"many", "much", "long", "kind", "type", "name", "year", "term", "used"})
# A word is exchanged for one with the same ending, which is likely to be of the same part of speech.
ENDINGS = ("ing", "ed", "ies", "ly", "s")
# Words that begin alike may mean the same: "govern", "government".
BEGINNING = 4
PAIRS_OF_OPPOSITES = """
first/last most/least before/after largest/smallest highest/lowest more/less earliest/latest oldest/youngest north/south
east/west northern/southern eastern/western increase/decrease win/lose won/lost began/ended begin/end start/finish
started/stopped accepted/rejected supported/opposed buy/sell bought/sold male/female men/women inside/outside
always/never born/died opened/closed founded/abolished created/destroyed built/demolished minimum/maximum rise/fall
major/minor included/excluded allowed/forbidden married/divorced gained/lost with/without public/private modern/ancient
invited/expelled praised/criticized arrived/left increased/decreased higher/lower larger/smaller older/younger
best/worst good/bad early/late cold/hot strong/weak rich/poor old/new upper/lower left/right internal/external
positive/negative common/rare easy/difficult present/absent legal/illegal possible/impossible able/unable
success/failure friend/enemy victory/defeat majority/minority agreed/refused agree/disagree allow/prohibit
include/exclude support/oppose accept/reject attack/defend attacked/defended arrive/leave add/remove added/removed
hired/fired join/leave joined/left entered/left father/mother son/daughter brother/sister husband/wife king/queen
parents/children winter/summer day/night peace/war urban/rural domestic/foreign
"""
_OPPOSITES = [tuple(pair.split("/")) for pair in PAIRS_OF_OPPOSITES.split()]
# Where a word has two opposites ("lost"), the first pair counts.
OPPOSITES = {word: other for one, two in reversed(_OPPOSITES) for word, other in ((one, two), (two, one))}
ANY_WORD = re.compile(r"\b[a-z]+\b")
# Both sides of what these tell are the same.
MUTUAL = re.compile(
    r"\b(?:marr|meet|met\b|between|against|play|border|with\b|and\b|similar|same|relat|near|equal)", re.I
)
OF_PERSONS = re.compile(r"^(?:who|whom|which)\b", re.IGNORECASE)
AUXILIARY = "did|was|were|is|are|do|does|had|has|can|could|would|will"
ASKS = re.compile(rf"^(when|where|why|how|what|who|whom)\s+(?=(?:{AUXILIARY})\b)(?!(?:is|was) the name)", re.IGNORECASE)
ASKS_OF = re.compile(
    r"^(?:in|on|at|during)?\s*(?:what|which) (year|month|day|date|century|city|country|state|place)\b", re.I
)
# What one can ask for -> what a sentence that may tell it holds.
KINDS = {
    "when": r"\d{2,}|day\b|month|centur|year|ago\b|[A-Z][a-z]+(?:uary|ember|ober)\b|March|April|May|June|July|August",
    "where": r"\b(?:in|at|near|from|on|to|of) (?:the )?[A-Z]|\bhome\b|country|city|region|where",
    "why": r"because|since|due\b|\bso\b|result|order to|\bfor\b|\bto\b|reason|owing|cause|\bas\b|therefore",
    "how many times": r"\d|once|twice|times|several|\b(?:one|two|three|four|five|six|ten)\b",
    "for how long": r"\d|year|month|week|day|hour|long|until|since",
    "with whom": r"\bwith\b|together|and [A-Z]|join",
}
# "Who invited X?", "Who was invited by X?", "Who did X invite?", of verbs whose past tense is also their participle.
SOMEONE = r"((?:the|an?|his|her|its|their|this|these|[A-Z][\w’'-]*) .+?|[A-Z][\w’'-]*)"
DONE_BY_ASKED = re.compile(rf"^([Ww]ho|[Ww]hat|[Ww]hich \w+) (\w+ed) {SOMEONE}\?*$")
DONE_TO_ASKED = re.compile(rf"^([Ww]ho|[Ww]hat|[Ww]hich \w+) (?:was|were) (\w+ed) by {SOMEONE}\?*$")
DID_TO_ASKED = re.compile(rf"^([Ww]hom?|[Ww]hat) did {SOMEONE} (\w+)\?*$")
NEGATIONS = {
    auxiliary: f"{auxiliary} not"
    for auxiliary in ("did", "was", "were", "is", "are", "do", "does", "can", "could", "will")
}


@dataclass(frozen=True, slots=True)
class Stock:
    """What an article offers in exchange: its names, its numbers, and its questions' content words by their ending."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing for another, as a whole word."""

    old: str
    new: str

    def of(self, text: str) -> str:
        """Return the text with every `old` exchanged."""
        return re.sub(rf"(?<!\w){re.escape(self.old)}(?!\w)", lambda _: self.new, text)

    def in_text(self, made: Cut) -> Cut | None:
        """Return the text with every `old` exchanged outside the answer; None if the answer would be touched."""
        if made.answer is None:
            return Cut(self.of(made.text), None)
        held = made.answer.of(made.text)
        if self.of(held) != held:
            return None
        before, after = self.of(made.text[: made.answer.start]), self.of(made.text[made.answer.end :])
        return Cut(before + held + after, Span(len(before), len(before) + len(held)))


def stock_of(texts: Iterable[str], questions: Iterable[str]) -> Stock:
    """Return what the texts and questions of one article offer, each item once, in the order of its first use."""
    whole = " ".join(texts)
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for word in dict.fromkeys(word for question in questions for word in WORD.findall(question)):
        if content_terms(word, "en"):
            words[_ending(word)][word] = None
    return Stock(
        names=tuple(dict.fromkeys(name for name in NAME.findall(whole) if len(name) < LONGEST_NAME)),
        numbers=tuple(dict.fromkeys(NUMBER.findall(whole))),
        words={ending: tuple(found) for ending, found in words.items()},
    )


def exchange(question: str, text: str, stock: Stock, random: Random) -> Exchange | None:
    """Return something of the question and what may take its place, or None if nothing may.

    What the text names as well is taken more often, so that only reading tells that it is not asked for.
    """
    for pattern, offer in random.sample(WAYS, len(WAYS)):
        places = [
            (found[0], offers) for found in pattern.finditer(question) if (offers := offer(found[0], question, stock))
        ]
        if places:
            old, offers = random.choice(places)
            near = [other for other in offers if other in text]
            return Exchange(old, random.choice(near if near and random.random() < 0.6 else offers))
    return None


def swap_roles(question: str, made: Cut, random: Random) -> Exchange | None:
    """Return the exchange of a name in the question for the answer, who did it to the other; None if there is none."""
    if made.answer is None or not OF_PERSONS.match(question) or MUTUAL.search(question):
        return None
    answer = made.answer.of(made.text)
    names = [name for name in NAME.findall(question) if name in made.text and name not in answer and answer not in name]
    if not names or not answer[:1].isupper() or len(answer) > LONGEST_NAME or answer in question:
        return None
    return Exchange(random.choice(names), answer)


def with_roles_swapped(made: Cut, names: Exchange) -> Cut:
    """Return the text with both names of an exchange in each other's place; the answer is then the other name."""
    both = re.compile(rf"(?<!\w)(?:{re.escape(names.old)}|{re.escape(names.new)})(?!\w)")

    def other(found: re.Match[str]) -> str:
        return names.old if found[0] == names.new else names.new

    assert made.answer is not None
    before, after = (both.sub(other, part) for part in (made.text[: made.answer.start], made.text[made.answer.end :]))
    return Cut(before + names.old + after, Span(len(before), len(before) + len(names.old)))


def swap_names(question: str, made: Cut, random: Random) -> str | None:
    """Return the question with two names that the text tells in each other's place; None if there are none to swap."""
    names = [found for found in NAME.finditer(question) if found[0] in made.text]
    if len(names) < 2 or MUTUAL.search(question):
        return None
    one, other = sorted(random.sample(names, 2), key=lambda found: found.start())
    if one[0] in other[0] or other[0] in one[0]:
        return None
    between = question[one.end() : other.start()]
    return f"{question[: one.start()]}{other[0]}{between}{one[0]}{question[other.end() :]}"


def ask_of_a_name(question: str, text: str, random: Random) -> str | None:
    """Return a question that was asked elsewhere of a name, asked of one in this text, which lacks its other words.

    "When was Ada Byron born?" -> "When was Peter Vale born?" None if the question has not one name or the text has no
    other, or shares a word with the question, and so might answer.
    """
    names = NAME.findall(question)
    if len(names) != 1 or names[0] in text:
        return None
    asked = question.replace(names[0], "")
    others = [name for name in NAME.findall(text) if len(name) < LONGEST_NAME and content_terms(name, "en")]
    wanted = content_terms(asked, "en")
    if not others or not wanted or set(wanted) & set(content_terms(text, "en")):
        return None
    return question.replace(names[0], random.choice(others))


def ask_of_the_other(question: str, text: str) -> str | None:
    """Return the question for the one to whom it was done instead of who did it, or the reverse; None if it is neither.

    A verb is turned only to a form that the text holds.
    """
    if MUTUAL.search(question):
        return None
    if found := DONE_TO_ASKED.match(question):
        return f"{found[1]} {found[2]} {found[3]}?"
    if found := DONE_BY_ASKED.match(question):
        return f"{found[1]} was {found[2]} by {found[3]}?"
    if found := DID_TO_ASKED.match(question):
        past = _held(_past_forms(found[3]), text)
        return f"Who {past} {found[2]}?" if past else None
    return None


def turn_around(question: str, text: str, random: Random) -> str | None:
    """Return the same question with its verb in the passive instead of the active, or the reverse, or None.

    A verb is turned only to a form that the text holds.
    """
    if found := DONE_BY_ASKED.match(question):
        by = "by whom" if found[1].lower() == "who" else f"by {found[1].lower()}"
        return random.choice((f"{found[3]} was {found[2]} {by}?", f"{by.capitalize()} was {found[3]} {found[2]}?"))
    if found := DONE_TO_ASKED.match(question):
        base = _held(_bases(found[2]), text)
        return f"{found[1]} did {found[3]} {base}?" if base else None
    if found := DID_TO_ASKED.match(question):
        past = _held(_past_forms(found[3]), text)
        return f"{found[1].removesuffix('m')} was {past} by {found[2]}?" if past else None
    return None


def _held(forms: Sequence[str], text: str) -> str | None:
    return next((form for form in forms if re.search(rf"\b{form}\b", text)), None)


def _past_forms(verb: str) -> tuple[str, ...]:
    """Return the ways in which the past tense of a regular verb may be written."""
    return (f"{verb}d",) if verb.endswith("e") else (f"{verb}ed", f"{verb[:-1]}ied", f"{verb}{verb[-1]}ed")


def _bases(past: str) -> tuple[str, ...]:
    return past[:-1], past[:-2], f"{past[:-3]}y", past[:-3]


def ask_otherwise(question: str, sentence: str, random: Random) -> str | None:
    """Return the question asking for what the sentence that answers it does not tell; None if it cannot be made."""
    found = ASKS.match(question) or ASKS_OF.match(question)
    if not found:
        return None
    asked = found[1].lower()
    if asked in ("year", "month", "day", "date", "century"):
        asked = "when"
    elif asked in ("city", "country", "state", "place"):
        asked = "where"
    kinds = [kind for kind, cues in KINDS.items() if kind != asked and not re.search(cues, sentence)]
    if not kinds:
        return None
    return f"{random.choice(kinds).capitalize()} {question[found.end() :].lstrip()}"


def negate(question: str, random: Random) -> str | None:
    """Return the question with its verb denied; None if it has no auxiliary."""
    places = list(re.finditer(rf"\b(?:{'|'.join(NEGATIONS)})\b(?! not\b)", question))
    if not places:
        return None
    place = random.choice(places)
    rest = question[place.end() :]
    # "did not X refuse" is not how one asks: the denial stands before the verb, which is not known. "never" fits most.
    word = random.choice((" not", " never"))
    return f"{question[: place.end()]}{word}{rest}"


def _other_names(_: str, question: str, stock: Stock) -> Sequence[str]:
    return [other for other in stock.names if other not in question]


def _other_numbers(number: str, question: str, stock: Stock) -> Sequence[str]:
    return [other for other in stock.numbers if len(other) == len(number) and other not in question]


def _opposites(word: str, _: str, __: Stock) -> Sequence[str]:
    return [OPPOSITES[word]] if word in OPPOSITES else []


def _other_words(word: str, question: str, stock: Stock) -> Sequence[str]:
    if word in OF_ASKING or not content_terms(word, "en"):
        return []
    others = stock.words.get(_ending(word), ())
    return [other for other in others if other[:BEGINNING] != word[:BEGINNING] and other not in question]


def _ending(word: str) -> str:
    return next((ending for ending in ENDINGS if word.endswith(ending)), "")


# Tried in random order until one fits. Names and words twice: they are exchanged most often.
WAYS = (
    (NAME, _other_names),
    (NAME, _other_names),
    (NUMBER, _other_numbers),
    (ANY_WORD, _opposites),
    (ANY_WORD, _opposites),
    (WORD, _other_words),
    (WORD, _other_words),
)
