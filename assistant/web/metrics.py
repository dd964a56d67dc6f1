"""Count questions, abstentions and how long each stage takes, for Prometheus; never what is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.answers import Answer
from assistant.assistant import Assistant

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
# How much the last answer counts in the average: after ten others an answer counts a third of what it did.
OF_THE_LAST = 0.1


class Metrics:
    """What is measured of the answers that it sees, and how large the index is.

    `answer_seconds` are what an answer takes, on average of the last, and `after_answer` is called when that is known
    anew.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.answer_seconds = 0.0
        self.after_answer: Callable[[], None] = lambda: None
        self._registry = CollectorRegistry()
        self._questions = Counter("assistant_questions", "Questions answered or declined", registry=self._registry)
        self._abstentions = Counter("assistant_abstentions", "Questions declined", registry=self._registry)
        self._stages = Histogram(
            "assistant_stage_seconds",
            "Seconds that a stage of an answer took",
            ["stage"],
            buckets=SECONDS,
            registry=self._registry,
        )
        sizes = {
            "documents": ("Documents in the index", lambda: assistant.document_count),
            "passages": ("Passages in the index", lambda: assistant.passages),
        }
        for name, (words, count) in sizes.items():
            Gauge(f"assistant_{name}", words, registry=self._registry).set_function(count)

    def watch(self, growing: Iterable[Answer]) -> Iterator[Answer]:
        """Yield the answers as they grow, and count the last one, if it is reached."""
        answer = None
        took, since = 0.0, time.monotonic()
        for answer in growing:
            took += time.monotonic() - since
            yield answer
            since = time.monotonic()
        if answer is None:
            return
        took += time.monotonic() - since
        self.answer_seconds += (took - self.answer_seconds) * (OF_THE_LAST if self.answer_seconds else 1)
        self.after_answer()
        self._questions.inc()
        self._abstentions.inc(answer.abstained)
        for stage, milliseconds in answer.timings.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """Return all that is measured in Prometheus' text format."""
        return generate_latest(self._registry)
