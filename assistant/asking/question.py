"""Read a question: its language, its content words in the corpus' spelling, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.asking.forms import kind_of_question
from assistant.words.kinds import Kind
from assistant.words.names import NameIndex
from index import Index, detect_language

# In characters; also of a question put together from several.
LONGEST_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question as it was read.

    `spellings` maps words as written to names as the corpus writes them; `respelled` is the text with these. `wanted`
    are its content terms, `named` its lower-case words: it cannot be answered by them alone.
    """

    text: str
    language: str
    spellings: Mapping[str, str]
    respelled: str
    wanted: tuple[str, ...]
    kind: Kind
    named: frozenset[str]


def read_question(text: str, index: Index, names: NameIndex) -> Question:
    """Return the question as it is to be looked for in this index."""
    language = detect_language(text)
    spellings = names.resolve(text, language)
    respelled = text
    for written, spelling in spellings.items():
        respelled = respelled.replace(written, spelling)
    return Question(
        text=text,
        language=language,
        spellings=spellings,
        respelled=respelled,
        wanted=tuple(index.content_terms(respelled, language)),
        kind=kind_of_question(text, language),
        named=named_words(f"{text} {respelled}"),
    )


def named_words(question: str) -> frozenset[str]:
    """Return the lower-case words of a question, without possessive endings."""
    return frozenset(re.sub(r"['’]s?$", "", word) for word in re.findall(r"[\w’'-]+", question.lower()))
