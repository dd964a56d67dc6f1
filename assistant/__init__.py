"""Answers about a corpus whose every word is proven.

question + history -> standalone question -> hybrid search -> sentences -> answer -> check -> `Answer`.
`answer` asks the shipped corpus, `Assistant.open` any folder.
"""

from assistant.answers import Answer, Citation, Disagreement, Statement, Unproven, Version
from assistant.assistant import Assistant, History, answer
from assistant.errors import AssistantError
from index import Passage, Span

__all__ = [
    "Answer", "Assistant", "AssistantError", "Citation", "Disagreement", "History", "Passage", "Span", "Statement",
    "Unproven", "Version", "answer",
]  # fmt: skip
