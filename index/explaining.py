"""Say what the score of a passage is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.search import Hit, Index

EXCERPT = 90


def explained(hit: Hit, wanted: Sequence[str], index: Index) -> Iterator[str]:
    """Yield a line for each part of a hit's score, each a weight times what was measured; together they are the score.

    `wanted` are the content terms of the question. Beside the sentence stands the nearest one, beside the words how
    much each term adds.
    """
    weights = index.weights
    best = max(range(len(hit.sentence_cosines)), key=hit.sentence_cosines.__getitem__)
    text = " ".join(hit.passage.sentence(best).split())
    shown = text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"
    terms = index.lexical.parts(wanted, hit.number)
    yield _part("passage", weights.passage, hit.passage_cosine, "cosine of question and passage, scaled")
    yield _part(
        "sentence", weights.sentence, hit.sentence_cosines[best], f"the nearest of {len(hit.sentence_cosines)}: {shown}"
    )
    yield _part("words", weights.lexical, hit.lexical, ", ".join(f"{term} {part:.3f}" for term, part in terms.items()))


def _part(name: str, weight: float, measured: float, note: str) -> str:
    return f"{name:<8}  {weight:.2f} x {measured:.3f} = {weight * measured:.3f}  {note}".rstrip()
