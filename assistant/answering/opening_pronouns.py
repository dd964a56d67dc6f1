"""Tell whom the pronoun that opens a sentence means, where the sentence before it leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.words.kinds import MONTH, NAME, WEEKDAY
from assistant.words.reading import overlap, paragraph_at
from assistant.words.speech import quoted_spans
from index import Span

OPENS = re.compile(r"(?P<pronoun>He|She|His|Her|It|Its|They|Their)\b")
CLASSES = {"He": "man", "His": "man", "She": "woman", "Her": "woman", "It": "thing", "Its": "thing", "They": "group",
           "Their": "group"}  # fmt: skip
# So many sentences may lie between the name and the pronoun, all of which go on about the same one: "He ... He ...".
MOST_BETWEEN = 2
# Of "It is likely that" and "It was Ada who", nothing before tells what it is.
EMPTY = re.compile(
    r"It (?:(?:is|was|has been|will be|would be|may be|seems|seemed|appears|appeared|takes|took|remains)\b"
    r"[^.]{0,80}? (?:that|to|who|whether|which|for|when)\b|(?:is|was) (?:\w+ )?(?:\w+ed|not|only|[A-Z]))"
)
BE = r"(?:is|was|are|were|became|remains|remained)"
VERB = (
    rf"(?:{BE}|has|had|did|does|made|took|went|came|gave|won|lost|led|said|told|wrote|held|found|left|met|spoke|began"
    r"|built|saw|got|grew|ran|fell|rose|bought|taught|thought|brought|sold|sent|paid|drew|flew|chose|broke|spent|stood"
    r"|sat|kept|felt|[a-z]{2,}(?:ed|s))"
)
SUBJECT = re.compile(
    rf"(?:(?:In|On|By|At|From|After|During|Since) [^,.]{{2,40}}, )?(?P<article>[Tt]he )?(?P<name>{NAME.pattern})"
    rf"(?:,? \([^)]{{1,60}}\))?(?:, [^,.]{{2,100}},)? (?:also |then |later |now |still |often |again )?"
    rf"(?P<verb>{VERB})\b"
    rf"(?P<same> (?:also |now |still |today )?(?:a|an|the|one of)\b)?(?P<passive> (?:[a-z]+ly )?[a-z]{{3,}}ed\b)?"
)
# A name behind these is a place, a time or a thing.
NO_PERSON_BEFORE = re.compile(r"\b(?:in|at|from|near|into|across|through|on|the|The|a|an)\s$")
PERSON = re.compile(
    r"\b(?:the|a|an|his|her|their|its|one|another|by|of|['’]s) (?:\w+ ){0,2}?(?:man|woman|boy|girl|child|brother|sister"
    r"|son|daughter|father|mother|wife|husband|uncle|cousin|nephew|friend|king|queen|prince|princess|emperor|duke|pope"
    r"|president|minister|chancellor|governor|mayor|senator|ambassador|secretary|spokes\w+|chief|leader|general|officer"
    r"|director|lawyer|judge|teacher|professor|doctor|scientist|engineer|artist|writer|author|poet|singer|actor|actress"
    r"|player|coach|owner|partner|colleague|rival|successor|predecessor|assistant|founder|victim|suspect)\b"
)
PLURAL = re.compile(
    r"\b(?:the|their|its|his|other|these|those|some|two|three|four|many|several|most|all) (?:[\w-]+ ){0,2}?\w+s\b"
    r"|[A-Z]\w+s\b"
)
DATE_WORD = re.compile(rf"(?:{MONTH}|{WEEKDAY})\b")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A pronoun as written, and the name in the text before it that it stands for."""

    pronoun: str
    name: str


def antecedent(text: str, sentence: Span) -> Antecedent | None:
    """Return whom the pronoun means that opens a sentence of `text`; None if it opens with none, or it is uncertain.

    Certain is the one name that is the subject of the sentence before, where nobody else (nothing else) is named that
    the pronoun could mean; sentences that open with the same pronoun may lie between.
    """
    opens = OPENS.match(sentence.of(text))
    paragraph = paragraph_at(text, sentence.start)
    if not opens or not paragraph or EMPTY.match(sentence.of(text)):
        return None
    meant = CLASSES[opens["pronoun"]]
    between: list[str] = []
    for span in [span for span in paragraph.sentences if span.start < sentence.start][: -MOST_BETWEEN - 2 : -1]:
        words = span.of(text)
        if any(overlap(part, span) for part in quoted_spans(text)):
            return None
        repeated = OPENS.match(words)
        if not repeated or CLASSES[repeated["pronoun"]] != meant:
            name = _subject(words, meant, text, between)
            return Antecedent(opens["pronoun"], name) if name else None
        between.append(words)
    return None


def _subject(sentence: str, meant: str, text: str, between: Sequence[str]) -> str:
    """Return the name that is the subject of a sentence, if it can be meant and nothing else can; else ""."""
    found = SUBJECT.match(sentence)
    if not found or not _is_name(found["name"], text):
        return ""
    plural = found["verb"] in ("are", "were") or (found["article"] is not None and found["name"].endswith("s"))
    # What it is ("a minister") is no other person; whom it meets is.
    is_told_of = re.fullmatch(BE, found["verb"]) is not None
    rest = [sentence[found.end() if is_told_of else found.end("verb") :], *between]
    if meant == "thing":
        undergoes = found["passive"] and not any(_names(words, found["name"]) for words in rest)
        certain = is_told_of and not plural and bool(found["same"] or undergoes)
    elif meant == "group":
        certain = plural and not any(PLURAL.search(words) for words in rest)
    else:
        certain = not plural and not found["article"] and not any(_names_person(words, found["name"]) for words in rest)
    return " ".join(found["name"].split()) if certain else ""


def _is_name(words: str, text: str) -> bool:
    """Tell whether capitalised words at the beginning of a sentence are a name: a word alone must be one elsewhere."""
    if DATE_WORD.match(words):
        return False
    within = len(re.findall(rf"[a-z,] {re.escape(words)}\b", text))
    return " " in words or within > len(re.findall(rf"\b{re.escape(words.lower())}\b", text))


def _names_person(words: str, subject: str) -> bool:
    """Tell whether somebody besides the subject is spoken of who could be meant."""
    return PERSON.search(words) is not None or _names(words, subject)


def _names(words: str, subject: str) -> bool:
    """Tell whether another name is mentioned, not as a place or a time."""
    own = set(subject.split())
    return any(
        not (own | CLASSES.keys()) & set(name.group().split())
        and not DATE_WORD.match(name.group())
        and not NO_PERSON_BEFORE.search(words[: name.start()])
        for name in NAME.finditer(words)
    )
