"""Tell which words of an English sentence are verbs, by their shape and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.proving.wording import Word

# Forms of saying whose doer is told before, behind ("..., said the minister") or with "according to".
SPEECH_WORDS = (
    "say says said state states stated tell tells told announce announces announced report reports reported"
    " explain explains explained declare declares declared note notes noted add adds added claim claims claimed"
    " argue argues argued insist insists insisted admit admits admitted comment commented write writes wrote"
    " stress stressed emphasize emphasized emphasise emphasised remark remarked believe believes believed describe"
    " describes described"
)
SPEECH = frozenset(SPEECH_WORDS.split())
IRREGULAR_WORDS = (
    "met led won lost held took gave went came left sold bought built found made wrote kept paid sent fell rose"
    " broke sank flew drove chose fought stole beat hit struck hurt cut put set shot killed fled grew drew ran"
    " began saw brought taught caught felt got became knew threw wore bore swore forgot hid rode sang shook spoke"
    " stood told thought understood withdrew overthrew meet lead win lose hold take give go come leave sell buy"
    " build find make forbade overcame undertook upheld withheld drank ate bent bit bled blew bound bred burst"
    " clung crept dealt dug fed flung forgave froze hung laid leapt lent lit meant overtook rang sought shrank"
    " slept slid spent spun sprang stuck stung swam swept swung tore wept wound write keep pay send rise break"
    " choose fight steal strike"
)
IRREGULAR = frozenset(IRREGULAR_WORDS.split())
# Forms that report something only where this word follows: "a survey found that".
FOLLOWED_LINES = {
    "that": "find finds found show shows showed reveal reveals revealed warn warns warned",
    "out": "point points pointed",
}
FOLLOWED = {word: frozenset(forms.split()) for word, forms in FOLLOWED_LINES.items()}
FOLLOWED_BY_TO_WORDS = (
    "seek seeks want wants try tries hope hopes plan plans refuse refuses continue continues begin begins need"
    " needs aim aims intend intends agree agrees"
)
FOLLOWED_BY_TO = frozenset(FOLLOWED_BY_TO_WORDS.split())
AUXILIARY_WORDS = "has have had will would may might could can should shall did does do to not never also"
AUXILIARY = frozenset(AUXILIARY_WORDS.split())
BE = frozenset(["is", "are", "was", "were", "been", "being", "be", "get", "gets", "got"])
BETWEEN_WORDS = "then later first already still now only once soon again ever"
BETWEEN = AUXILIARY | frozenset(BETWEEN_WORDS.split())
JOINTS = frozenset(["and", "but", "or"])
NOUN_ENDING = re.compile(r"(?:tion|sion|ment|ness|ity|ing|ings|er|or|ence|ance)s?$")
BEFORE_NOUN_WORDS = (
    "the a an its his her their our my of in on for with by from at between after before this these those some"
    " many more most no any all both as"
)
BEFORE_NOUN = frozenset(BEFORE_NOUN_WORDS.split())
# What may stand behind a verb in -s, but seldom behind a noun in the plural.
BEHIND_VERB = re.compile(r"\s+(?:the|an?|its|his|her|their|our|that|all|both|every)\b|\s+[A-Z]")


def is_verb(told: Sequence[Word], place: int, text: str) -> bool:
    """Tell whether a word of the sentence `text`, of which `told` are the words in order, is surely a verb."""
    word = told[place]
    form = word.text.lower()
    if reports(word, text) or (form in FOLLOWED_BY_TO and text[word.end :].startswith(" to ")):
        return True
    if not word.content or (word.is_name and place):
        return False
    before = told[place - 1].text.lower() if place else ""
    if form.endswith("ing"):
        return before in BE
    if form.endswith("ed") or form in IRREGULAR or before in AUXILIARY:
        return before not in ("the", "a", "an")
    if before.endswith("s") and told[place - 1].content and not (place > 1 and told[place - 1].is_name):
        return BEHIND_VERB.match(text, word.end) is not None
    return form.endswith("s") and not form.endswith("ss") and BEHIND_VERB.match(text, word.end) is not None


def may_be_verb(told: Sequence[Word], place: int) -> bool:
    """Tell whether nothing speaks against a word being a verb: its ending, or a word before it that opens a noun."""
    if not place:
        return False
    return not NOUN_ENDING.search(told[place].text) and told[place - 1].text.lower() not in BEFORE_NOUN


def reports(word: Word, text: str) -> bool:
    """Tell whether a word is a form of saying or finding."""
    form = word.text.lower()
    following = text[word.end : word.end + 6]
    return form in SPEECH or form in FOLLOWED.get(following.split()[0] if following.strip() else "", ())


def is_passive(told: Sequence[Word], place: int) -> bool:
    """Tell whether a form of "to be" stands before the verb, with an adverb or a negation between them at most."""
    if told[place].text.lower().endswith(("s", "ing")):
        return False
    joined = False
    for before in range(place - 1, -1, -1):
        form = told[before].text.lower()
        if form in BE:
            return True
        if joined and (form.endswith("ed") or form in IRREGULAR):
            return is_passive(told, before)
        joined = joined or form in JOINTS
        if not (form.endswith("ly") or form in BETWEEN or form in JOINTS):
            return False
    return False
