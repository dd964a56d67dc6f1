"""Words that reports use for one another, brought to one term."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from index import content_terms, terms

# Each line holds words that two reports of one event may use for the same thing, and that seldom mean two things:
# verbs of the news with their irregular forms and nouns, people, things. No word stands in two lines.
LINES = (
    "group faction organization organisation",
    "meeting meet met talks conference summit negotiations",
    "hostage captive abductee",
    "dead death fatality die died killed kill killing murder assassinate assassination slain perish",
    "injured wounded hurt injury wound",
    "soldier troop serviceman",
    "company firm business",
    "child kid children",
    "country nation",
    "worker employee staff",
    "house home",
    "people person",
    "release freed free",
    "cost price",
    "car vehicle",
    "movie film",
    "ship vessel boat",
    "aircraft plane airplane aeroplane jet",
    "student pupil",
    "protester demonstrator",
    "prisoner inmate",
    "resident inhabitant",
    "lawmaker legislator",
    "migrant immigrant",
    "truce ceasefire armistice",
    "agreement accord pact",
    "earthquake quake",
    "buy bought purchase acquire acquired acquisition",
    "build built construct constructed construction",
    "begin began begun start commence",
    "end finish conclude conclusion complete completion",
    "open inaugurate inauguration",
    "capsize overturn",
    "win won victory",
    "lead led head headed",
    "found founded establish established establishment create created creation",
    "visit visited",
    "invite invitation invited",
    "explode explosion blast detonate",
    "collapse burst rupture",
    "seize capture seizure",
    "resign quit",
    "arrest detain detention apprehend",
    "adopt enact",
    "ratify ratification",
    "close shut closure shutdown",
    "destroy destruction demolish",
    "invade invasion",
    "attack assault",
    "collide collision",
    "escape flee fled",
    "shoot shot",
    "convict conviction",
    "dismiss sack oust",
    "deploy send sent dispatch",
    "withdraw withdrew withdrawn withdrawal",
    "depart departure leave left",
    "marry marriage wed wedding",
    "born birth",
    "bury burial",
    "merge merger",
    "leak spill",
    "cancel scrap",
    "delay postpone",
    "ban prohibit prohibition outlaw",
    "defeat beat beaten",
    "succeed replace successor",
    "attend participate",
    "receive get got",
    "choose chose chosen",
    "lose lost loss",
    "decide decision",
    "sell sold sale",
    "fly flew flown flight",
    "fail failure",
    "deliver delivery",
    "discover discovery",
    "discuss discussion",
    "recover recovery",
    "hold held", "pay paid", "spend spent", "write wrote written", "take took taken", "go went gone", "come came",
    "give gave given", "strike struck", "fall fell fallen", "speak spoke spoken", "grow grew grown growth", "lay laid",
    "make made", "catch caught", "fight fought", "steal stole stolen theft", "break broke broken", "sink sank sunk",
    "drive drove driven", "rise rose risen", "tear tore torn", "throw threw thrown", "blow blew blown", "freeze froze",
    "swear swore sworn", "teach taught", "bring brought", "bear bore", "ride rode ridden", "swim swam swum",
    "wear wore worn", "spread", "see saw seen", "know knew known", "show shown", "hide hid hidden", "eat ate eaten",
)  # fmt: skip
# What a verb and a particle mean together; each verb with its forms.
PHRASAL = (
    ("give gives gave given giving", "way", "collapse"),
    ("cave caves caved caving", "in", "collapse"),
    ("swear swears swore sworn swearing", "in|into office", "office"),
    ("go goes went gone going", "down", "sink"),
    ("step steps stepped stepping stand stands stood standing", "down", "resign"),
    ("call calls called calling", "off", "end"),
    ("set sets setting", "up", "establish"),
    ("shut shuts shutting close closes closed closing", "down", "close"),
    ("break breaks broke broken breaking", "out", "begin"),
    ("kick kicks kicked kicking", "off", "begin"),
    ("get gets got getting", "under way", "begin"),
    ("wrap wraps wrapped wrapping", "up", "end"),
    ("take takes took taken taking", "part", "attend"),
    ("bring brings brought bringing", "together", "attend"),
    ("blow blows blew blown blowing", "up", "explode"),
    ("pass passes passed passing", "away", "die"),
    ("turn turns turned turning", "down", "reject"),
    ("pull pulls pulled pulling", "out", "withdraw"),
    ("touch touches touched touching", "down", "land"),
    ("burn burns burned burnt burning", "down", "burn"),
    ("break breaks broke broken breaking", "free", "escape"),
    ("come comes came coming go goes went gone going", "into force|into effect", "effect"),
    ("take takes took taken taking", "effect", "effect"),
)
PHRASES = tuple(
    (re.compile(rf"\b(?:{verbs.replace(' ', '|')}) (?:{particle})\b"), meaning) for verbs, particle, meaning in PHRASAL
)
# Shorter words share their beginning by chance; "Russia" and "Russian" do not.
SHARED_LETTERS = 5
SENTENCES_REMEMBERED = 10_000


@functools.lru_cache(maxsize=SENTENCES_REMEMBERED)
def meanings(text: str) -> frozenset[str]:
    """Return the content terms of an English text, words of one meaning as one term."""
    for phrase, meaning in PHRASES:
        text = phrase.sub(meaning, text)
    return frozenset(_meaning(term) for term in content_terms(text, "en"))


def meaning_of(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with those of one meaning as one term."""
    return frozenset(_meaning(stem) for stem in stems)


def holds_meaning(term: str, text: frozenset[str]) -> bool:
    """Tell whether `text` holds the term, or a name that it is derived from ("Russia", "Russian")."""
    if term in text:
        return True
    long = len(term) >= SHARED_LETTERS and term.isalpha()
    return long and any(
        other.startswith(term) or (len(other) >= SHARED_LETTERS and term.startswith(other)) for other in text
    )


def _meaning(term: str) -> str:
    return _table().get(term, term)


@functools.cache
def _table() -> dict[str, str]:
    return {term: line.split()[0] for line in LINES for term in terms(line, "en")}
