"""Answers about a corpus whose every word is proven.

question + history -> standalone question -> hybrid search -> sentences -> answer -> check -> `Answer`.
`answer` asks the shipped corpus, `Assistant.open` any folder.
"""

from assistant.answers import Answer, Citation, Disagreement, Statement, Version
from assistant.assistant import Assistant, History, answer
from assistant.comparing.disagreement import find_disagreements
from assistant.errors import AssistantError, ReaderError, ReceiptError
from assistant.finding.confidence import Calibration, Signals
from assistant.finding.ranking import RankedSentence, Ranking
from assistant.finding.reader import LONGEST_PAIR, Reader, text_to_read
from assistant.proving.drafts import Draft
from assistant.proving.sources import Evidence
from assistant.proving.support import Supported, check
from assistant.writing.prompts import digest_of_prompts

__all__ = [
    "LONGEST_PAIR",
    "Answer",
    "Assistant",
    "AssistantError",
    "Calibration",
    "Citation",
    "Disagreement",
    "Draft",
    "Evidence",
    "History",
    "RankedSentence",
    "Ranking",
    "Reader",
    "ReaderError",
    "ReceiptError",
    "Signals",
    "Statement",
    "Supported",
    "Version",
    "answer",
    "check",
    "digest_of_prompts",
    "find_disagreements",
    "text_to_read",
]  # fmt: skip
