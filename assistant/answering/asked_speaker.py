"""Put what somebody says first, when a question asks for just that: "What does Ada say about it?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.finding.ranking import RankedSentence
from assistant.words.kinds import NAME
from assistant.words.speech import speech_at
from index import Document

# On the dev questions of who_said and twelve of the same form, sentences about a person came up to .26 before what the
# person says; a sentence that is far better stays first.
HEAD_START = 0.3
# Only these can still come first.
SENTENCES_READ = 24
SAYING = (
    r"(?:say|think|believe|claim|argue|note|explain|describe|state|add|mention|tell|remark|comment|call|predict|warn"
    r"|conclude|suggest|consider|see|view|assess|judge|rate)"
)
ASKED = (
    re.compile(rf"\b(?:do|does|did|has|have|would)\s+(?P<name>{NAME.pattern})\s+(?:\w+\s+)?{SAYING}\b"),
    re.compile(rf"\b[Aa]ccording to (?:\w+ ){{0,2}}?(?P<name>{NAME.pattern})"),
    re.compile(
        rf"\b(?:[Ii]n|[Bb]y|[Ff]rom) (?P<name>{NAME.pattern})['’]s? (?:view|opinion|eyes|words|account|point of view)\b"
    ),
)


def spoken_first(
    question: str, ranked: Sequence[RankedSentence], documents: Mapping[str, Document]
) -> list[RankedSentence]:
    """Return the sentences, best first, with a head start for what the person says whose words are asked for."""
    name = _asked(question)
    if not name:
        return list(ranked)
    ahead = [
        replace(sentence, score=sentence.score + HEAD_START) if _says(name, sentence, documents) else sentence
        for sentence in ranked[:SENTENCES_READ]
    ]
    return sorted([*ahead, *ranked[SENTENCES_READ:]], key=lambda sentence: -sentence.score)


def _asked(question: str) -> frozenset[str]:
    """Return the words of the name whose bearer's words are asked for; none if the question is of another form."""
    found = next((match for form in ASKED if (match := form.search(question))), None)
    return _words(found["name"]) if found else frozenset()


def _says(name: frozenset[str], sentence: RankedSentence, documents: Mapping[str, Document]) -> bool:
    """Tell whether the sentence is of a speech by the bearer of the name: "Quill" is Ada Quill, but not "Ada Penn"."""
    text = documents[sentence.passage.document].text
    speech = speech_at(text, sentence.span)
    if speech is None or speech.speaker is None:
        return False
    speaker = _words(speech.speaker.of(text))
    return name <= speaker or speaker <= name


def _words(name: str) -> frozenset[str]:
    return frozenset(re.sub(r"['’]s?$", "", word) for word in name.removeprefix("the ").split())
