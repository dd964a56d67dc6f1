"""Score the checker of written sentences on a labelled set: who gets through, and who should."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.proving import Draft, Evidence, Supported, check
from evals.errors import EvalsError
from evals.metrics.intervals import Estimate, wilson
from evals.report.tables import Table, interval
from index import Document, LocalEmbedding, Passage
from index.reading import paragraphs

PAIRS = Path(__file__).parent / "sets"
ROWS, EVIDENCE = PAIRS / "support.jsonl", PAIRS / "support_evidence.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as a model might write it about a topic, the passages that it cites, and whether they prove it.

    `kind` says how it was made: of what is supported, a paraphrase or a fusion; else what was broken. "Repair" cites a
    wrong passage while another of the topic proves it.
    """

    id: str
    split: str
    topic: str
    kind: str
    sentence: str
    cites: tuple[int, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker made of a claim, and the milliseconds that it took, its embedding included."""

    claim: Claim
    shown: bool
    reason: str
    milliseconds: float


def read_claims(path: Path = ROWS) -> list[Claim]:
    """Return the claims of a file of JSON lines; raises EvalsError if a line is not one."""
    try:
        return [Claim(**row | {"cites": tuple(row["cites"])}) for row in _rows(path)]
    except (TypeError, KeyError) as error:
        raise EvalsError(f"{path}: a row is not a claim ({error}). Compare it with the fields of Claim.") from None


def read_evidence(path: Path = EVIDENCE) -> dict[str, list[tuple[Document, Passage]]]:
    """Return the passages of each topic, each with its document, in the order of their numbers from 1."""
    topics: dict[str, list[tuple[Document, Passage]]] = defaultdict(list)
    for row in _rows(path):
        text = row["text"]
        spans = tuple(span for paragraph in paragraphs(text) for span in paragraph.sentences)
        name = f"{row['topic']}-{row['number']}"
        whole = text[spans[0].start : spans[-1].end]
        passage = Passage(name, row["title"], None, spans[0].start, spans[-1].end, whole, spans)
        topics[row["topic"]].append((Document(name, text, row["title"]), passage))
    return dict(topics)


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise EvalsError(f"{path}: cannot be read ({error}).") from None


def judge(
    claims: Iterable[Claim],
    topics: Mapping[str, Sequence[tuple[Document, Passage]]],
    embedding: BaseEmbedding | None = None,
) -> list[Verdict]:
    """Return the checker's verdict on each claim, in order, given all passages of its topic."""
    engine = embedding or LocalEmbedding()
    return judged(claims, embedded(topics, engine), engine)


def embedded(
    topics: Mapping[str, Sequence[tuple[Document, Passage]]], engine: BaseEmbedding
) -> dict[str, list[Evidence]]:
    """Return the passages of each topic with the vectors of their sentences."""
    return {
        topic: [
            Evidence(
                document,
                passage,
                np.array(engine.get_text_embedding_batch(passage.embedded_sentences()), dtype=np.float32),
            )
            for document, passage in passages
        ]
        for topic, passages in topics.items()
    }


def judged(claims: Iterable[Claim], vectors: Mapping[str, list[Evidence]], engine: BaseEmbedding) -> list[Verdict]:
    """Return the checker's verdict on each claim, in order, given the passages of its topic with their vectors."""
    verdicts = []
    for claim in claims:
        started = time.perf_counter()
        found = check(Draft(claim.sentence, claim.cites), vectors[claim.topic], engine.get_text_embedding)
        took = 1000 * (time.perf_counter() - started)
        shown = isinstance(found, Supported)
        verdicts.append(Verdict(claim, shown, "" if isinstance(found, Supported) else found.reason.value, took))
    return verdicts


def share(hits: int, n: int) -> Estimate | None:
    """Return a share with Wilson's 95 % interval, or None of nothing."""
    return Estimate(hits / n, *wilson(hits / n, n), n) if n else None


def overall(verdicts: Sequence[Verdict]) -> Table:
    """Return one row a split: precision and recall of "supported", and how long one sentence takes."""
    rows = []
    for split in dict.fromkeys(verdict.claim.split for verdict in verdicts):
        members = [verdict for verdict in verdicts if verdict.claim.split == split]
        shown = [verdict for verdict in members if verdict.shown]
        right = sum(verdict.claim.supported for verdict in shown)
        supported = sum(verdict.claim.supported for verdict in members)
        took = median(verdict.milliseconds for verdict in members)
        rows.append((split, str(len(members)), str(supported), _cell(right, len(shown)), _cell(right, supported),
                     f"{took:.1f}"))  # fmt: skip
    headers = ("split", "claims", "supported", "precision", "recall", "ms")
    note = "Value [95 % interval, Wilson] (n). Milliseconds a claim, median, its embedding included."
    return Table("The checker of written sentences", headers, tuple(rows), note)


def by_kind(verdicts: Sequence[Verdict], split: str) -> Table:
    """Return one row a kind of claim: how many are shown, those that are supported first."""
    kinds: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.claim.split == split:
            kinds[not verdict.claim.supported, verdict.claim.kind].append(verdict.shown)
    rows = tuple(
        (kind, "no" if broken else "yes", str(len(shown)), str(sum(shown)), _cell(sum(shown), len(shown)))
        for (broken, kind), shown in sorted(kinds.items())
    )
    note = "Shown is right for what is supported, and wrong for the rest."
    return Table(f"Shown by kind, {split}", ("kind", "supported", "n", "shown", "share"), rows, note)


def _cell(hits: int, n: int) -> str:
    found = share(hits, n)
    return f"{interval(found)} ({n})" if found else "-"
