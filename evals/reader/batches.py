"""Put examples into batches of like length, so that little of a batch is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from evals.reader.examples import Example

# Batches are cut from so many at a time: sorted over all, the batches would be the same in every epoch.
BATCHES_SORTED = 20


def epoch(examples: Sequence[Example], size: int, generator: Generator) -> Iterator[list[Example]]:
    """Yield every example once, `size` at a time (the last ones of a run may be fewer), in random order."""
    order = generator.permutation(len(examples))
    for start in range(0, len(order), size * BATCHES_SORTED):
        run = sorted((examples[number] for number in order[start : start + size * BATCHES_SORTED]), key=_characters)
        batches = [run[first : first + size] for first in range(0, len(run), size)]
        for number in generator.permutation(len(batches)):
            yield batches[number]


def _characters(example: Example) -> int:
    return len(example.right) + sum(map(len, example.wrong))
