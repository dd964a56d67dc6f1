"""Have a language model write a follow-up anew so that it stands alone, and take that only if it adds nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from assistant.asking import LONGEST_QUESTION, standalone
from assistant.proving import DraftCutter
from assistant.writing.conversation import told
from assistant.writing.model import LanguageModel, Message, ModelError
from assistant.writing.prompts import harmless, render
from index.language import detect_language
from index.lexical import content_terms

# Of the time within which the first words must be shown; writing the answer needs the rest.
SHARE_OF_TIME = 0.25
# Of the context; four turns of 100 tokens say whom a pronoun means.
SHARE_OF_CONTEXT = 0.25
LABEL = re.compile(r"^\W*(?:standalone |rewritten |last )?question\s*:\s*", re.IGNORECASE)
QUESTION_MARK = re.compile(r"[?؟？]")
QUOTATION_MARKS = "\"'“”„«»` "


def rewritten(model: LanguageModel, question: str, history: Sequence[tuple[str, str]]) -> str:
    """Return the question as it is understood after the talk before it, oldest turn first; never raises a ModelError.

    A question that leans on nothing is left alone. Where the model fails, dawdles, or brings in what nobody said, the
    rules decide.
    """
    by_rules = standalone(question, history)
    if by_rules == " ".join(question.split()):
        return by_rules
    talk = told(history, int(model.context_tokens * SHARE_OF_CONTEXT))
    messages = [
        Message("system", render("rewrite")),
        Message("user", render("conversation", conversation=talk, question=harmless(question))),
    ]
    try:
        written = _written(model, messages)
    except ModelError:
        return by_rules
    return written if adds_nothing(written, question, f"{talk} {by_rules}") else by_rules


def _written(model: LanguageModel, messages: Sequence[Message]) -> str:
    seconds = SHARE_OF_TIME * model.timeout_seconds
    until = time.monotonic() + seconds
    cutter, texts = DraftCutter(passages=0), []
    with model.ask(messages, seconds=seconds) as reply:
        while (piece := reply.read(until)) is not None:
            texts += [draft.text for draft in cutter.feed(piece)]
    texts += [draft.text for draft in cutter.finish()]
    return LABEL.sub("", " ".join(" ".join(texts).split())).strip(QUOTATION_MARKS)


def adds_nothing(written: str, question: str, talk: str) -> bool:
    """Tell whether a rewritten question is one question, of all its words and otherwise only of the talk's."""
    marks = QUESTION_MARK.findall(written)
    if len(written) > LONGEST_QUESTION or len(marks) != 1 or not written.endswith(marks[0]):
        return False
    language = detect_language(question)
    asked, now = set(content_terms(question, language)), set(content_terms(written, language))
    return asked <= now and now <= asked | set(content_terms(talk, language))
