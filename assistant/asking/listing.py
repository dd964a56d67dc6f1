"""Tell whether a question asks for all of something, in nine languages."""

from __future__ import annotations

import re

# An English plural; also the third person of a verb, so what follows must tell: after "which company buys" an object.
PLURAL = (
    r"(?:(?!(?:does|has|was|this|news|politics|series|economics|physics|mathematics|always|means)\b)\w{2,}(?<![sui])s"
    r"|people|men|women|children|media|criteria)"
)
MODIFIER = (
    r"(?:(?:other|different|main|major|specific|particular|former|foreign|local|public|military|political|big|large"
    r"|small|old|young|new)\s|(?-i:[A-Z])\w*(?:an|ese|ish|nch|tch|eli|rab|ern|ic)\s)"
)
AFTER_NOUN = (
    r"(?=\s+(?:and\s+\w+\s+)?(?:of|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must"
    r"|that|who|whose|said|took|went|met|came|made|gave|sent|won|lost|led|held|left|got|saw|wrote|\w+ed)\b)"
)
FORMS = {
    "en": rf"which (?:\w+ )?{PLURAL}\b{AFTER_NOUN}|which {PLURAL}\b|which {MODIFIER}{PLURAL}\b"
    rf"|what (?:(?!are|were)\w+ )?{PLURAL}\b{AFTER_NOUN}|what {MODIFIER}{PLURAL}\b"
    rf"|what (?:kinds?|sorts?|types?) of\b|(?:what|who) (?:are|were) (?:all )?the (?:\w+ )?{PLURAL}\b|who all\b"
    r"|(?:^|please |(?:can|could|would) you )\W*(?:list|enumerate|(?:name|give|tell|show)(?: me)? "
    rf"(?:all|every\w*|each|some|at least|two|three|four|five|\d+|the (?:\w+ )?{PLURAL})\b)",
    "ru": r"как(?:ие|их|ими)\b|перечисл\w+|назов\w+ (?:все|всех)|кто (?:все )?эти",
    "ar": r"من هم ال|(?:ما|من) هي (?:ال)?(?:\w+(?:ات|ين|ون)|أسماء|دول|بلدان|مدن|أسباب|أهداف)(?!\w)"
    r"|(?:^|\s)(?:اذكر|عدّد|عدد) (?:لي |كل |جميع |أسماء )|^\W*اذكر ال"
    r"|[أا]ي (?:ال)?(?:\w+(?:ات|ين|ون)|دول|بلدان|مدن)(?!\w)",
    "he": r"[בלמ]?אילו\b|^\W*[בלמ]?אלו\b|^\W*(?:מהם|מהן|פרט|מנה את)\b",
    "fr": r"\bquel(?:le)?s\b|(?:^\W*|-vous )(?:listez?|lister|énumére[rz]|énumère|cite[rz]?|nomme[rz]?)\b",
    "es": r"^\W*(?:\w+ )?(?:qué|que) (?!(?:es|dices|crees|más)\b)\w{2,}(?:[aeoéó]s|íses)\b|\b(?:cuáles|quiénes)\b"
    r"|^\W*(?:enumer[ae]|list[ae]|nombr[ae])\b",
    "de": r"welche (?:\w+en )?(?-i:[A-ZÄÖÜ])\w*(?:en|er|s)\b"
    r"|welche (?-i:[A-ZÄÖÜ])\w+ (?:sind|waren|haben|hatten|wurden)\b"
    r"|welche[nr] \w+en\b|^\W*(?:nennen?|listen?|zählen?)(?: Sie)?(?: mir)? (?:alle|die)\b",
    "tr": r"\bhangi (?:\w+ )?\w+(?:lar|ler)\w*|\b(?:listele|sırala|say)(?:yın(?:ız)?|r mısın(?:ız)?|ın(?:ız)?)?\W*$",
    "zh": r"哪些|列出|列举|哪几",
}


def asks_for_all(question: str, language: str) -> bool:
    """Tell whether a question in a language asks for all things of a kind: "which countries", "name everyone"."""
    form = FORMS.get(language)
    return form is not None and re.search(rf"(?<!\w)(?:{form})", question, re.IGNORECASE) is not None
