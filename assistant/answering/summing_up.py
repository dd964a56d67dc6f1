"""Quote the sentences that stand for documents: central ones, early ones, each of which says something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from assistant.answering.quoting import SENTENCE_END, Quotation, cite, stated
from assistant.answering.structure import PROSE
from assistant.answers import Citation, Statement
from assistant.finding import Sentence
from assistant.words.languages import english
from index import Document, Index

MOST_QUOTED = 5
# Of a large corpus, the beginnings of documents are weighed: so many passages of about 200 tokens.
MOST_PASSAGES = 200
# In words: what is shorter says little by itself, what is longer is no overview.
SHORTEST, LONGEST = 8, 60
# LexRank (Erkan and Radev, 2004) walks on with this probability, and starts again at any sentence otherwise.
DAMPING = 0.85
STEPS = 30
# How much more the first sentence of a document counts than a late one: news tell first what they are about.
LEAD = 1.0
# Maximal marginal relevance (Carbonell and Goldstein, 1998): what being like a chosen sentence costs.
REDUNDANCY = 0.5


def telling(documents: Sequence[Document], index: Index) -> tuple[list[Statement], list[Citation]]:
    """Return up to five sentences that stand for documents as quotes, in the order of the documents."""
    names = {document.name for document in documents}
    passages = sorted(number for name in names for number in index.passages.of(name))
    if len(names) > 1:
        passages = sorted(sorted(passages, key=lambda number: index.passages.place(number)[1])[:MOST_PASSAGES])
    weighed = list(_sentences(index, passages[:MOST_PASSAGES], prose=True))
    weighed = weighed or list(_sentences(index, passages[:MOST_PASSAGES], prose=False))
    if not weighed:
        return [], []
    sentences = [sentence for sentence, _ in weighed]
    chosen = _chosen(sentences, np.stack([vector for _, vector in weighed]))
    citations = [
        cite(Quotation(sentence.document, sentence.span), number)
        for number, sentence in enumerate((sentences[place] for place in sorted(chosen)), start=1)
    ]
    return [stated(citation, index.documents[citation.document]) for citation in citations], citations


def _sentences(
    index: Index, passages: Sequence[int], *, prose: bool
) -> Iterator[tuple[Sentence, npt.NDArray[np.float32]]]:
    """Yield the sentences that may stand for their document, each with its vector; of `prose`, or whatever there is."""
    for number in passages:
        vectors = index.sentence_vectors(number)
        passage = index.passages[number]
        for place in range(len(passage.sentences)):
            sentence = Sentence(index.documents[passage.document], passage, place)
            if not prose or _stands_alone(sentence):
                yield sentence, vectors[place]


def _stands_alone(sentence: Sentence) -> bool:
    """Tell whether a sentence is prose that is whole and understood without the one before it."""
    context = sentence.context
    return (
        context.kind in PROSE
        and not context.opening
        and SENTENCE_END.search(sentence.text) is not None
        and "\n" not in sentence.text.strip()
        and sentence.text.count("“") == sentence.text.count("”")
        and SHORTEST <= len(re.findall(r"\w+", sentence.text)) <= LONGEST
        and not english("grammar.opens_with_pronoun").match(sentence.text)
    )


def _chosen(sentences: Sequence[Sentence], vectors: npt.NDArray[np.float32]) -> list[int]:
    """Return the places of the sentences that stand for all, best first; of each document alike."""
    likeness = vectors @ vectors.T
    documents = [sentence.document.name for sentence in sentences]
    most_each = -(-MOST_QUOTED // len(set(documents)))
    worth = _centrality(likeness) * (1 + LEAD / (1 + _places(documents)))
    worth /= worth.max()
    chosen: list[int] = []
    while len(chosen) < min(MOST_QUOTED, len(sentences)):
        quoted = Counter(documents[place] for place in chosen)
        open_to = [
            place for place in range(len(sentences)) if place not in chosen and quoted[documents[place]] < most_each
        ]
        if not open_to:
            break
        said = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(sentences), np.float32)
        chosen.append(max(open_to, key=lambda place: float(worth[place] - REDUNDANCY * said[place])))
    return chosen


def _places(documents: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the how-manieth sentence of its document each is, from 0."""
    seen: Counter[str] = Counter()
    places = []
    for name in documents:
        places.append(seen[name])
        seen[name] += 1
    return np.array(places, dtype=np.float64)


def _centrality(likeness: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return continuous LexRank: how likely a walk is at each sentence that goes from one to another like it."""
    size = len(likeness)
    # All texts have something in common; only what is above the average is likeness.
    links = np.clip(likeness - likeness.mean(), 0, None).astype(np.float64) + 1e-9
    links /= links.sum(axis=1, keepdims=True)
    rank = np.full(size, 1 / size)
    for _ in range(STEPS):
        rank = (1 - DAMPING) / size + DAMPING * rank @ links
    return rank
