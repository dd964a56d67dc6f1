"""Read a question once: all that its words tell, and how it is spelled in the corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from assistant.asking.asked_speaker import speaker_asked_for, words_of_name
from assistant.asking.forms import kind_of_question
from assistant.asking.intents import asks_for_all, asks_for_latest, asks_whether, topic_of
from assistant.asking.mentions import mentions
from assistant.words.kinds import Kind
from assistant.words.names import NameIndex, without_possessive
from index import Index
from index.language import detect_language

# In characters; also of a question put together from several.
LONGEST_QUESTION = 2000
# A number, or a word with a capital that does not open the question: what it asks about by name.
NAMED = re.compile(r"(?<=\s)[\"'“‘(]*([^\W\d_a-z][\w’'.-]*\w|\d[\d.,]*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question as it was read, so that no later step reads its words again.

    `respelled` is the text with its names as the corpus writes them, `wanted` are its content terms, `is_foreign` tells
    that no document is in its `language` (ISO 639-1, or "").

    Its words tell the `kind` of thing that is asked for; its `names` and numbers, in order; its lower-case words
    (`named`), by which alone it cannot be answered; whether all of something is asked for, what is latest, or yes or
    no; the words of the name whose bearer's words are asked for (`speaker`, or none); and the thing whose mentions are
    asked for (`topic`, or "").
    """

    text: str
    language: str
    respelled: str
    wanted: tuple[str, ...]
    is_foreign: bool
    kind: Kind
    names: tuple[str, ...]
    named: frozenset[str]
    asks_for_all: bool
    asks_for_latest: bool
    asks_whether: bool
    speaker: frozenset[str]
    topic: str

    @classmethod
    def of(
        cls, text: str, language: str, *, respelled: str = "", wanted: Sequence[str] = (), is_foreign: bool = False
    ) -> Self:
        """Return a question in a language with all that its words tell; respelled as it stands if not told how."""
        respelled = respelled or text
        return cls(
            text=text,
            language=language,
            respelled=respelled,
            wanted=tuple(wanted),
            is_foreign=is_foreign,
            kind=kind_of_question(text, language),
            names=tuple(NAMED.findall(respelled)),
            named=_lower_words(f"{text} {respelled}"),
            asks_for_all=asks_for_all(respelled, language),
            asks_for_latest=asks_for_latest(respelled, language),
            asks_whether=asks_whether(respelled, language),
            speaker=speaker_asked_for(respelled),
            topic=topic_of(respelled, language),
        )

    def asks_for_words_of(self, name: str) -> bool:
        """Tell whether the words of this person are asked for: "Quill" is Ada Quill, but not "Ada Penn"."""
        words = words_of_name(name)
        return bool(self.speaker) and (self.speaker <= words or words <= self.speaker)

    @property
    def things(self) -> list[str]:
        """The noun phrases with an article in an English question, in order, names left out; [] in another language."""
        return [each.text for each in mentions(self.text) if not each.is_name] if self.language == "en" else []

    @property
    def interpreted(self) -> str:
        """The question as it was understood: a slip of the pen is corrected, a foreign spelling is left."""
        return self.text if self.is_foreign else self.respelled


def read_question(text: str, index: Index, names: NameIndex) -> Question:
    """Return a standalone question as it is to be looked for in this index."""
    language = detect_language(text)
    respelled = text
    for written, spelling in names.resolve(text, language).items():
        respelled = respelled.replace(written, spelling)
    wanted = index.content_terms(respelled, language)
    return Question.of(text, language, respelled=respelled, wanted=wanted, is_foreign=language not in index.languages)


def _lower_words(question: str) -> frozenset[str]:
    """Return the lower-case words of a question, without possessive endings."""
    return frozenset(without_possessive(word) for word in re.findall(r"[\w’'-]+", question.lower()))
