"""Say what the documents do tell of the names in a question that they do not answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answering.quoting import same_words
from assistant.asking import Question
from assistant.finding import RankedSentence
from assistant.words.kinds import DATE
from assistant.words.languages import words_of
from assistant.words.names import without_possessive
from index import Index
from index.language import detect_language
from index.lexical import terms

# A reader wants a hint, not a second answer.
MOST_SENTENCES = 2
MOST_WORDS = 3
# Letters of a month or its abbreviation that is a name of people as well: Jan, May, June.
SHORT_MONTH = 4
# Chinese does not set names apart from the signs around them.
WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’-][^\W_\u3400-\u9fff]+)*")


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a question that the documents hold, in order; sentences that hold them, best first; and the
    question's other words, in order, that no ranked sentence with one of the names holds.
    """

    names: tuple[str, ...]
    sentences: tuple[RankedSentence, ...]
    missing: tuple[str, ...]


def known_about(asked: Question, ranked: Sequence[RankedSentence], index: Index) -> Known | None:
    """Return what ranked sentences tell of the names in a question; None if it has no name or none of them is told of.

    Sentences come first that tell of more names of which none before tells, then those that rank higher. Of a question
    in another language than the documents' no word is missing: they may say it in theirs.
    """
    named = {name: frozenset(index.content_terms(name, asked.language)) for name in _names(asked, index)}
    named = {name: wanted for name, wanted in named.items() if wanted}
    holding = [
        (sentence, {name for name, wanted in named.items() if wanted <= _terms(sentence)}) for sentence in ranked
    ]
    holding = [(sentence, held) for sentence, held in holding if held]
    if not holding:
        return None
    around = frozenset[str]().union(*(_terms(sentence) for sentence, _ in holding))
    chosen: list[RankedSentence] = []
    told: set[str] = set()
    while holding and len(chosen) < MOST_SENTENCES:
        sentence, held = max(holding, key=lambda pair: len(pair[1] - told))
        chosen.append(sentence)
        told |= held
        holding = [pair for pair in holding if not same_words(pair[0], sentence)]
    names = tuple(name for name in named if name in told)
    return Known(_side_by_side(names, asked, chosen), tuple(chosen), _missing(asked, named, around, index))


def unknown_names(asked: Question, index: Index) -> list[str]:
    """Return the names and numbers of a question that stand in no document, in order; [] in another language."""
    if asked.is_foreign:
        return []
    names = {without_possessive(name): None for name in asked.names}
    wanted = {name: index.content_terms(name, asked.language) for name in names}
    return [name for name, found in wanted.items() if found and not all(map(index.lexical.knows, found))]


def unknown_words(asked: Question, index: Index) -> list[str]:
    """Return a question's words that stand in no document, less those that only shape it; [] in another language."""
    if asked.is_foreign:
        return []
    asking = words_of("en", "quoting.asking")
    return [word for word in index.unknown_words(asked.respelled) if word.lower() not in asking]


def _names(asked: Question, index: Index) -> list[str]:
    """Return the words of a question that are names, in order, as the documents spell them; no numbers and no dates.

    A name has a capital in the question, in a language of the documents, or else in the documents wherever it stands
    in them: so it may open the question, and be written without one.
    """
    capitals = set[str]() if asked.is_foreign else set(asked.names)
    found: dict[str, None] = {}
    for word in WORD.findall(DATE.sub(_if_no_date, asked.respelled)):
        plain = without_possessive(word)
        if plain[0].isdigit() or plain.lower() in words_of("en", "quoting.asking"):
            continue
        name = plain if word in capitals else _spelled_with_capital(plain, asked, index)
        if name:
            found[name] = None
    return list(found)


def _spelled_with_capital(word: str, asked: Question, index: Index) -> str:
    """Return a word as the documents spell it, if always with a capital, and somewhere within a sentence; else ""."""
    wanted = index.content_terms(word, asked.language)
    if not wanted or not all(map(index.lexical.knows, wanted)):
        return ""
    if index.summary.written.get(word.lower()):
        return ""
    return without_possessive(index.summary.spellings.get(word.lower(), ""))


def _terms(sentence: RankedSentence) -> frozenset[str]:
    return frozenset(terms(sentence.text, detect_language(sentence.passage.text)))


def _side_by_side(names: Sequence[str], asked: Question, sentences: Sequence[RankedSentence]) -> tuple[str, ...]:
    """Return names with those put together that follow one another in the question as in one of the sentences."""
    whole: list[str] = []
    for name in names:
        longer = f"{whole[-1]} {name}" if whole else ""
        together = longer.lower() in asked.respelled.lower() and any(longer in sentence.text for sentence in sentences)
        if longer and together:
            whole[-1] = longer
        else:
            whole.append(name)
    return tuple(whole)


def _missing(asked: Question, names: Collection[str], around: Collection[str], index: Index) -> tuple[str, ...]:
    """Return the words that the sentences with the names do not hold: those of no document, if there are any."""
    if asked.is_foreign:
        return ()
    spoken = {name.lower() for name in names}
    absent = {}
    for word in WORD.findall(DATE.sub(_if_no_date, asked.respelled)):
        wanted = index.content_terms(word, asked.language)
        said = without_possessive(word).lower() in spoken or word.lower() in words_of("en", "quoting.asking")
        if wanted and not said and not set(wanted) & set(around):
            absent[word] = all(map(index.lexical.knows, wanted))
    nowhere = [word for word, stands_elsewhere in absent.items() if not stands_elsewhere]
    return tuple((nowhere or list(absent))[:MOST_WORDS])


def _if_no_date(found: re.Match[str]) -> str:
    """Return what looks like a date if it may be a mere number (a year) or a name (Jan), else a blank."""
    written = found[0]
    return written if written.isdigit() or (written.isalpha() and len(written) <= SHORT_MONTH) else " "
