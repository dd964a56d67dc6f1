"""Decide whether the passages that a written sentence cites prove it, and which of their sentences do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.finding import Sentence
from assistant.proving.drafts import Draft
from assistant.proving.sources import Evidence, Source, sources
from assistant.proving.trial import Bar, Fault, Reason, fault_of
from assistant.proving.wording import words
from assistant.words.languages import english

Embed = Callable[[str], Sequence[float]]
# Sentences that are tried for a claim, nearest first.
TRIED = 4
# Bars of score, measured on the dev half of evals/pairs/support.jsonl with: python -m evals support
CITED = Bar(coverage=0.7, score=1.2)
PART = Bar(coverage=0.7, score=1.1)
ELSEWHERE = Bar(coverage=0.8, score=1.35)
# A part with fewer content words is none.
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Supported:
    """A sentence that is proven, and the sentences that prove it, in the order of the evidence.

    `repaired` if they stand in another passage than the one that it cites.
    """

    sentences: tuple[Sentence, ...]
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that is not proven: why, and the words that gave it away, if any."""

    reason: Reason
    words: tuple[str, ...] = ()


def check(draft: Draft, evidence: Sequence[Evidence], embed: Embed) -> Supported | Withheld:
    """Return what proves a draft in the evidence that its markers cite (from 1), or why it is withheld.

    What fails there is tried once more in the evidence that it does not cite, where more is asked of it. `embed` gives
    the vector of a text, embedded as a passage; it is called at most once.
    """
    if not any(word.content for word in words(draft.text)) and not any(map(str.isalnum, draft.text)):
        return Withheld(Reason.NOT_SUPPORTED)
    if not evidence:
        return Withheld(Reason.UNKNOWN_MARKER if draft.markers else Reason.NO_MARKER)
    vector = np.asarray(embed(draft.text), dtype=np.float32)
    unknown = [number for number in draft.markers if not 1 <= number <= len(evidence)]
    cited = [evidence[number - 1] for number in dict.fromkeys(draft.markers) if number not in unknown]
    if unknown:
        fault = Fault(Reason.UNKNOWN_MARKER, tuple(f"[{number}]" for number in unknown))
    elif not cited:
        fault = Fault(Reason.NO_MARKER)
    else:
        found = _prove(draft.text, sources(vector, cited), CITED)
        if not isinstance(found, Fault):
            return Supported(_in_order(found))
        fault = found
    others = [item for item in evidence if unknown or item not in cited]
    found = _prove(draft.text, sources(vector, others), ELSEWHERE)
    if not isinstance(found, Fault):
        return Supported(_in_order(found), repaired=True)
    return Withheld(fault.reason, fault.words)


def _prove(claim: str, among: Sequence[Source], bar: Bar) -> list[Source] | Fault:
    """Return the one or two sentences that prove a claim, or what is wrong with it by the sentence nearest to it."""
    whole = _prove_by_one(claim, among, bar)
    if isinstance(whole, Source):
        return [whole]
    for left, right in _halves(claim):
        one = _prove_by_one(left, among, PART)
        if isinstance(one, Source):
            other = _prove_by_one(right, among, PART)
            if isinstance(other, Source):
                return [one, other]
    return whole


def _prove_by_one(claim: str, among: Sequence[Source], bar: Bar) -> Source | Fault:
    nearest = sorted(among, key=lambda source: -(source.coverage(claim) + source.cosine))[:TRIED]
    first: Fault | None = None
    for source in nearest:
        fault = fault_of(claim, source, bar)
        if fault is None:
            return source
        first = first or fault
    return first or Fault(Reason.NOT_SUPPORTED)


def _halves(claim: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a claim in two parts that both say something."""
    for seam in english("proving.seam").finditer(claim):
        left, right = claim[: seam.start()], claim[seam.end() :]
        relative = english("proving.relative").match(right)
        if relative and left.strip():
            right = f"{left.split()[-1]} {right[relative.end() :]}"
        if all(sum(word.content for word in words(part)) >= FEWEST_WORDS for part in (left, right)):
            yield left, right


def _in_order(found: Sequence[Source]) -> tuple[Sentence, ...]:
    """Return the sentences, each once, as they follow one another in the documents."""
    ordered = sorted(dict.fromkeys(found), key=lambda source: (source.passage.id, source.number))
    return tuple(Sentence(source.document, source.passage, source.number) for source in ordered)
