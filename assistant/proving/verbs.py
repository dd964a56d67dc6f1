"""Tell which words of an English sentence are verbs, by their shape and the words around them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.proving.wording import Word
from assistant.words.languages import english, entry, words_of


def is_verb(told: Sequence[Word], place: int, text: str) -> bool:
    """Tell whether a word of the sentence `text`, of which `told` are the words in order, is surely a verb."""
    word = told[place]
    form = word.text.lower()
    if reports(word, text) or (
        form in words_of("en", "proving.followed_by_to") and text[word.end :].startswith(" to ")
    ):
        return True
    if not word.content or (word.is_name and place):
        return False
    before = told[place - 1].text.lower() if place else ""
    if form.endswith("ing"):
        return before in words_of("en", "proving.being")
    if _is_past(form) or before in words_of("en", "proving.auxiliary"):
        return before not in ("the", "a", "an")
    behind_plural = before.endswith("s") and told[place - 1].content and not (place > 1 and told[place - 1].is_name)
    in_s = form.endswith("s") and not form.endswith("ss")
    return (behind_plural or in_s) and english("proving.behind_verb").match(text, word.end) is not None


def _is_past(form: str) -> bool:
    return form.endswith("ed") or form in words_of("en", "proving.irregular")


def may_be_verb(told: Sequence[Word], place: int) -> bool:
    """Tell whether nothing speaks against a word being a verb: its ending, or a word before it that opens a noun."""
    if not place:
        return False
    before = told[place - 1].text.lower()
    return not english("proving.noun_ending").search(told[place].text) and before not in words_of(
        "en", "proving.before_noun"
    )


def reports(word: Word, text: str) -> bool:
    """Tell whether a word is a form of saying or finding."""
    form = word.text.lower()
    following = text[word.end : word.end + 6].split()
    followed = entry("en", "proving.followed").get(following[0], "") if following else ""
    return form in words_of("en", "proving.saying") or form in followed.split()


def is_passive(told: Sequence[Word], place: int) -> bool:
    """Tell whether a form of "to be" stands before the verb, with an adverb or a negation between them at most."""
    if told[place].text.lower().endswith(("s", "ing")):
        return False
    joined = False
    for before in range(place - 1, -1, -1):
        form = told[before].text.lower()
        if form in words_of("en", "proving.being"):
            return True
        if joined and _is_past(form):
            return is_passive(told, before)
        is_joint = form in words_of("en", "proving.joints")
        joined = joined or is_joint
        if not (is_joint or form.endswith("ly") or form in words_of("en", "proving.between")):
            return False
    return False
