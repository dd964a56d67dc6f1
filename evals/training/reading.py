"""Read: from a network's logits to the answer's span in a text and how sure it is that there is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.training.tokens import Pair
from index import Span

# In tokens.
LONGEST_ANSWER = 30
AFTER_WORDS = " \n\t,;:"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one text: the best span, and two log odds that it answers.

    `margin` is the best span's score less that of no answer (Devlin et al. 2019, sec. 4.3); `answerable` is the head's.
    """

    span: Span
    margin: float
    answerable: float


def reading_of(pair: Pair, start: Floats, end: Floats, answerable: float, text: str) -> Reading:
    """Return what logits say about a text, which must have a token."""
    inside = np.flatnonzero(pair.types)
    first, last = inside[0], inside[-1] + 1
    scores = start[first:last, None] + end[None, first:last]
    length = np.arange(last - first)
    allowed = (length[None, :] >= length[:, None]) & (length[None, :] - length[:, None] < LONGEST_ANSWER)
    best = int(np.where(allowed, scores, -np.inf).argmax())
    begin, stop = divmod(best, int(last - first))
    span = _trimmed(Span(int(pair.starts[first + begin]), int(pair.ends[first + stop])), text)
    return Reading(span, float(scores[begin, stop] - start[0] - end[0]), answerable)


def _trimmed(span: Span, text: str) -> Span:
    """Return a span without what its tokens hold of what stands around: the blank before, a comma after."""
    words = span.of(text).rstrip(AFTER_WORDS)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.start + len(words)) if words.strip() else span
