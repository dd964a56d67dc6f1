"""Try a claim against one sentence: what it says must stand there, as firmly, and of the same people and things."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.proving.certainty import overstatement
from assistant.proving.deeds import speakers
from assistant.proving.facts import dates, missing_dates, missing_figures, missing_names, missing_quotations
from assistant.proving.foreign import denies, foreign_anchors, foreign_figures, foreign_names, is_known
from assistant.proving.polarity import contradictions
from assistant.proving.roles import exchanged, exchanged_deed, turned_around
from assistant.proving.sources import Source, statements
from assistant.proving.wording import Word, meanings_of, words
from assistant.words.languages import english
from index.language import detect_language

_language = functools.lru_cache(maxsize=10_000)(detect_language)
# The embedding's cosines of a sentence and its paraphrase begin about here (dev half of the labelled set).
COSINE_FLOOR = 0.80
COSINE_RANGE = 0.15
# A sentence must itself hold so much of a claim, whatever stands before it (dev half: .7 lets one less through than .6,
# for .02 of recall).
OWN_COVERAGE = 0.7
# A paraphrase replaces single words; so many in a row that stand nowhere are an addition. With 1, recall on the dev
# half falls from .86 to .66.
STRANGE_WORDS = 2
# Each part of a claim must be held so much, however well the rest is.
LEAST_OF_PART = 0.5
# Words of a translation tell nothing: its scaled cosine must be so high, where inventions do not come (measured on 25
# sentences in seven languages about topics of the dev half: inventions end at .27).
FOREIGN_SCORE = 0.35


class Reason(StrEnum):
    """Why a sentence is withheld."""

    NO_MARKER = "no marker"
    UNKNOWN_MARKER = "unknown marker"
    NUMBER = "number not found"
    DATE = "date not found"
    NAME = "name not found"
    QUOTATION = "quotation not found"
    NEGATION = "negation not found"
    ROLE = "said or done by another"
    CERTAINTY = "more than the source says"
    NOT_SUPPORTED = "not supported"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a claim, and the words that give it away, if any."""

    reason: Reason
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """The least share of a claim's words that a source must hold, and the least sum of that share and the cosine.

    The cosine is scaled: 0 for what has nothing in common, 1 for the same sentence.
    """

    coverage: float
    score: float


def fault_of(claim: str, source: Source, bar: Bar) -> Fault | None:
    """Return the first thing that is wrong with a claim, given a sentence that may prove it, or None."""
    language, other = _language(claim), _language(source.passage.text)
    if (language, other) != ("en", "en"):
        return _foreign_fault(claim, language, source, other)
    return _missing_fact(claim, source) or _other_sense(claim, source) or _weakness(claim, source, bar)


def _missing_fact(claim: str, source: Source) -> Fault | None:
    for reason, missing in (
        (Reason.QUOTATION, missing_quotations(claim, source.around)),
        (Reason.NUMBER, missing_figures(claim, source.text)),
        (Reason.DATE, _missing_dates(claim, source)),
        (Reason.NAME, _missing_names(claim, source)),
    ):
        if missing:
            return Fault(reason, tuple(missing))
    return None


def _missing_dates(claim: str, source: Source) -> list[str]:
    """Return the dates that the source does not state; one that says "they met" is of the date before it."""
    dated = dates(source.text) or not english("grammar.opens_with_pronoun").match(source.text)
    return missing_dates(claim, source.text if dated else f"{source.before} {source.text}")


def _missing_names(claim: str, source: Source) -> list[str]:
    """Return the names that the source does not hold, nor points back to.

    A name from the sentences before may stand in it if the sentence opens with a pronoun, or names nobody else.
    """
    missing = missing_names(claim, source.text)
    if not missing:
        return []
    beyond = missing_names(claim, f"{source.text} {source.leading}")
    if beyond:
        beside = (speakers(claim) or frozenset()) & (speakers(source.around) or frozenset())
        return [word.text for word in beyond if word.meaning not in beside]
    instead = missing_names(source.statement(claim), claim)
    if instead and not (
        english("grammar.opens_with_pronoun").match(source.text) and _opens_with(claim, missing, source)
    ):
        return [word.text for word in missing]
    return []


def _opens_with(claim: str, named: Sequence[Word], source: Source) -> bool:
    """Tell whether these names stand before all other words of the claim that the source holds."""
    here = meanings_of(source.text)
    shared = [word.start for word in words(claim) if word.content and not word.is_name and word.meaning in here]
    return not shared or all(word.start < shared[0] for word in named)


def _other_sense(claim: str, source: Source) -> Fault | None:
    statement = source.statement(claim)
    if contrary := contradictions(claim, statement):
        return Fault(Reason.NEGATION, tuple(contrary))
    if turned := turned_around(claim, statement):
        return Fault(Reason.ROLE, (turned,))
    if role := exchanged(claim, source.text, meanings_of(source.leading)):
        return Fault(Reason.ROLE, (role,))
    if overstated := overstatement(claim, statement):
        return Fault(Reason.CERTAINTY, (overstated,))
    return None


def _weakness(claim: str, source: Source, bar: Bar) -> Fault | None:
    coverage = source.coverage(claim)
    strange = source.strange_run(claim)
    if len(strange) >= STRANGE_WORDS:
        return Fault(Reason.NOT_SUPPORTED, strange)
    if verb := exchanged_deed(claim, source.statement(claim)):
        return Fault(Reason.NOT_SUPPORTED, (verb,))
    parts = [part for part in statements(claim) if meanings_of(part)]
    if added := next((part for part in parts if source.coverage(part) < LEAST_OF_PART), ""):
        return Fault(Reason.NOT_SUPPORTED, (added,))
    if source.coverage(claim, before=0) < OWN_COVERAGE:
        return Fault(Reason.NOT_SUPPORTED)
    if coverage < bar.coverage or coverage + scaled(source.cosine) < bar.score:
        return Fault(Reason.NOT_SUPPORTED)
    return None


def scaled(cosine: float) -> float:
    """Return a cosine on the scale of a bar: about 0 to 1."""
    return (cosine - COSINE_FLOOR) / COSINE_RANGE


def _foreign_fault(claim: str, language: str, source: Source, other: str) -> Fault | None:
    if not is_known(language) or not is_known(other):
        return Fault(Reason.NOT_SUPPORTED)
    if missing := missing_quotations(claim, source.text) if language == other else []:
        return Fault(Reason.QUOTATION, tuple(missing))
    if missing := foreign_figures(claim, language, source.text, other):
        return Fault(Reason.NUMBER, tuple(missing))
    strange, found = foreign_names(claim, language, f"{source.leading} {source.text}")
    if strange:
        return Fault(Reason.NAME, tuple(strange))
    if denies(claim, language) != denies(source.text, other):
        return Fault(Reason.NEGATION)
    places = [source.text.find(name) for name in found if name in source.text]
    if places != sorted(places):
        return Fault(Reason.ROLE, tuple(found))
    if other == "en" and english("proving.possible_in_source").search(source.text):
        return Fault(Reason.CERTAINTY)
    anchored = places or foreign_anchors(claim, language)
    if not anchored or scaled(source.cosine) < FOREIGN_SCORE:
        return Fault(Reason.NOT_SUPPORTED)
    return None
