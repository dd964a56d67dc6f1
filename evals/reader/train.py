"""Fine-tune a small BERT to tell whether a text answers a question."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from evals.errors import EvalsError
from evals.reader.batches import epoch
from evals.reader.examples import Example

# In tokens, as the reader cuts what it reads.
LONGEST_PAIR = 160
# With their wrong texts and perturbed questions about 50 pairs, 2.6 seconds a step on two cores.
EXAMPLES_A_STEP = 10
# Usual for fine-tuning BERT (Devlin et al. 2019: 2e-5 to 5e-5), a little more for a small one in a short time; the head
# starts from nothing. Not tuned.
RATE, RATE_OF_HEAD = 6e-5, 5e-4
WEIGHT_DECAY = 0.01
WARM_UP_STEPS = 150
# The rate falls in a straight line with the time that is left, to this share.
LEAST_RATE = 0.02
LONGEST_GRADIENT = 1.0
# One right text stands beside three wrong ones and a perturbed question: it counts more, if not four times.
WEIGHT_OF_RIGHT = 2.5
# Pairs are scored in two parts of like length; the shorter ones are so many of all.
SHORTER = 5 / 8
STEPS_A_REPORT = 50
# Of the running mean of the loss.
SMOOTHING = 0.02

# The number of the step, the seconds since the start, the running mean of the loss.
Report = Callable[[int, float, float], None]


class Network(nn.Module):
    """BERT with a linear head on its first state and the mean of all; gives one logit a pair."""

    def __init__(self, minilm: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(minilm), add_pooling_layer=False, local_files_only=True, dtype=torch.float32
        )
        self.head = nn.Linear(2 * self.bert.config.hidden_size, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Return the logits of pairs, shape (pairs,); arguments have shape (pairs, tokens), `mask` is 0 at padding."""
        states = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        inside = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * inside).sum(1) / inside.sum(1)
        logits: Tensor = self.head(torch.cat([states[:, 0], mean], 1)).squeeze(-1)
        return logits


class TrainableReader:
    """A network and its tokenizer; raises EvalsError if the folder of MiniLM lacks a file.

    `seed` makes the head, the order of the examples and what is dropped out the same each time; the time that a machine
    takes, which ends the training, is not.
    """

    def __init__(self, minilm: Path, seed: int) -> None:
        for file in ("config.json", "model.safetensors", "tokenizer.json"):
            if not (minilm / file).is_file():
                raise EvalsError(f"{minilm}: has no {file}. Give the folder of the model all-MiniLM-L6-v2.")
        torch.manual_seed(seed)
        self._generator = np.random.default_rng(seed)
        self.network = Network(minilm)
        self._tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST_PAIR)
        self._tokenizer.enable_padding()

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text, in order, the log odds that it answers the question."""
        self.network.eval()
        with torch.no_grad():
            logits: list[float] = self.network(*self.tensors([(question, text) for text in texts])).tolist()
        return logits

    def tensors(self, pairs: Sequence[tuple[str, str]]) -> tuple[Tensor, Tensor, Tensor]:
        """Return the ids, types and mask of pairs, each of shape (pairs, tokens of the longest)."""
        found = self._tokenizer.encode_batch(pairs)
        return (
            torch.tensor([pair.ids for pair in found]),
            torch.tensor([pair.type_ids for pair in found]),
            torch.tensor([pair.attention_mask for pair in found]),
        )

    def save(self, file: Path) -> None:
        """Write the weights in full precision, as safetensors."""
        file.parent.mkdir(parents=True, exist_ok=True)
        save_file(self.network.state_dict(), file)

    def load(self, file: Path) -> None:
        """Take the weights that `save` wrote; raises EvalsError if the file holds others."""
        try:
            self.network.load_state_dict(load_file(file))
        except (OSError, SafetensorError, RuntimeError) as error:
            raise EvalsError(
                f"{file}: does not hold a trained reader ({error}). Train one without --trained."
            ) from None

    def train(self, examples: Sequence[Example], hours: float, report: Report) -> None:
        """Train for this long, through as many epochs as fit in; `report` is called every 50 steps and at the end."""
        optimizer = _optimizer(self.network)
        self.network.train()
        started = time.monotonic()
        mean = 0.0
        for step, batch in enumerate(_batches(examples, self._generator), 1):
            passed = time.monotonic() - started
            if passed >= 3600 * hours:
                report(step - 1, passed, mean)
                return
            _set_rate(optimizer, step, passed / (3600 * hours))
            loss = self._step(batch, optimizer)
            mean = loss if step == 1 else (1 - SMOOTHING) * mean + SMOOTHING * loss
            if step % STEPS_A_REPORT == 0:
                report(step, passed, mean)

    def _step(self, batch: Sequence[Example], optimizer: torch.optim.Optimizer) -> float:
        loss = _loss(self._trainable_logits([pair for example in batch for pair in example.pairs]), batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), LONGEST_GRADIENT)
        optimizer.step()
        return float(loss.item())

    def _trainable_logits(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Return the logits of pairs in their order; products are in bfloat16, which takes less time."""
        order = sorted(range(len(pairs)), key=lambda number: len(pairs[number][1]))
        shorter = math.ceil(len(order) * SHORTER)
        parts = []
        for part in (order[:shorter], order[shorter:]):
            if part:
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    parts.append(self.network(*self.tensors([pairs[number] for number in part])).float())
        return torch.cat(parts)[torch.argsort(torch.tensor(order))]


def _batches(examples: Sequence[Example], generator: Generator) -> Iterator[list[Example]]:
    while True:
        yield from epoch(examples, EXAMPLES_A_STEP, generator)


def _optimizer(network: Network) -> torch.optim.Optimizer:
    """Return AdamW; vectors (biases and the norms of layers) do not decay."""
    body = list(network.bert.parameters())
    groups = [
        {"params": [weights for weights in body if weights.ndim > 1], "peak": RATE},
        {"params": [weights for weights in body if weights.ndim == 1], "peak": RATE, "weight_decay": 0.0},
        {"params": list(network.head.parameters()), "peak": RATE_OF_HEAD},
    ]
    return torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)


def _set_rate(optimizer: torch.optim.Optimizer, step: int, passed: float) -> None:
    """Set the rates of a step, `passed` being the share of the time that is over."""
    share = min(1.0, step / WARM_UP_STEPS) * max(LEAST_RATE, 1 - passed)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * share


def _loss(logits: Tensor, batch: Sequence[Example]) -> Tensor:
    """Return the loss of choosing the right text among an example's, plus that of telling for each text alone.

    The first orders texts, the second makes logits compare across questions and takes in the perturbed ones.
    """
    choices = []
    labels, weights = torch.zeros_like(logits), torch.ones_like(logits)
    start = 0
    for example in batch:
        texts = logits[start : start + 1 + len(example.wrong)]
        choices.append(-functional.log_softmax(texts, dim=0)[0])
        labels[start], weights[start] = 1.0, WEIGHT_OF_RIGHT
        start += len(example.pairs)
    return torch.stack(choices).mean() + functional.binary_cross_entropy_with_logits(logits, labels, weights)
