"""Find all people, places or the like that documents mention, with how often each is."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.asking import Things
from assistant.finding import Sentence
from assistant.words.countries import countries, name_of
from assistant.words.kinds import MONTH, Kind, candidates
from assistant.words.naming import Bearer, names_in
from assistant.words.reading import overlap
from index import Index
from index.language import detect_language
from index.lexical import terms


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A thing under the name that stands for its spellings, how often it is mentioned, and where it is first."""

    name: str
    count: int
    first: Sentence


BEARERS: Mapping[Things, Collection[Bearer]] = {
    Things.PEOPLE: (Bearer.PERSON,),
    Things.COUNTRIES: (Bearer.COUNTRY,),
    Things.CITIES: (Bearer.PLACE,),
    Things.PLACES: (Bearer.COUNTRY, Bearer.PLACE),
    Things.ORGANISATIONS: (Bearer.ORGANISATION,),
    Things.NAMES: tuple(Bearer),
}
# A day, a month or a year, and not "today" or a weekday.
DATED = re.compile(rf"\d|{MONTH}$")
KINDS = {Things.YEARS: Kind.YEAR, Things.DATES: Kind.DATE, Things.NUMBERS: Kind.NUMBER}
# Letters of the code of a country, which has several names.
CODE = 2
# In letters, of names in languages where these change.
SHORTEST_STEM, LONGEST_ENDING = 4, 3
# Of about 200 tokens each; they are read in some seconds.
MOST_PASSAGES = 1000


def roster(things: Things, documents: Collection[str], index: Index) -> list[Mentioned]:
    """Return what documents mention of these things, the most mentioned first, then in their order.

    [] as well of more than can be read at once. People, organisations and places are told in English texts only,
    countries in each language.
    """
    numbers = sorted(number for name in documents for number in index.passages.of(name))
    if len(numbers) > MOST_PASSAGES:
        return []
    find = functools.partial(_dated, things) if things in KINDS else _named(things, index)
    found: dict[str, list[tuple[str, Sentence]]] = defaultdict(list)
    for passage in index.passages.some(numbers):
        language = detect_language(passage.text)
        for number in range(len(passage.sentences)):
            for thing, written in find(passage.sentence(number), language):
                found[thing].append((written, Sentence(index.documents[passage.document], passage, number)))
    mentioned = [_mentioned(thing, written) for thing, written in found.items()]
    return sorted(mentioned, key=lambda each: -each.count)


def _mentioned(thing: str, written: Sequence[tuple[str, Sentence]]) -> Mentioned:
    """Return a thing under its whole name, or where it goes by a code under the commonest of its names."""
    names = Counter(name for name, _ in written)
    return Mentioned(thing if len(thing) > CODE else names.most_common(1)[0][0], len(written), written[0][1])


def _dated(things: Things, sentence: str, _: str) -> Iterator[tuple[str, str]]:
    """Yield the dates, years or numbers that a sentence states, each as it is told from others and as it is written."""
    dates = candidates(Kind.DATE, sentence) if things is Things.NUMBERS else []
    for span in candidates(KINDS[things], sentence):
        if any(overlap(span, date) for date in dates):
            continue
        written = " ".join(span.of(sentence).split())
        if things is not Things.DATES or DATED.search(written):
            yield written, written


def _named(things: Things, index: Index) -> Callable[[str, str], Iterator[tuple[str, str]]]:
    """Return what yields the names of these things in a sentence, each as it is told from others and as written."""
    english = names_in(
        passage.sentence(number)
        for passage in index.passages[:MOST_PASSAGES]
        if detect_language(passage.text) == "en"
        for number in range(len(passage.sentences))
    )
    wholes = {name: each.whole for name, each in english.items() if each.bearer in BEARERS[things]}

    @functools.cache
    def spelled(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
        names = dict(wholes) if language == "en" else {}
        if Bearer.COUNTRY in BEARERS[things]:
            names |= {_uninflected(name, language): code for name, code in countries(language).items()}
        if language == "en":
            # What is a part of another name is none by itself: "Gaza" in the "Gaza Tribune".
            names |= {name: "" for name, each in english.items() if name not in names and " " in each.whole}
        return names, _any_of(names, language)

    def find(sentence: str, language: str) -> Iterator[tuple[str, str]]:
        names, either = spelled(language)
        for name in either.finditer(sentence):
            thing = names[" ".join(name[1].split())]
            if thing:
                yield thing, " ".join(name[0].split()) if language == "en" else name_of(thing, language)

    return find


def _uninflected(name: str, language: str) -> str:
    """Return a name without its ending, where that leaves enough of it to be told; English names have none."""
    stems = [] if language in ("en", "zh") else terms(name.split()[-1], language)
    ending = len(name.split()[-1]) - len(stems[0]) if stems else 0
    return name[:-ending] if ending > 0 and len(stems[0]) >= SHORTEST_STEM else name


def _any_of(names: Collection[str], language: str) -> re.Pattern[str]:
    """Return a pattern of names, with their endings; Chinese does not write the edges of words."""
    longest = (
        "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True)) or "(?!)"
    )
    if language in ("en", "zh"):
        return re.compile(rf"\b({longest})\b" if language == "en" else f"({longest})")
    return re.compile(rf"\b({longest})\w{{0,{LONGEST_ENDING}}}\b")
