"""How fast a language model reads, so that a prompt is no longer than what it reads in time."""

from __future__ import annotations

import math
from typing import Any

# Tokens of other vocabularies for one of ours, with something for the chat template: SmolLM2 takes 1.06 on the shipped
# articles. It takes 3.1 for Arabic, but five passages fit into the default context even so.
TOKENS_FOR_ONE = 1.25
# About what a model of 1.5 billion parameters reads on two free cores, until it is known how much this one does.
TOKENS_A_SECOND = 50.0
# A server that remembers a prompt seems quick: the slowest of so many times counts.
PACES_REMEMBERED = 8
# What a server tells of fewer tokens, as it remembered the others, is mostly what any call costs.
FEWEST_TOLD = 100


class Pace:
    """How many of our tokens of a prompt a model reads in a second, as it did lately."""

    def __init__(self) -> None:
        # Replaced and never changed: several threads read and write it.
        self._lately: tuple[float, ...] = ()
        self._told = False

    @property
    def tokens_a_second(self) -> float:
        """The slowest of the last paces, or what is taken for one until there is any."""
        return min(self._lately, default=TOKENS_A_SECOND)

    def took(self, tokens: int, seconds: float) -> None:
        """Take in that so many tokens were read within some seconds, unless the server tells it better itself."""
        if not self._told:
            self._lately = (*self._lately, tokens / max(seconds, 0.001))[-PACES_REMEMBERED:]

    def gave_up(self, tokens: int, seconds: float) -> None:
        """Take in that so many tokens were not read within some seconds, if that is slower than was known."""
        if tokens / max(seconds, 0.001) < self.tokens_a_second:
            self.took(tokens, seconds)

    def told(self, timings: Any) -> None:
        """Take in what llama.cpp tells of a prompt: how many tokens it read, but for those it remembered, and how long.

        What is none of that is passed over.
        """
        read, milliseconds = (_number(timings, name) for name in ("prompt_n", "prompt_ms"))
        if read < FEWEST_TOLD or milliseconds <= 0:
            return
        before = self._lately if self._told else ()
        self._told = True
        self._lately = (*before, 1000 * read / milliseconds / TOKENS_FOR_ONE)[-PACES_REMEMBERED:]


def _number(values: Any, name: str) -> float:
    """Return a number that a server sent under a name, or 0.0 if it sent none."""
    value = values.get(name) if isinstance(values, dict) else None
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
