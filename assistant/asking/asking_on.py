"""Ask on in English of what an answer tells: "Why?" behind "Whom did Ann invite?" is "Why did Ann invite Bo Ek?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.referents import emphasised
from assistant.words.languages import english, words_of

# A longer answer is a clause of its own, which fits into no question.
MOST_WORDS = 12
# Words of what is asked for: "which other Russian minister", "how many of the hostages".
LONGEST_NOUN = 4
FEWEST_WORDS = 2
MARKER = re.compile(r"\s*\[\d+\]")
ASKING = ("who", "whom", "what", "which", "how")
SUPPORT = ("do", "does", "did")
PREPOSITIONS = frozenset(
    ["for", "in", "at", "on", "by", "with", "from", "to", "of", "about", "under", "after", "before"]
)
# "Who was invited?" asks for the subject, "what was the aim?" does not.
PARTICIPLE = re.compile(r"[a-z]+(?:ed|en|ing|wn|ght|lt|nt)")


def asked_on(asking: str, earlier: str, answer: str) -> str:
    """Return the question, by "Why" or "When", of what `answer`, plain or Markdown, tells; "" if none holds that.

    What it emphasises takes the place of the words that ask for it; else one short sentence is asked of.
    """
    thing, words = _told(answer), earlier.rstrip("?!. ").split()
    if len(words) < FEWEST_WORDS or words[0].lower() not in ASKING:
        return ""
    if not thing:
        return "" if emphasised(answer) else _of_sentence(asking, answer)
    if not _auxiliaries().isdisjoint(thing.split()):
        return _of_sentence(asking, thing)
    auxiliary = next((place for place, word in enumerate(words) if word.lower() in _auxiliaries()), 0)
    noun = 2 if words[:2] in (["How", "many"], ["how", "many"]) else 1
    if not auxiliary or auxiliary > noun + LONGEST_NOUN:
        rest = _of_subject(words, thing)
        return f"{asking} is it that {rest}?" if rest else ""
    if noun == 2 and words[auxiliary - 1] != thing.split()[-1]:
        thing = " ".join([thing, *words[noun:auxiliary]])
    clause = words[auxiliary + 1 :]
    if clause and _asks_for_subject(words[0], words[auxiliary], clause[0]):
        return " ".join([asking, words[auxiliary], thing, *clause]) + "?"
    place = _gap(clause) if words[auxiliary] in SUPPORT else len(clause)
    before = clause[: place - 1] if place == len(clause) and clause[-1:] == ["do"] else clause[:place]
    return " ".join([asking, words[auxiliary], *before, thing, *clause[place:]]) + "?"


def _asks_for_subject(opening: str, auxiliary: str, following: str) -> bool:
    """Tell whether a verb follows an auxiliary ("who was invited", "who will pay"), and no subject ("who is the")."""
    if auxiliary in SUPPORT or PARTICIPLE.fullmatch(following):
        return auxiliary not in SUPPORT
    is_noun = following in words_of("en", "grammar.determiners") or not following.islower()
    return opening.lower() == "who" and auxiliary not in words_of("en", "grammar.being") and not is_noun


def _auxiliaries() -> frozenset[str]:
    return words_of("en", "grammar.auxiliaries")


def _told(answer: str) -> str:
    """Return what an answer emphasises first, or "" if that would fit into no question."""
    thing = next(iter(emphasised(answer)), "")
    fits = len(thing.split()) <= MOST_WORDS and not english("grammar.opens_with_pronoun").match(thing)
    return thing if fits else ""


def _of_sentence(asking: str, sentence: str) -> str:
    """Return the question of one short sentence, or "" if it is none."""
    plain = MARKER.sub("", sentence).strip()
    words = plain.rstrip(".").split()
    if not FEWEST_WORDS < len(words) <= MOST_WORDS or "." in plain[:-1]:
        return ""
    opening = words[0].lower() if words[0].lower() in words_of("en", "grammar.determiners") else words[0]
    return " ".join([asking, "is it that", opening, *words[1:]]) + "?"


def _of_subject(words: Sequence[str], thing: str) -> str:
    """Return the clause of a question for its subject, the thing in its place; "" if its verb is unclear."""
    opening = words[0].lower()
    if opening == "how":
        noun = words[2:3] if words[2:3] != thing.split()[-1:] else []
        return " ".join([thing, *noun, *words[3:]])
    if opening == "what" and (not words[1].endswith("ed") or words[1] == "happened"):
        return ""
    return " ".join([thing, *words[2 if opening == "which" else 1 :]])


def _gap(clause: Sequence[str]) -> int:
    """Return where in "Ann invite to Oslo" the object is missing: behind the verb, before a preposition."""
    determiners = words_of("en", "grammar.determiners")
    for place in range(1, len(clause) - 1):
        verb, before = clause[place - 1], clause[place - 2] if place > 1 else ""
        if clause[place] in PREPOSITIONS and verb.islower() and before not in determiners:
            return place
    return len(clause)
