"""Read a question: its language, names and kind, what it leans on in the talk before it, and what it asks for.

question + history -> standalone question (`standalone`) -> `Question`, which holds all that its words tell.
"""

from assistant.asking.followup import on_its_own, standalone
from assistant.asking.intents import TALK, Request, Things, Wish, request_of
from assistant.asking.leaning import leans
from assistant.asking.pointing import Pointed, Pointer, pointed_at
from assistant.asking.question import LONGEST_QUESTION, Question, read_question
from assistant.asking.several import questions_in

__all__ = [
    "LONGEST_QUESTION",
    "TALK",
    "Pointed",
    "Pointer",
    "Question",
    "Request",
    "Things",
    "Wish",
    "leans",
    "on_its_own",
    "pointed_at",
    "questions_in",
    "read_question",
    "request_of",
    "standalone",
]
