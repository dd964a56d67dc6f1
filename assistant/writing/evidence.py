"""Choose passages as evidence for a language model, and lay them out with numbers, within a token budget."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from assistant.answers import Citation
from assistant.proving import Evidence, is_order, orders_in
from assistant.writing.prompts import harmless, render
from index import Hit, Index, Passage
from index.blocks import headed
from index.tokens import count_tokens

LEFT_OUT = "—"


def gather(hits: Sequence[Hit], index: Index, budget_tokens: int) -> list[Evidence]:
    """Return the passages to write from: of these hits, best first, as many as fit into so many tokens.

    If that is the whole corpus, it is in its own order: a server that remembers a prompt reads it but once.
    """
    taken = list(hits[: len(laid_out([hit.passage for hit in hits], budget_tokens))])
    if len(taken) == len(index.passages):
        taken.sort(key=lambda hit: hit.number)
    return [_evidence(hit.number, index) for hit in taken]


def gather_around(citations: Sequence[Citation], index: Index, budget_tokens: int) -> list[Evidence]:
    """Return the passages to write from of the documents cited, in their own order, as many as fit into so many tokens.

    Those that are cited come first, then the others, of each document alike.
    """
    of_each = {citation.document: index.passages.of(citation.document) for citation in citations}
    spans = [(citation.document, citation.start) for citation in citations]

    def is_cited(number: int) -> bool:
        passage = index.passages[number]
        return any(passage.document == name and passage.start <= start < passage.end for name, start in spans)

    by_turns = [number for each in zip_longest(*of_each.values()) for number in each if number is not None]
    ordered = sorted(by_turns, key=lambda number: not is_cited(number))
    fitting = laid_out([index.passages[number] for number in ordered], budget_tokens)
    return [_evidence(number, index) for number in sorted(ordered[: len(fitting)])]


def _evidence(number: int, index: Index) -> Evidence:
    passage = index.passages[number]
    return Evidence(index.documents[passage.document], passage, index.sentence_vectors(number))


def without_orders(item: Evidence) -> Evidence:
    """Return evidence in which sentences that order a language model about have no direction, so prove nothing."""
    vectors = item.vectors.copy()
    vectors[list(orders_in(item.passage))] = 0.0
    return Evidence(item.document, item.passage, vectors)


def laid_out(passages: Sequence[Passage], budget_tokens: int) -> list[str]:
    """Return the first passages that fit into a budget, numbered from 1; of the first at least one sentence."""
    shown: list[str] = []
    left = budget_tokens
    for number, passage in enumerate(passages, start=1):
        text = _numbered(number, passage, len(passage.sentences))
        tokens = count_tokens(text)
        if tokens > left:
            break
        shown.append(text)
        left -= tokens
    if not shown and passages:
        shown.append(_beginning(passages[0], budget_tokens))
    return shown


def _numbered(number: int, passage: Passage, sentences: int) -> str:
    """Return a passage's first sentences with its number, under title, date, headings and what opens its list or table.

    A dash stands for an order, which a model is not to read.
    """
    text = passage.text[: passage.sentences[sentences - 1].end - passage.start]
    for place in sorted(orders_in(passage), reverse=True):
        if place < sentences:
            span = passage.sentences[place]
            text = f"{text[: span.start - passage.start]}{LEFT_OUT}{text[span.end - passage.start :]}"
    published = f" ({passage.published.isoformat()})" if passage.published else ""
    context = passage.context(0)
    above = "" if context.opening in passage.text else f"{_obeyed_by_none(context.opening)}\n"
    heading = headed(_obeyed_by_none(passage.title), [*map(_obeyed_by_none, context.headings)])
    return render(
        "passage", number=str(number), heading=harmless(heading), published=published, text=harmless(above + text)
    )


def _obeyed_by_none(text: str) -> str:
    return LEFT_OUT if is_order(text) else text


def _beginning(passage: Passage, budget_tokens: int) -> str:
    """Return as many of a passage's sentences as fit, the first in any case."""
    fitting = ""
    for sentences in range(1, len(passage.sentences) + 1):
        text = _numbered(1, passage, sentences)
        if fitting and count_tokens(text) > budget_tokens:
            break
        fitting = text
    return fitting
