"""Cut texts out of a paragraph as the reader will meet them: whole sentences, or a snippet that begins anywhere."""

from __future__ import annotations

import re
from random import Random

from evals.training.cuts import Cut
from evals.training.listing import as_items
from evals.training.sources import Paragraph
from index import Span

# In characters; a token of English has about four. Mostly short, because reading two hundred tokens costs as much as
# reading sixty three times.
SHORTEST, LONGEST = 40, 360
# What whole paragraphs are cut down to.
WHOLE = 1000
# How search engines on the web show a page, in words.
WORDS_OF_SNIPPET = (25, 40)
WORD = re.compile(r"\S+")
# What the reader is given, and how often.
SHAPES = {"whole": 0.08, "window": 0.69, "snippet": 0.18, "list": 0.05}
# Headings that fit anything, which the reader must not be led by.
HEADINGS = (
    "Overview", "History", "Background", "Introduction", "Details", "Summary", "Further information", "Description",
    "Early years", "Development", "Reception", "Today", "General", "Notes", "Facts", "Questions and answers",
)  # fmt: skip
WITH_TITLE, WITH_HEADING = 0.6, 0.35


def cut(paragraph: Paragraph, around: Span, random: Random) -> Cut:
    """Return a text of random shape that holds `around`, a span of the paragraph."""
    (shape,) = random.choices(list(SHAPES), list(SHAPES.values()))
    if shape == "snippet":
        return _snippet(paragraph.text, around, random)
    window = _window(paragraph, around, WHOLE if shape == "whole" else random.randint(SHORTEST, LONGEST), random)
    items = as_items(paragraph, window, around, random) if shape == "list" else None
    return items or Cut(window.of(paragraph.text), Span(around.start - window.start, around.end - window.start))


def cut_without(paragraph: Paragraph, left_out: Span, random: Random) -> Cut | None:
    """Return a text like those of `cut`, but without the sentences of a span; None if nothing remains."""
    size = random.randint(SHORTEST, WHOLE if random.random() < SHAPES["whole"] else LONGEST)
    gone = _sentences_of(paragraph, left_out)
    window = _window(paragraph, left_out, size + len(gone), random)
    before, after = paragraph.text[window.start : gone.start], paragraph.text[gone.end : window.end].lstrip()
    text = (before + after).strip()
    return Cut(text, None) if text else None


def entitled(made: Cut, title: str, random: Random) -> Cut:
    """Return a text behind its title and a heading, or as it is, as often as the constants above say."""
    if not title or random.random() > WITH_TITLE:
        return made
    heading = f" > {random.choice(HEADINGS)}" if random.random() < WITH_HEADING else ""
    return made.behind(f"{title}{heading}: ")


def _sentences_of(paragraph: Paragraph, span: Span) -> Span:
    """Return the span of the sentences that hold another."""
    holding = [sentence for sentence in paragraph.sentences if sentence.end > span.start and sentence.start < span.end]
    return Span(min(holding[0].start, span.start), max(holding[-1].end, span.end)) if holding else span


def _window(paragraph: Paragraph, around: Span, size: int, random: Random) -> Span:
    """Return a span of whole sentences around another, of `size` characters at most unless its own have more."""
    window = _sentences_of(paragraph, around)
    before = [sentence.start for sentence in paragraph.sentences if sentence.start < window.start]
    after = [sentence.end for sentence in reversed(paragraph.sentences) if sentence.end > window.end]
    while before or after:
        backwards = bool(before) and (not after or random.random() < 0.5)
        wider = Span(before.pop(), window.end) if backwards else Span(window.start, after.pop())
        if len(wider) > size:
            break
        window = wider
    return window


def _snippet(text: str, around: Span, random: Random) -> Cut:
    """Return some words around a span, whatever sentences they are of."""
    words = [Span(*word.span()) for word in WORD.finditer(text)]
    inside = [number for number, word in enumerate(words) if word.end > around.start and word.start < around.end]
    many = max(random.randint(*WORDS_OF_SNIPPET), len(inside))
    first = max(0, min(inside[0] - random.randint(0, many - len(inside)), len(words) - many))
    start, end = words[first].start, words[min(first + many, len(words)) - 1].end
    dots = random.random() < 0.5
    made = Cut(text[start:end] + " ..." * dots, Span(around.start - start, around.end - start))
    return made.behind("... ") if dots and first > 0 else made
