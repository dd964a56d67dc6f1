"""Count questions, abstentions and how long each stage takes, for Prometheus; never what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.answers import Answer
from assistant.assistant import Assistant

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """What is measured of the answers that it sees, and how large the index is."""

    def __init__(self, assistant: Assistant) -> None:
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
            "documents": ("Documents in the index", lambda: len(assistant.documents)),
            "passages": ("Passages in the index", lambda: assistant.passages),
        }
        for name, (words, count) in sizes.items():
            Gauge(f"assistant_{name}", words, registry=self._registry).set_function(count)

    def watch(self, growing: Iterable[Answer]) -> Iterator[Answer]:
        """Yield the answers as they grow, and count the last one, if it is reached."""
        answer = None
        for answer in growing:
            yield answer
        if answer is None:
            return
        self._questions.inc()
        self._abstentions.inc(answer.abstained)
        for stage, milliseconds in answer.timings.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def text(self) -> bytes:
        """Return all that is measured in Prometheus' text format."""
        return generate_latest(self._registry)
