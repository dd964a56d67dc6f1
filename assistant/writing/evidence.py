"""Choose passages as evidence for a language model, and lay them out with numbers, within a token budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from assistant.finding import RankedSentence
from assistant.proving import Evidence, orders_in
from assistant.writing.prompts import harmless, render
from index import Hit, Passage
from index.tokens import count_tokens

# At 650 passages the answer is among the five best as often as among eight; each more makes the first word wait.
MOST_PASSAGES = 5
LEFT_OUT = "—"


def gather(
    hits: Sequence[Hit], ranked: Sequence[RankedSentence], vectors_of: Callable[[int], npt.NDArray[np.float32]]
) -> list[Evidence]:
    """Return the passages of the best sentences, best first; `vectors_of` gives a passage's by its number."""
    numbers = {hit.passage.id: hit.number for hit in hits}
    best = {sentence.passage.id: sentence for sentence in ranked}
    return [
        Evidence(sentence.document, sentence.passage, vectors_of(numbers[key]))
        for key, sentence in list(best.items())[:MOST_PASSAGES]
    ]


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
    """Return a passage's first sentences with its number; a dash stands for an order, which a model is not to read."""
    text = passage.text[: passage.sentences[sentences - 1].end - passage.start]
    for place in sorted(orders_in(passage), reverse=True):
        if place < sentences:
            span = passage.sentences[place]
            text = f"{text[: span.start - passage.start]}{LEFT_OUT}{text[span.end - passage.start :]}"
    published = f" ({passage.published.isoformat()})" if passage.published else ""
    return render(
        "passage", number=str(number), title=harmless(passage.title), published=published, text=harmless(text)
    )


def _beginning(passage: Passage, budget_tokens: int) -> str:
    """Return as many of a passage's sentences as fit, the first in any case."""
    fitting = ""
    for sentences in range(1, len(passage.sentences) + 1):
        text = _numbered(1, passage, sentences)
        if fitting and count_tokens(text) > budget_tokens:
            break
        fitting = text
    return fitting
