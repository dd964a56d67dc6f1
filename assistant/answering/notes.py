"""Explain a quotation in fixed sentences of ours: who says it, and which days it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answers import Citation
from assistant.words.languages import english
from assistant.words.phrases import Phrase, Value, phrase
from assistant.words.reading import cover, overlap, paragraph_at
from assistant.words.relative_dates import relative_dates
from assistant.words.speech import quoted_spans, speech_at
from index import Document, Span


@dataclass(frozen=True, slots=True)
class Note:
    """A fixed sentence of ours and what completes it: words of the quote, names of the document, days."""

    name: Phrase
    values: Mapping[str, Value]

    def text(self, language: str) -> str:
        """Return the sentence in a language (ISO 639-1)."""
        return phrase(self.name, language, **self.values)

    def concerns(self, text: str) -> bool:
        """Tell whether a text has the words that the note explains, and lacks the name that it tells if it has none."""
        explained = [word for value in self.values.values() if isinstance(value, list) for word in value]
        if explained:
            return all(re.search(rf"\b{re.escape(word)}\b", text) for word in explained)
        return not any(isinstance(value, str) and value in text for value in self.values.values())


def notes_on(citation: Citation, document: Document) -> list[Note]:
    """Return what explains a quotation of a document."""
    return [*_on_speaker(citation.span, document), *_on_time(citation, document)]


def _on_speaker(span: Span, document: Document) -> Iterator[Note]:
    """Yield whose words these are, if the quotation does not show it."""
    text = document.text
    speech = speech_at(text, span)
    verdict = english("quoting.verdict").search(span.of(text)) is not None
    if speech is None:
        quoted = any(overlap(part, span) for part in quoted_spans(text))
        if verdict and document.author and not quoted and not english("quoting.reported").search(span.of(text)):
            yield Note(Phrase.OPINION_OF, {"speaker": document.author})
        return
    shown = any(each.speaker and overlap(each.speaker, span) for each in speech.attributions)
    whole = cover(*speech.parts, *(each.span for each in speech.attributions))
    if speech.speaker and not shown and whole.start <= span.start and span.end <= whole.end:
        name = " ".join(speech.speaker.of(text).split())
        yield Note(Phrase.OPINION_OF, {"speaker": name}) if verdict else Note(Phrase.ACCORDING_TO, {"source": name})


def _on_time(citation: Citation, document: Document) -> Iterator[Note]:
    """Yield the days that are told as seen from the day of publication, each kind of words once."""
    if document.published is None:
        return
    paragraphs = [paragraph_at(document.text, place) for place in (citation.start, citation.end - 1)]
    around = " ".join(paragraph.span.of(document.text) for paragraph in paragraphs if paragraph)
    quoted = quoted_spans(document.text)
    told: set[str] = set()
    for meant in relative_dates(citation.quote, document.published, around):
        place = Span(citation.start + meant.span.start, citation.start + meant.span.end)
        words = " ".join(meant.span.of(citation.quote).split())
        # What somebody says was said on a day that is not told.
        if words.lower() in told or any(overlap(part, place) for part in quoted):
            continue
        told.add(words.lower())
        if meant.days.first == meant.days.last:
            yield Note(Phrase.MEANS_DATE, {"words": [words], "date": meant.days.first})
        else:
            yield Note(Phrase.MEANS_DAYS, {"words": [words], "days": meant.days})
