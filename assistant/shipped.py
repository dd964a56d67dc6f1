"""The assistant over the corpus and the store that the settings name, opened once when it is first asked."""

from __future__ import annotations

import functools
import threading

from assistant.answers import Answer
from assistant.assistant import Assistant, History
from index import from_env

_OPENING = threading.Lock()


def answer(question: str, *, history: History = ()) -> Answer:
    """Return the answer to a question about the shipped corpus (or that of ASSISTANT_CORPUS).

    The first call builds or refreshes the index and opens it. Raises an IndexingError if that cannot be done; no
    question raises an exception.
    """
    with _OPENING:
        assistant = _shipped()
    return assistant.answer(question, history=history)


@functools.cache
def _shipped() -> Assistant:
    settings = from_env()
    return Assistant.open(settings.corpus, settings.store, model=settings.model, embedding=settings.embedding)
