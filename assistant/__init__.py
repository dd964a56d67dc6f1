"""Answers about a corpus whose every word is proven.

question + history -> standalone question -> hybrid search -> sentences -> answer -> check -> `Answer`.
`answer` asks the shipped corpus, `Assistant.open` any folder.
"""

from assistant.assistant import Assistant, History
from assistant.errors import AssistantError, ReceiptError
from assistant.ranking import RankedSentence, Ranking
from assistant.shipped import answer
from assistant.values import Answer, Citation, Disagreement, Statement, Version

__all__ = [
    "Answer", "Assistant", "AssistantError", "Citation", "Disagreement", "History", "RankedSentence", "Ranking",
    "ReceiptError", "Statement", "Version", "answer",
]  # fmt: skip
