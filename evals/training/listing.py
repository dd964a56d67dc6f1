"""Write a paragraph as a list: its sentences as items, or its questions, each with the sentence that answers it."""

from __future__ import annotations

from random import Random

from evals.training.cuts import Cut
from evals.training.sources import Asked, Paragraph
from index import Span

MARKS = ("- ", "* ", "• ", "")
MOST_QUESTIONS = 3


def as_items(paragraph: Paragraph, window: Span, around: Span, random: Random) -> Cut | None:
    """Return the sentences of a window as items; None if `around` lies in no single sentence."""
    mark = random.choice(MARKS)
    text = ""
    answer = None
    for sentence in paragraph.sentences:
        if window.start <= sentence.start and sentence.end <= window.end:
            text += mark
            if sentence.start <= around.start and around.end <= sentence.end:
                answer = _moved(around, sentence, len(text))
            text += sentence.of(paragraph.text) + "\n"
    return Cut(text.rstrip(), answer) if answer else None


def as_questions(paragraph: Paragraph, asked: Asked, random: Random, *, null: bool) -> Cut | None:
    """Return some questions with the sentences that answer them; the one asked is among them unless `null`.

    None if nothing else is asked about another sentence, or an answer lies in no single sentence.
    """
    own = _sentence(paragraph, asked)
    others = [each for each in paragraph.asked if _sentence(paragraph, each) not in (None, own)]
    if own is None or not others:
        return None
    listed = random.sample(others, min(len(others), random.randint(1, MOST_QUESTIONS))) + ([] if null else [asked])
    random.shuffle(listed)
    text = ""
    answer = None
    for each in listed:
        sentence = _sentence(paragraph, each) or own
        text += f"{each.question}\n"
        if each is asked:
            answer = _moved(Span(each.start, each.end), sentence, len(text))
        text += f"{sentence.of(paragraph.text)}\n\n"
    return Cut(text.rstrip(), answer)


def _sentence(paragraph: Paragraph, asked: Asked) -> Span | None:
    """Return the sentence that holds an answer as a whole, if there is one."""
    holding = (span for span in paragraph.sentences if span.start <= asked.start and asked.end <= span.end)
    return next(holding, None)


def _moved(span: Span, sentence: Span, start: int) -> Span:
    """Return where a span of a sentence stands in a text in which the sentence begins at `start`."""
    return Span(span.start - sentence.start + start, span.end - sentence.start + start)
