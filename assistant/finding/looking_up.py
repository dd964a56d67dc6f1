"""Find where the documents hold the words that a person looks for, and what is like them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assistant.finding.sentences import Sentence
from index import Document, Hit, Index, Span
from index.language import detect_language
from index.lexical import places_of, sentence_terms, terms

# Passages that are looked through; those beyond hold hardly a word or likeness.
PASSAGES_LOOKED_THROUGH = 60
MOST_HOLDING = 12
MOST_SIMILAR = 5
# Cosines of passage and sentence, added. Over two corpora 17 of 18 words without sense or off their topics stay below
# .66, of 23 on their topics, in the same or another language, 19 reach .70.
LEAST_LIKENESS = 0.7
EXCERPT_CHARACTERS = 160
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that holds words that are looked for, or is like them; `marks` are where these stand in `excerpt`."""

    sentence: Sentence
    excerpt: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Documents whose title, name, author or publisher holds the words, places that hold some, and places alike."""

    documents: tuple[Document, ...]
    holding: tuple[Place, ...]
    similar: tuple[Place, ...]


def look_up(text: str, index: Index) -> Lookup:
    """Return where the documents hold the words of a text, best first, and what is like it; it may well be nothing.

    The last word may be the beginning of one: it may still be typed.
    """
    words = _wanted(text, index)
    if not words:
        return Lookup((), (), ())
    every = sorted(frozenset().union(*words))
    hits = index.search(text, limit=PASSAGES_LOOKED_THROUGH, wanted=every)
    weights = {word: max(map(index.lexical.weight, word)) for word in words}
    best = {hit.number: _best_place(hit, weights, index) for hit in hits}
    places = {number: place for number, (place, _) in best.items()}
    holding = sorted((hit for hit in hits if best[hit.number][1]), key=lambda hit: -best[hit.number][1])
    similar = [
        hit for hit in hits if hit not in holding and hit.passage_cosine + max(hit.sentence_cosines) >= LEAST_LIKENESS
    ]
    return Lookup(
        tuple(document for document in index.documents.values() if _is_named(document, words)),
        tuple(places[hit.number] for hit in holding[:MOST_HOLDING]),
        tuple(places[hit.number] for hit in similar[:MOST_SIMILAR]),
    )


def _wanted(text: str, index: Index) -> list[frozenset[str]]:
    """Return for each word of a text but function words the terms that it may have in the documents' languages."""
    language = detect_language(text)
    found = [
        frozenset(term for other in index.languages for term in index.content_terms(word, language, stem_as=other))
        for word in WORD.findall(text)
    ]
    words = [word for word in found if word]
    if words and words[-1] and not any(map(index.lexical.knows, words[-1])):
        words[-1] |= frozenset(term for begun in words[-1] for term in index.lexical.beginning(begun))
    return words


def _best_place(hit: Hit, weights: Mapping[frozenset[str], float], index: Index) -> tuple[Place, float]:
    """Return the sentence of a passage whose words weigh most, with their weight; of equal ones, the most similar."""
    held = sentence_terms(hit.passage)
    weigh = [sum(weight for word, weight in weights.items() if word & each) for each in held]
    number = max(range(len(held)), key=lambda each: (weigh[each], hit.sentence_cosines[each]))
    sentence = Sentence(index.documents[hit.passage.document], hit.passage, number)
    readable = hit.passage.readable(number)
    marks = places_of(frozenset().union(*weights), readable, detect_language(hit.passage.text))
    return _cut(sentence, readable, marks), weigh[number]


def _cut(sentence: Sentence, text: str, marks: Sequence[Span]) -> Place:
    """Return a place with as much of its text as is shown, from a little before the first mark on."""
    if len(text) <= EXCERPT_CHARACTERS:
        return Place(sentence, text, tuple(marks))
    first = marks[0].start if marks else 0
    start = max(0, min(first - EXCERPT_CHARACTERS // 3, len(text) - EXCERPT_CHARACTERS))
    start = text.find(" ", start) + 1 if start else 0
    end = start + EXCERPT_CHARACTERS
    shown = f"{'…' * bool(start)}{text[start:end].rstrip()}{'…' * (end < len(text))}"
    moved = bool(start) - start
    return Place(
        sentence,
        shown,
        tuple(Span(mark.start + moved, mark.end + moved) for mark in marks if start <= mark.start < mark.end <= end),
    )


def _is_named(document: Document, words: Sequence[frozenset[str]]) -> bool:
    names = (document.title, PurePath(document.name).stem, document.author, document.publisher)
    held = frozenset(term for name in names for term in terms(name, detect_language(document.text)))
    return all(word & held for word in words)
