"""Questions to offer on the empty page, each of which the corpus truly answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from assistant.assistant import Assistant
from index import Document

MOST = 4
# Every try is an answer of some 30 ms, and the page waits for them.
MOST_TRIES = 12
LEAST_CONFIDENCE = 0.75
# Two or three words with capital letters, not at the start of a sentence, where every word has one.
NAME = re.compile(r"(?<=[a-z,] )(?P<article>the )?(?P<name>(?:[^\W\d_a-z][^\W\d_]+ ){1,2}[^\W\d_a-z][^\W\d_]+)\b")


def examples(assistant: Assistant, preferred: Sequence[str] = ()) -> list[str]:
    """Return up to four questions that the corpus answers with confidence, the preferred ones first."""
    candidates = dict.fromkeys((*preferred, *_about_names(assistant.documents)))
    tried = islice(candidates, MOST_TRIES)
    return list(islice((question for question in tried if _is_answered(assistant, question)), MOST))


def _is_answered(assistant: Assistant, question: str) -> bool:
    answer = assistant.answer(question)
    return not answer.abstained and answer.confidence >= LEAST_CONFIDENCE


def _about_names(documents: Iterable[Document]) -> Iterator[str]:
    """Yield a question about each name of two or three words, those first that stand in the most documents."""
    counts: Counter[str] = Counter()
    for document in documents:
        found = NAME.finditer(document.text)
        # Each name once, and always in the same order.
        counts.update(list(dict.fromkeys(match["name"] for match in found if not match["article"])))
    for name, _ in counts.most_common(MOST_TRIES):
        yield f"Who or what is {name}?"
