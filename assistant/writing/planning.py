"""Have a language model write a follow-up anew so that it stands alone, and searches for its answer, in one call."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.asking import LONGEST_QUESTION, standalone
from assistant.proving import Unwrapper
from assistant.words.languages import entry
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
SEARCH = re.compile(r"\s*(?:[-*•–]|\d[.)])\s*(\S.*)")
QUESTION_MARK = re.compile(r"[?؟？]")
QUOTATION_MARKS = "\"'“”„«»` "
MOST_SEARCHES = 3
# In characters: a search is a few words.
LONGEST_SEARCH = 150


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as it is understood, and what else is searched for its answer, in a model's words."""

    question: str
    searches: tuple[str, ...] = ()


def planned(
    model: LanguageModel, question: str, history: Sequence[tuple[str, str]], languages: Sequence[str]
) -> Iterator[Plan]:
    """Yield the question as it is understood after the talk before it, oldest turn first, and searches for its answer.

    The last plan counts; while the model is silent, what the rules say is yielded every moment. The documents are in
    these languages. The model is asked once; never raises a ModelError. Where it fails, dawdles, or brings in what
    nobody said, the rules say how the question is understood.
    """
    by_rules = standalone(question, history)
    talk = told(history, int(model.context_tokens * SHARE_OF_CONTEXT))
    names = [name for name in (entry(language, "name") for language in languages) if name]
    messages = [
        Message("system", render("plan", languages=" and ".join(names) or "the language of the question")),
        Message("user", render("conversation", conversation=talk or "(none)", question=harmless(question))),
    ]
    text = ""
    try:
        for piece in _thoughtless(model, messages):
            text += piece
            yield Plan(by_rules)
    except ModelError:
        yield Plan(by_rules)
        return
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found = [SEARCH.fullmatch(line) for line in lines]
    searches = dict.fromkeys(match[1].strip(QUOTATION_MARKS) for match in found if match)
    written = next((line for line, match in zip(lines, found, strict=True) if not match), "")
    written = LABEL.sub("", written).strip(QUOTATION_MARKS)
    leans = by_rules != standalone(question, ())
    yield Plan(
        written if leans and adds_nothing(written, question, f"{talk} {by_rules}") else by_rules,
        tuple(each for each in searches if any(map(str.isalnum, each)) and len(each) <= LONGEST_SEARCH)[:MOST_SEARCHES],
    )


def _thoughtless(model: LanguageModel, messages: Sequence[Message]) -> Iterator[str]:
    """Yield what a model says, without its thoughts, and "" for a moment of silence; raises ModelError."""
    seconds = SHARE_OF_TIME * model.timeout_seconds
    until = time.monotonic() + seconds
    unwrapper = Unwrapper()
    with model.ask(messages, seconds=seconds) as reply:
        yield from map(unwrapper.feed, reply.pieces(lambda: until))
    yield unwrapper.finish()


def adds_nothing(written: str, question: str, talk: str) -> bool:
    """Tell whether a rewritten question is one question, of all its words and otherwise only of the talk's."""
    marks = QUESTION_MARK.findall(written)
    if len(written) > LONGEST_QUESTION or len(marks) != 1 or not written.endswith(marks[0]):
        return False
    language = detect_language(question)
    asked, now = set(content_terms(question, language)), set(content_terms(written, language))
    return asked <= now and now <= asked | set(content_terms(talk, language))
