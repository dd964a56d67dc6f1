"""Put what somebody says first, when a question asks for just that: "What does Ada say about it?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.asking import Question
from assistant.finding import RankedSentence
from assistant.words.speech import speech_at

# On the dev questions of who_said and twelve of the same form, sentences about a person came up to .26 before what the
# person says; a sentence that is far better stays first.
HEAD_START = 0.3
# Only these can still come first.
SENTENCES_READ = 24


def spoken_first(question: Question, ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return the sentences, best first, with a head start for what the person says whose words are asked for."""
    if not question.speaker:
        return list(ranked)
    ahead = [
        replace(sentence, score=sentence.score + HEAD_START) if _is_asked_for(question, sentence) else sentence
        for sentence in ranked[:SENTENCES_READ]
    ]
    return sorted([*ahead, *ranked[SENTENCES_READ:]], key=lambda sentence: -sentence.score)


def _is_asked_for(question: Question, sentence: RankedSentence) -> bool:
    """Tell whether the sentence is of a speech by the person whose words are asked for."""
    text = sentence.document.text
    speech = speech_at(text, sentence.span)
    return speech is not None and speech.speaker is not None and question.asks_for_words_of(speech.speaker.of(text))
