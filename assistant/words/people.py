"""The posts that a sentence gives to people, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.words.languages import words_of
from index import Span

# The nouns that head the name of a post; those in one line name the same post or are too general to tell posts apart.
SAME_POST = (
    "minister", "president", "premier|prime minister", "chancellor", "king|queen|monarch",
    "envoy|representative|emissary", "ambassador", "spokesman|spokeswoman|spokesperson", "mayor",
    "governor", "senator", "general", "colonel", "captain", "admiral", "secretary", "secretary-general",
    "commander|commander-in-chief|army chief|military chief|chief of staff|army chief of staff|military chief of staff",
    "police chief|chief of police",
    "adviser|advisor", "lawmaker|legislator|member of parliament",
    "director", "chief executive|ceo", "chairman|chairwoman|chairperson|chair", "professor", "judge", "treasurer",
    "manager", "coach", "editor", "bishop", "archbishop", "cardinal", "rector", "dean", "principal", "inspector",
    "commissioner", "prosecutor", "engineer", "architect", "curator", "conductor", "speaker",
)  # fmt: skip
POST_OF = {noun: line.split("|")[0] for line in SAME_POST for noun in line.split("|")}
RANKS = (
    "deputy", "vice", "assistant", "acting", "former", "ex", "first", "interim", "senior", "junior", "foreign",
    "defence", "defense", "finance", "interior", "health", "justice", "prime", "education", "transport", "economy",
    "energy", "trade", "culture", "environment", "chief", "executive", "general", "attorney",
)  # fmt: skip
SAME_RANK = {"ex": "former", "defense": "defence", "vice": "deputy"}
# One person does not hold two posts of one line at the same time.
# An envoy may be an ambassador, or a deputy minister, as well.
EXCLUSIVE = (
    frozenset({"president", "premier", "king", "chancellor"}),
    frozenset(
        ["minister", "ambassador", "spokesman", "commander", "police chief", "judge", "prosecutor", "mayor", "governor"]
    ),
    frozenset({"minister", "envoy", "spokesman", "commander", "judge", "mayor", "governor"}),
    frozenset({"captain", "coach"}),
)
HEAD = "|".join(sorted(map(re.escape, POST_OF), key=len, reverse=True))
CAPITALS = r"(?:[A-Z][\w’'-]*)"
SCOPE = (
    rf"(?:\s+(?:of|for|to|at|in)\s+(?:the\s+)?(?:{CAPITALS}(?:\s+(?:and\s+|of\s+(?:the\s+)?)?{CAPITALS})*)"
    r"(?:\s+affairs)?)"
)
POST = re.compile(
    rf"\b(?P<ranks>(?i:(?:(?:{'|'.join(RANKS)})[\s-]+)*))(?P<head>(?i:{HEAD}))\b(?!['’]s?\s)"
    # "President Lee's envoy" holds the post of an envoy; the president is another person.
    rf"(?!(?:\s{CAPITALS})+['’]s\b){SCOPE}{{0,2}}"
)
PERSON = rf"{CAPITALS}(?:\s(?:(?:de|van|von|der|al|el|bin|ibn|da|du)\s)?{CAPITALS})+"
# What may stand between a post and the name of its holder: nothing, a given name, or a second post.
BEFORE_NAME = re.compile(rf"[\s,]*(?:and\s[^.;:]{{0,60}}(?i:{HEAD})\b[^.;:,]{{0,40}})?,?\s*{CAPITALS}?\s*")


@dataclass(frozen=True, slots=True)
class Post:
    """A post: the noun that heads its name, and the words of rank and field before it."""

    head: str
    ranks: frozenset[str]

    def excludes(self, other: Post) -> bool:
        """Tell whether one person cannot hold both at once."""
        if "former" in self.ranks | other.ranks:
            return False
        standings, fields = words_of("en", "people.standings"), words_of("en", "people.fields")
        if self.head == other.head:
            mine, yours = self.ranks & fields, other.ranks & fields
            return bool((self.ranks ^ other.ranks) & standings) if mine == yours else bool(mine and yours)
        pair = {self.head, other.head}
        return not (self.ranks | other.ranks) & standings and any(pair <= line for line in EXCLUSIVE)


def posts(sentence: str, person: str) -> list[tuple[Span, Post]]:
    """Return the posts that stand right before or behind the name of the person, in order; [] if it names none.

    `person` is the name as written; of a full name, the last word is enough.
    """
    surname = person.split()[-1]
    found: list[tuple[Span, Post]] = []
    for name in re.finditer(rf"(?:{CAPITALS}\s+){{0,2}}{re.escape(surname)}\b(?!['’]s)", sentence):
        found += _before(sentence, _name_start(sentence, name, person))
        found += _behind(sentence, name.end())
    return found


def _name_start(sentence: str, name: re.Match[str], person: str) -> int:
    full = re.search(rf"{re.escape(person)}$", sentence[: name.end()])
    return full.start() if full else name.end() - len(person.split()[-1])


def _before(sentence: str, start: int) -> Iterator[tuple[Span, Post]]:
    """Yield the posts that lead up to the name: "Deputy Foreign Minister and Special Envoy for the East Ann Lee"."""
    for match in POST.finditer(sentence, 0, start):
        between = sentence[match.end() : start]
        if BEFORE_NAME.fullmatch(between):
            span, post = _post(match)
            yield (_without_given_name(sentence, span) if not between.strip(" ,") else span), post


def _without_given_name(sentence: str, span: Span) -> Span:
    """Take the given name off a post that runs into it: "Minister of the Russian Federation Ann" Lee."""
    ran_in = re.search(rf"\s(?:of|for|to|at|in)\s.*{CAPITALS}(\s{CAPITALS})$", span.of(sentence))
    return Span(span.start, span.end - len(ran_in[1])) if ran_in else span


def _behind(sentence: str, end: int) -> Iterator[tuple[Span, Post]]:
    """Yield the posts of the apposition after the name, or after "is": "Ann Lee, deputy mayor of Ely and ..."."""
    opening = re.match(r"\s*(?:,|\(|–|—)\s*|\s+(?:is|was|has been|serves as|served as)\s+", sentence[end:])
    if not opening:
        return
    start = end + opening.end()
    stop = re.compile(r"[,;:.)–—]|\b(?:who|said|says|has|had|will|explain\w*|told)\b").search(sentence, start)
    for match in POST.finditer(sentence, start, stop.start() if stop else len(sentence)):
        yield _post(match)


def _post(match: re.Match[str]) -> tuple[Span, Post]:
    ranks = re.findall(r"[a-z]+", match["ranks"].lower())
    head = POST_OF[match["head"].lower()]
    if head == "minister" and "prime" in ranks:
        head = POST_OF["prime minister"]
        ranks.remove("prime")
    return Span(*match.span()), Post(head, frozenset(SAME_RANK.get(rank, rank) for rank in ranks))


def holders(sentence: str, post: Post) -> list[tuple[Span, str]]:
    """Return the people whom `sentence` gives this very post, in order, as their names are written."""
    found: list[tuple[Span, str]] = []
    for match in POST.finditer(sentence):
        if _post(match)[1] != post:
            continue
        behind = re.match(rf",?\s+(?P<name>{PERSON})", sentence[match.end() :])
        before = re.search(
            rf"(?P<name>{PERSON})(?:,|\s(?:is|was|became))\s(?:[\w’'-]+\s){{0,2}}$", sentence[: match.start()]
        )
        if behind:
            found.append((Span(match.end() + behind.start("name"), match.end() + behind.end()), behind["name"]))
        elif before:
            found.append((Span(*before.span("name")), before["name"]))
    return found


def post_named(words: str) -> Post | None:
    """Return the post that `words` open with, as in "mayor of Ely?", or None."""
    match = POST.match(words)
    return _post(match)[1] if match else None
