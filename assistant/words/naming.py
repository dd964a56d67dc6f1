"""What the names in English texts are names of, as the words in them and around them tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from assistant.words.countries import cities, countries, regions
from assistant.words.dictionary import frequency
from assistant.words.kinds import MONTHS, NAME, WEEKDAYS
from assistant.words.languages import pattern, words_of
from assistant.words.names import without_possessive
from index.lexical import content_terms

# A word that is met more often in running text (of pyspellchecker's list of English) is an ordinary one.
ORDINARY = 700
# Some given names are words as well: mark, joe.
GIVEN = 10_000
LONGEST_NAME = 4
DAYS = frozenset(MONTHS + WEEKDAYS)
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s*$")
# Where a run of capitals may hold two names: "Iran’s Ann Lee", "Oslo and the North", "Members of the Board".
SEAM = re.compile(r"(['’]s?\s+(?=[A-Z])|\s+and\s+(?:the\s+)?)")


class Bearer(StrEnum):
    """What a name is the name of."""

    PERSON = auto()
    PLACE = auto()
    COUNTRY = auto()
    ORGANISATION = auto()


@dataclass(frozen=True, slots=True)
class Name:
    """What is named, under the name that stands for all its spellings."""

    whole: str
    bearer: Bearer


@dataclass(frozen=True, slots=True)
class Written:
    """A name as it stands in a sentence, with the characters before it and behind it."""

    name: str
    before: str
    behind: str

    @property
    def is_within(self) -> bool:
        """Whether its capital tells that it is a name: it does not open the sentence, which is no title."""
        return bool(self.before.strip(" \t\n\"“‘'(")) and not _is_title(self.before + self.name + self.behind)


def names_in(sentences: Iterable[str]) -> dict[str, Name]:
    """Return the names in English sentences of which is told what they name, as they are written.

    A last name alone is that of the only person who bears it.
    """
    by_name: dict[str, list[Written]] = defaultdict(list)
    for each in (written for sentence in sentences for written in _written(sentence)):
        by_name[each.name].append(each)
    within = {name: places for name, places in by_name.items() if any(place.is_within for place in places)}
    told = {name: bearer for name, places in within.items() if (bearer := _bearer(name, places))}
    told = {name: Bearer.PERSON for name in by_name if _is_full_name(name, by_name[name], within.keys() - told)} | told
    told |= {name: bearer for name in within if name not in told and (bearer := _beside(within[name], told))}
    people = {name for name, bearer in told.items() if bearer is Bearer.PERSON}
    # "Federation Ada Quill": words before a name have run into it.
    run_in = {name for name in people if any(name.split(" ", n)[-1] in people for n in range(1, name.count(" ")))}
    names = {name: Name(name, bearer) for name, bearer in told.items() if name not in run_in}
    return names | _surnames(people - run_in, by_name)


def _written(sentence: str) -> Iterator[Written]:
    """Yield the names of a sentence, without the articles, posts and small words that open them."""
    for run in NAME.finditer(sentence):
        start = run.start()
        for part in re.split(SEAM, run[0]):
            end = start + len(part)
            yield from _bare(sentence, start, end)
            start = end


def _bare(sentence: str, start: int, end: int) -> Iterator[Written]:
    words = list(re.finditer(r"\S+", without_possessive(sentence[start:end])))
    posts = pattern("en", r"(?:{naming.posts})", re.IGNORECASE)
    last_post = max((number for number, word in enumerate(words) if posts.fullmatch(word[0])), default=-1)
    words = words[last_post + 1 :]
    joint = max((number for number, word in enumerate(words) if word[0] in ("of", "the")), default=-1)
    if joint > 0 and words[0][0].lower() not in words_of("en", "naming.bodies"):
        words = words[joint + 1 :]
    while words and not content_terms(words[0][0], "en") and not words[0][0].isupper():
        words = words[1:]
    if words and len(words) <= LONGEST_NAME:
        first, last = start + words[0].start(), start + words[-1].end()
        name = " ".join(sentence[first:last].split())
        if name[0].isupper() and len(name) > 1 and not re.fullmatch(r"\w\.", name) and not DAYS & set(name.split()):
            yield Written(name, sentence[:first], sentence[last:])


def _is_title(sentence: str) -> bool:
    """Tell whether a line has capitals throughout, so that they do not tell what is a name."""
    words = re.findall(r"[^\W\d_]{4,}", sentence)
    return not SENTENCE_END.search(sentence) and all(word[0].isupper() for word in words)


def _bearer(name: str, places: list[Written]) -> Bearer | None:
    """Return what a name is the name of, or None if nothing tells."""
    words = name.lower().split()
    if name in countries("en"):
        return Bearer.COUNTRY
    if name in regions("en") | cities():
        return Bearer.PLACE
    if words_of("en", "naming.events") & set(words):
        return None
    if words_of("en", "naming.bodies") & {words[0], words[-1]}:
        return Bearer.ORGANISATION
    if name.isupper() and len(name) > 1 and len(words) == 1:
        return Bearer.ORGANISATION
    seen = {bearer: sum(_tells(bearer, each) for each in places) for bearer in CUES}
    best = max(seen, key=lambda bearer: seen[bearer])
    if len(words) > 1 and any(frequency(word) < ORDINARY for word in words):
        return Bearer.PERSON if seen[best] <= seen[Bearer.PERSON] else best
    if best is not Bearer.PERSON and pattern("en", r"{naming.peoples}").fullmatch(name):
        return None
    return best if seen[best] else None


CUES = {
    Bearer.PERSON: (r"\b{naming.posts}\s$", r"{naming.person_behind}"),
    Bearer.PLACE: (r"\b{naming.place_before}\s(?:the\s)?$", r"\W*(?:$|[,.;:)]|\s(?:{naming.free}))"),
    Bearer.ORGANISATION: (r"\b{naming.body_before}\s(?:the\s)?$", r"\s{naming.body_behind}"),
}


def _tells(bearer: Bearer, each: Written) -> bool:
    before, behind = (pattern("en", form, re.IGNORECASE) for form in CUES[bearer])
    if bearer is Bearer.PLACE:
        return before.search(each.before) is not None and behind.match(each.behind) is not None
    return before.search(each.before) is not None or behind.match(each.behind) is not None


def _is_full_name(name: str, places: Iterable[Written], within: Container[str]) -> bool:
    """Tell whether rare words that open a sentence or a title are a person, whose post or last name is met as well."""
    *given, last = name.lower().split()
    if not given or frequency(last) >= ORDINARY or _is_common(name):
        return False
    if any(_tells(Bearer.PERSON, place) for place in places):
        return all(frequency(word) < GIVEN for word in given)
    return name.split()[-1] in within and all(frequency(word) < ORDINARY for word in given)


def _is_common(name: str) -> bool:
    """Tell whether a name is one of a people, an event or the like."""
    event = words_of("en", "naming.events") & set(name.lower().split())
    return bool(event) or pattern("en", r"{naming.peoples}").fullmatch(name) is not None


def _beside(places: Iterable[Written], told: Mapping[str, Bearer]) -> Bearer | None:
    """Return what is beside a name, joined to it by "and": a person or an organisation as it is, or None."""
    for place in places:
        before = re.search(rf"({NAME.pattern}),?\s(?:and|or)\s(?:the\s)?$", place.before)
        behind = re.match(rf",?\s(?:and|or)\s(?:the\s)?({NAME.pattern})", place.behind)
        for other in filter(None, (before, behind)):
            words = other[1].split()
            bearers = {told.get(" ".join(words[number:])) for number in range(len(words))}
            if not _is_common(place.name) and bearers & {Bearer.ORGANISATION, Bearer.PERSON}:
                return Bearer.PERSON if Bearer.PERSON in bearers else Bearer.ORGANISATION
    return None


def _surnames(people: Iterable[str], written: Iterable[str]) -> dict[str, Name]:
    """Return the last names that stand alone, each with the whole name of the only person who bears it."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in people:
        if " " in name:
            bearers[name.split()[-1]].add(name)
    alone = {name: next(iter(bearers[name])) for name in written if len(bearers.get(name, ())) == 1}
    return {name: Name(whole, Bearer.PERSON) for name, whole in alone.items()}
