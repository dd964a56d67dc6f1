"""Find in which documents a thing is mentioned that a question asks the mentions of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.asking import Question
from assistant.finding.sentences import Sentence
from assistant.words.languages import pattern
from index import Index, Passage
from index.language import detect_language
from index.lexical import content_terms, terms


@dataclass(frozen=True, slots=True)
class Survey:
    """What was looked for, in words, and where it is mentioned: documents by name, in each the first mention.

    Of several things a document has the first mention of each; no mention means that no document has one. So many
    `more` documents hold its words, and were not looked through.
    """

    topic: str
    mentions: tuple[Sentence, ...]
    more: int = 0

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that mention it, each once."""
        return tuple(dict.fromkeys(mention.document.name for mention in self.mentions))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to be found: its name in words, the terms of these, and whether it must stand just so."""

    name: str
    wanted: tuple[str, ...]
    literal: bool

    def stands_in(self, held: Sequence[str]) -> bool:
        """Tell whether the terms of a sentence, in order, hold the thing: all its terms, close to one another."""
        size = len(self.wanted)
        if self.literal:
            return any(tuple(held[start : start + size]) == self.wanted for start in range(len(held)))
        needed = frozenset(self.wanted)
        starts = (start for start, term in enumerate(held) if term in needed)
        return any(needed <= frozenset(held[start : start + size + WORDS_BETWEEN]) for start in starts)


# A description with more content words than this is no thing that documents mention by name.
MOST_TERMS = 5
# Content words among those of a thing, as "growing" in "her growing influence"; in the sentences that were read, words
# farther apart stood together by chance.
WORDS_BETWEEN = 2
QUOTED = re.compile(r"[\"'“”„«»‘’「](?P<words>.+)[\"'“”„«»‘’」]")


def survey(question: Question, index: Index) -> Survey | None:
    """Return where the documents mention what the question asks about; None if it is no such question.

    Every sentence counts that holds all content words of a thing close together, however inflected; in quotation marks
    only these in a row. None as well where that leaves open whether a document speaks of it: of a description, or in
    another language than the documents', for these may have other words for it.
    """
    topic = question.topic
    things, any_counts = _things(question, index)
    if not things or not all(0 < len(thing.wanted) <= MOST_TERMS for thing in things):
        return None
    of_those = frozenset.union if any_counts else frozenset.intersection
    # The passages that hold all terms of a thing, by their numbers, of each document that has one.
    holding = [index.passages.by_document(index.lexical.holding(thing.wanted)) for thing in things]
    candidates = sorted(of_those(*map(frozenset, holding)))
    read = candidates[: index.reach]
    found = [_first_mentions(thing, held, read, index) for thing, held in zip(things, holding, strict=True)]
    documents = of_those(*map(frozenset, found))
    if documents:
        mentions = (mentions[name] for name in sorted(documents) for mentions in found if name in mentions)
        return Survey(_plain(topic), tuple(dict.fromkeys(mentions)), len(candidates) - len(read))
    missing = [
        thing
        for thing, held in zip(things, holding, strict=True)
        if not _first_mentions(thing, held, sorted(held)[: index.reach], index)
    ]
    if question.is_foreign or not missing or not all(_is_absent(each, index) for each in missing):
        return None
    return Survey(_plain(topic) if any_counts else missing[0].name, ())


def _things(question: Question, index: Index) -> tuple[list[Thing], bool]:
    """Return the things that the topic of a question names, and whether any of them counts, not all together."""
    topic = question.topic
    quoted = QUOTED.fullmatch(topic)
    apart = [] if quoted else pattern(question.language, "{mentions.or}").split(topic)
    together = [] if quoted else pattern(question.language, "{mentions.and}").split(topic)
    if len(apart) > 1 < len(together):
        return [], False
    names = max([_plain(topic)], apart, together, key=len)
    wanted = [tuple(_wanted(name, question, index)) for name in names]
    return [Thing(*each, bool(quoted)) for each in zip(names, wanted, strict=True)], len(apart) > 1


def _plain(topic: str) -> str:
    quoted = QUOTED.fullmatch(topic)
    return quoted["words"] if quoted else topic


def _wanted(name: str, question: Question, index: Index) -> list[str]:
    # Alone, "US" would pass for a pronoun in a shouted text.
    if name.isupper() and not question.respelled.isupper():
        return terms(name, question.language)
    return index.content_terms(name, question.language)


def _first_mentions(
    thing: Thing, holding: Mapping[str, Sequence[int]], names: Sequence[str], index: Index
) -> dict[str, Sentence]:
    """Return the first mention of a thing in each of the named documents that has one, by the document's name."""
    first: dict[str, Sentence] = {}
    numbers = [number for name in names for number in holding.get(name, ())]
    for passage in index.passages.some(numbers):
        number = None if passage.document in first else _first_in(passage, thing)
        if number is not None:
            first[passage.document] = Sentence(index.documents[passage.document], passage, number)
    return first


def _first_in(passage: Passage, thing: Thing) -> int | None:
    language = detect_language(passage.text)
    held = (content_terms(passage.sentence(number), language) for number in range(len(passage.sentences)))
    return next((number for number, sentence in enumerate(held) if thing.stands_in(sentence)), None)


def _is_absent(thing: Thing, index: Index) -> bool:
    """Tell whether a thing that no sentence holds is certainly not mentioned: a name, a quotation, an unknown word."""
    is_name = all(word[0].isupper() for word in re.findall(r"\w{4,}", thing.name))
    return thing.literal or is_name or not all(map(index.lexical.knows, thing.wanted))
