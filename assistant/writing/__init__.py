"""Have a language model write the answer, if there is one, and show of it only what is proven.

question -> `Plan`: rewritten to stand alone, and searches; passages -> evidence -> prompt -> `LanguageModel` ->
drafts -> proven or withheld (`Writer`) -> `Answer`s as they grow (`replied`).
"""

from assistant.writing.evidence import gather_around
from assistant.writing.model import LanguageModel, Message, ServedModel, open_model
from assistant.writing.planning import Plan
from assistant.writing.prompts import digest_of_prompts
from assistant.writing.remarks import Remark, remark
from assistant.writing.replying import replied
from assistant.writing.task import retelling, task_of
from assistant.writing.writer import Writer

__all__ = [
    "LanguageModel",
    "Message",
    "Plan",
    "Remark",
    "ServedModel",
    "Writer",
    "digest_of_prompts",
    "gather_around",
    "open_model",
    "remark",
    "replied",
    "retelling",
    "task_of",
]
