"""Complete an English question of which only what differs from the earlier one is said."""

from __future__ import annotations

import re

from assistant.asking.asking_on import asked_on
from assistant.asking.leaning import is_fragment
from assistant.asking.mentions import mentions
from assistant.words.kinds import DATE
from assistant.words.languages import english, words_of
from index import Span

AUXILIARY = r"(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|should|may|might|must)"
# "Why?", "When exactly was that?"; "where is it?" asks for the place of a thing.
ASKS_AGAIN = re.compile(
    r"(?i)^(?!where (?:is|are) )"
    rf"(?P<word>why not|why|when|where|how come|since when|until when|for how long)(?: (?:exactly|precisely))?"
    rf"(?: {AUXILIARY} (?:that|this|it|so)(?: happen(?:ed)?)?)?\W*$"
)
# A question with a question word that is no part of its clause, or with none.
CLAUSE = re.compile(
    rf"(?i)^(?:(?:why|when|where|how|(?:in|on|at) (?:what|which) \w+)\s+)?(?P<clause>{AUXILIARY}(?:n['’]t)? .+)$"
)
DENIED = {"can": "can't", "will": "won't"}
# "Mightn't" is seldom said.
UNJOINED = ("may", "might", "shall")
PREPOSITION = r"(?:in|on|at|since|until|before|after|during)"
TIME = re.compile(rf"(?:\b(?i:{PREPOSITION})\s+)?(?:{DATE.pattern})")
PREPOSED = re.compile(r"(?i)^(for|in|at|on|by|with|from|to|of|about|under|after|before)\s+(?P<words>.+)$")
ARTICLES = ("the", "a", "an")
WORDS_OF_NAME = r"[A-Z][\w-]*\w(?:(?: (?:of|the|and|de|van|von|al|el|bin|ibn))* [A-Z][\w-]*\w)*"
NAME = re.compile(rf"(?<=[\w,] ){WORDS_OF_NAME}")
MEASURE = re.compile(r"(?i)\bhow (?:many|much) $")
WHOLE_NAME = re.compile(rf"(?:[Tt]he )?(?P<name>{WORDS_OF_NAME})")


def joined(question: str) -> str:
    """Return a question without "and" and the like before it."""
    bare = english("grammar.opening").sub("", question)
    return bare[:1].upper() + bare[1:] if bare else question


def completed(question: str, earlier: str, answer: str = "") -> str:
    """Return the earlier question, with its answer, with what this one changes in it, or "" if that is not certain.

    "Why?" takes the place of the earlier question word, "and in March?" of its time, "what about Rome?" of its name.
    Where that word asks for a part of its clause, the answer stands in the place of that.
    """
    bare = joined(question)
    asked = ASKS_AGAIN.match(bare)
    if asked:
        clause = CLAUSE.match(earlier)
        word = "Why" if asked["word"].lower() == "how come" else asked["word"].capitalize()
        if word == "Why not":
            return _denied(clause["clause"]) if clause else ""
        return f"{word} {_lowered(clause['clause'])}" if clause else asked_on(word, earlier, answer)
    about = english("grammar.about").match(bare)
    if about:
        return _exchanged(earlier, about["other"])
    return _exchanged(earlier, bare.rstrip("?!. ")) if is_fragment(bare) else ""


def _denied(clause: str) -> str:
    """Return why a clause does not hold: "did it open" gives "Why didn't it open"; "" if it denies something itself."""
    auxiliary, _, rest = _lowered(clause).partition(" ")
    denied = DENIED.get(auxiliary, f"{auxiliary}n't")
    can_be_joined = auxiliary in words_of("en", "grammar.auxiliaries") and auxiliary not in UNJOINED
    return f"Why {denied} {rest}" if can_be_joined else ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _exchanged(earlier: str, other: str) -> str:
    if TIME.fullmatch(other):
        return _at_time(earlier, other)
    return ("" if PREPOSED.match(other) else _of_name(earlier, other)) or _of_like(earlier, other)


def _at_time(earlier: str, time: str) -> str:
    """Return the earlier question with another time, which keeps the preposition if it has none itself."""
    times = list(TIME.finditer(earlier))
    if len(times) > 1:
        return ""
    start, end = times[0].span() if times else (len(earlier.rstrip("?!. ")),) * 2
    if re.match(rf"(?i){PREPOSITION}\b", time):
        time = _lowered(time)
    elif times:
        preposition = re.match(rf"(?i){PREPOSITION}\s", times[0][0])
        time = f"{preposition[0]}{time}" if preposition else time
    else:
        return ""
    return f"{earlier[:start]}{'' if times else ' '}{time}{earlier[end:]}"


def _of_name(earlier: str, other: str) -> str:
    """Return the earlier question about another name, in which the article may change, if it is clear in whose place.

    It is if there is one name, or one that is the subject.
    """
    name = WHOLE_NAME.fullmatch(other)
    # "How much RAM does it have?" asks for the RAM of another thing.
    names = [
        found
        for found in NAME.finditer(earlier)
        if not DATE.search(found[0]) and not MEASURE.search(earlier[: found.start()])
    ]
    if len({found[0] for found in names}) > 1:
        names = [found for found in names if _is_subject(earlier, found)]
        # "The UAE" gives its article up, "the Hamas delegation" needs it.
        earlier = re.sub(rf"\bthe (?={re.escape(names[0][0])}\b)", "", earlier) if len(names) == 1 else earlier
        names = [found for each in names[:1] for found in NAME.finditer(earlier) if found[0] == each[0]]
    if not name or len({found[0] for found in names}) != 1:
        return ""
    for found in reversed(names):
        start, end = found.span()
        has_article = re.search(r"\bthe $", earlier[:start]) is not None
        earlier = earlier[:start] + (name["name"] if has_article else _lowered_article(other)) + earlier[end:]
    return earlier


def _is_subject(question: str, name: re.Match[str]) -> bool:
    """Tell whether a name stands right behind the auxiliary, and is not joined with another: "does Ann oppose Bo".

    Behind "the" only letters that stand for a name are one ("the UAE"); "the Arab" has its noun behind it.
    """
    article = "(?:the )?" if name[0].isupper() else ""
    before = re.search(rf"(?i)\b{AUXILIARY} {article}$", question[: name.start()])
    return before is not None and re.match(r" (?:and|or)\b|,", question[name.end() :]) is None


def _of_like(earlier: str, other: str) -> str:
    """Return the earlier question with other words in the place of the only ones like them.

    Words are alike behind the same preposition ("and for the barn?"), with "a" ("what about a service?"), or as names.
    """
    preposed = PREPOSED.match(other)
    words = preposed["words"] if preposed else other
    named = [
        mention
        for mention in mentions(earlier)
        if not DATE.search(mention.text) and not MEASURE.search(earlier[: mention.span.start])
    ]
    if preposed:
        behind = [found.end() for found in re.finditer(rf"(?i)\b{preposed[1]} ", earlier)]
        like = [
            Span(start, each.span.end) for each in named for start in behind if each.span.start <= start < each.span.end
        ]
    elif english("grammar.indefinite").match(words):
        like = [each.span for each in named if english("grammar.indefinite").match(each.text)]
    else:
        own = mentions(f"about {words}")
        like = [each.span for each in named if each.is_name and own and own[0].is_name and own[0].text == words]
    if len(like) != 1:
        return ""
    words = _lowered(words) if words.split()[0].lower() in ARTICLES else words
    return earlier[: like[0].start] + words + earlier[like[0].end :]


def _lowered_article(name: str) -> str:
    return re.sub(r"^The ", "the ", name)
