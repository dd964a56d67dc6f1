"""Widen a quotation to the speech that it is taken from, and to the words that say whose it is."""

from __future__ import annotations

from assistant.words.reading import cover, overlap, sentences_in
from assistant.words.speech import Attribution, Speech, speech_at
from index import Span

# What a reader takes in at a glance; a longer speech is cited in part, with its attribution if that is near.
MOST_CHARACTERS = 600
MOST_SENTENCES = 5


def with_speaker(text: str, span: Span) -> Span:
    """Return the sentences of `span` with all that their speaker says in one breath, and with what names the speaker.

    If that is too much, only the sentences from `span` to the attribution are added; if they are too many, none.
    """
    speech = speech_at(text, span)
    if speech is None:
        return span
    attribution = nearest_attribution(speech, span)
    breath = [part for part in speech.parts if overlap(part, span)]
    for wider in (cover(span, attribution.span, *breath), cover(span, attribution.span)):
        sentences = sentences_in(text, wider)
        whole = cover(span, *sentences)
        if len(sentences) <= MOST_SENTENCES and len(whole) <= MOST_CHARACTERS:
            return whole
    return span


def nearest_attribution(speech: Speech, span: Span) -> Attribution:
    """Return the attribution that stands nearest to the span, one with a name before others."""
    return min(
        speech.attributions,
        key=lambda attribution: (
            attribution.speaker is None,
            max(attribution.span.start - span.end, span.start - attribution.span.end),
        ),
    )
