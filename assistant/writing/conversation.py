"""Lay the talk before a question out for a language model, within a token budget."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.writing.prompts import harmless
from index.tokens import count_tokens

# A marker means nothing without its citation; a backslash only hides a character from Markdown.
MARKUP = re.compile(r"\s*\[\d+\]|\\(?=[^\w\s])|\*\*")
# Of an answer its beginning is enough to know whom a pronoun means.
MOST_ANSWER_CHARACTERS = 400


def told(history: Sequence[tuple[str, str]], budget_tokens: int) -> str:
    """Return the last turns that fit into a budget, oldest first, as lines of question and answer."""
    lines: list[str] = []
    for question, answer in reversed(history):
        turn = f"Question: {_plain(question)}\nAnswer: {_plain(answer)}"
        budget_tokens -= count_tokens(turn)
        if budget_tokens < 0:
            break
        lines.insert(0, turn)
    return "\n".join(lines)


def _plain(text: str) -> str:
    return harmless(" ".join(MARKUP.sub("", text).split())[:MOST_ANSWER_CHARACTERS])
