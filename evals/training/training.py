"""Train the network for some hours, on and on from the last checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.finding.reader import Pair, PairTokenizer, Reading, reading_of
from evals.training.examples import Example, Maker
from evals.training.network import Network
from index.weights import Weights

CHECKPOINT = "checkpoint.pt"
# Stands behind the shorter texts of a batch.
PAD = 1
BATCH = 16
# Batches are cut from so many at a time, sorted by length, so that little of a batch is padding.
BATCHES_SORTED = 40
# Devlin et al. 2019 take 2e-5 to 5e-5 for BERT-base; small networks bear more. The head starts from nothing.
RATE, RATE_OF_HEAD = 1.5e-4, 1e-3
WEIGHT_DECAY = 0.01
WARM_UP_STEPS = 50
LEAST_RATE = 0.01
LONGEST_GRADIENT = 1.0
# Of telling whether there is an answer, beside marking it.
WEIGHT_OF_ANSWERABLE = 0.5
MINUTES_BETWEEN_CHECKPOINTS = 7.0
STEPS_A_REPORT = 10
SMOOTHING = 0.02
SECONDS_AN_HOUR = 3600.0


@dataclass(slots=True)
class Progress:
    """How far a training is: what a checkpoint holds besides weights.

    `run` counts what was drawn at once, `loss` is a running mean, `examples` counts those read.
    """

    step: int = 0
    seconds: float = 0.0
    run: int = 0
    loss: float = 0.0
    examples: int = 0


class Training:
    """A network in training, in a folder that keeps its checkpoints; takes up the last one there if `resume`.

    The first `frozen` layers stay as they are, which saves their share of two thirds of the work.
    """

    def __init__(self, folder: Path, weights: Weights, seed: int, *, resume: bool, frozen: int = 0) -> None:
        torch.manual_seed(seed)
        self._seed = seed
        self._file = folder / CHECKPOINT
        self.tokenizer = PairTokenizer(weights.pieces)
        self._words = _table(weights)
        self.network = Network(weights)
        self.network.freeze(frozen)
        self._optimizer = _optimizer(self.network)
        self.progress = Progress()
        folder.mkdir(parents=True, exist_ok=True)
        if resume and self._file.exists():
            self._take(torch.load(self._file, weights_only=True))

    def train(
        self,
        maker: Maker,
        hours: float,
        report: Callable[[Progress], None],
        validate: Callable[[], None],
        minutes: float,
    ) -> None:
        """Train until `hours` of training are over, those before the last checkpoint counted.

        `validate` is called every so many minutes. The rate falls with the time that is left: with more hours than were
        planned before, it rises again. Whatever ends the training, what was learnt is saved.
        """
        self.network.train()
        before, began = self.progress.seconds, time.monotonic()
        saved = validated = began
        try:
            for batch in self._batches(maker):
                now = time.monotonic()
                self.progress.seconds = before + now - began
                if self.progress.seconds >= SECONDS_AN_HOUR * hours:
                    break
                self._set_rate(self.progress.seconds / (SECONDS_AN_HOUR * hours))
                self._step(batch)
                if self.progress.step % STEPS_A_REPORT == 0:
                    report(self.progress)
                if now - saved > 60 * MINUTES_BETWEEN_CHECKPOINTS:
                    self.save()
                    saved = now
                if now - validated > 60 * minutes:
                    validate()
                    self.network.train()
                    validated = now
        finally:
            self.save()

    def save(self) -> None:
        """Write the checkpoint, the last one being kept until the new one is whole."""
        whole = self._file.with_suffix(".new")
        state = {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "progress": asdict(self.progress),
        }
        torch.save(state, whole)
        whole.replace(self._file)

    def logits(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor, Tensor]:
        """Return the network's outputs for pairs in one batch."""
        size = max(len(pair.ids) for pair in pairs)
        ids = torch.full((len(pairs), size), PAD)
        types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for number, pair in enumerate(pairs):
            ids[number, : len(pair.ids)] = torch.from_numpy(pair.ids)
            types[number, : len(pair.ids)] = torch.from_numpy(pair.types)
            mask[number, : len(pair.ids)] = 1
        start, end, answerable = self.network(self._words[ids].float(), mask, types)
        closed = types == 0
        closed[:, 0] = False
        lowest = torch.finfo(torch.float32).min / 2
        return start.masked_fill(closed, lowest), end.masked_fill(closed, lowest), answerable

    def read(self, question: str, text: str) -> Reading:
        """Return what the network reads in a text for a question, as far as it has come."""
        self.network.eval()
        pairs = [self.tokenizer.pair(question, text)]
        with torch.no_grad():
            start, end, answerable = self.logits(pairs)
        return reading_of(pairs[0], start[0].numpy(), end[0].numpy(), float(answerable[0]), text)

    def _take(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])

    def _batches(self, maker: Maker) -> Iterator[list[tuple[Pair, tuple[int, int]]]]:
        """Yield batches of pairs and the tokens where their answers begin and end, (0, 0) if there is none."""
        while True:
            random = Random(f"{self._seed} {self.progress.run}")
            self.progress.run += 1
            read = self._read(maker.examples(BATCH * BATCHES_SORTED, random))
            read.sort(key=lambda each: len(each[0].ids))
            batches = [read[first : first + BATCH] for first in range(0, len(read), BATCH)]
            random.shuffle(batches)
            yield from batches

    def _read(self, examples: Sequence[Example]) -> list[tuple[Pair, tuple[int, int]]]:
        pairs = [self.tokenizer.pair(example.question, example.text) for example in examples]
        found = []
        for pair, example in zip(pairs, examples, strict=True):
            span = pair.span(example.answer.start, example.answer.end) if example.answer else (0, 0)
            if span is not None:
                found.append((pair, span))
        return found

    def _step(self, batch: Sequence[tuple[Pair, tuple[int, int]]]) -> None:
        start, end, answerable = self.logits([pair for pair, _ in batch])
        wanted = torch.tensor([span for _, span in batch])
        loss = (
            functional.cross_entropy(start, wanted[:, 0]) / 2
            + functional.cross_entropy(end, wanted[:, 1]) / 2
            + WEIGHT_OF_ANSWERABLE * functional.binary_cross_entropy_with_logits(answerable, (wanted[:, 0] > 0).float())
        )
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(
            [each for each in self.network.parameters() if each.grad is not None], LONGEST_GRADIENT
        )
        self._optimizer.step()
        progress = self.progress
        progress.loss = loss.item() if progress.step == 0 else (1 - SMOOTHING) * progress.loss + SMOOTHING * loss.item()
        progress.step += 1
        progress.examples += len(batch)

    def _set_rate(self, passed: float) -> None:
        """Set the rates of a step, `passed` being the share of the time that is over."""
        share = min(1.0, (self.progress.step + 1) / WARM_UP_STEPS) * max(LEAST_RATE, 1 - passed)
        for group in self._optimizer.param_groups:
            group["lr"] = group["peak"] * share


def _table(weights: Weights) -> Tensor:
    """Return the word embeddings of all tokens in 16 bits, which holds 4-bit numbers and their scale nearly exactly."""
    size, step = len(weights.pieces.scores), 10_000
    parts = [weights.word_vectors(range(first, min(first + step, size))) for first in range(0, size, step)]
    return torch.cat([torch.from_numpy(part.astype(np.float16)) for part in parts])


def _optimizer(network: Network) -> torch.optim.Optimizer:
    """Return AdamW; vectors (biases and the norms of layers) do not decay."""
    head = {id(weights) for part in (network.span, network.answerable) for weights in part.parameters()}
    body = [weights for weights in network.parameters() if id(weights) not in head]
    groups = [
        {"params": [weights for weights in body if weights.ndim > 1], "peak": RATE},
        {"params": [weights for weights in body if weights.ndim == 1], "peak": RATE, "weight_decay": 0.0},
        {"params": [weights for weights in network.parameters() if id(weights) in head], "peak": RATE_OF_HEAD},
    ]
    return torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
