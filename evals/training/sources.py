"""Read what there is to train on: articles of paragraphs, cut into sentences, with questions and their answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from evals.errors import EvalsError
from evals.squad import read_squad
from index import Span
from index.reading import paragraphs

ENGLISH = "en"
# Longer answers are seldom what someone wants to see large above a quote.
LONGEST_ANSWER = 160
# What the folder of the data may hold, by the beginning of the file's name: the language.
LANGUAGES = {"arcd": "ar", "cmrc": "zh"}
# PTB's marks, which QAMR's sentences are written with, and what stood in the text.
PTB = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
NO_BLANK_BEFORE = re.compile(r"^(?:[.,;:?!%)\]}]|'s|'re|'ve|'ll|'d|'m|n't|'|\.\.\.)$", re.IGNORECASE)
NO_BLANK_AFTER = frozenset("([{$£€")
# QAMR's sentences of a document are joined, so many to a paragraph.
SENTENCES_TOGETHER = 6


@dataclass(frozen=True)
class Asked:
    """A question and its answer: `text[start:end]` of the paragraph it belongs to."""

    question: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what is asked about it; sentences cover it but for blanks."""

    text: str
    asked: tuple[Asked, ...]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, cut as the index cuts them; at least one."""
        return tuple(span for paragraph in paragraphs(self.text) for span in paragraph.sentences)


@dataclass(frozen=True)
class Article:
    """Paragraphs about one thing; `source` is the set of data that the article is from."""

    title: str
    source: str
    language: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All paragraphs, for whoever looks for names."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def read_articles(folder: Path) -> list[Article]:
    """Return all articles of a folder: files of SQuAD's form, and QAMR's files in `qamr`.

    Raises EvalsError if there are none.
    """
    articles = [article for file in sorted(folder.glob("*.json")) for article in _squad(file)]
    if (folder / "qamr").is_dir():
        articles += _qamr(folder / "qamr")
    if not articles:
        raise EvalsError(f"{folder}: holds nothing to train on. README.md of evals/training says what it takes.")
    return articles


def _squad(file: Path) -> Iterator[Article]:
    source = file.stem
    language = LANGUAGES.get(source[:4], ENGLISH)
    found: dict[str, list[Paragraph]] = defaultdict(list)
    for context in read_squad(file):
        asked = tuple(
            Asked(question.text, start, start + len(answer))
            for question in context.questions
            for answer, start in question.answers[:1]
            if 0 < len(answer) <= LONGEST_ANSWER and context.text[start : start + len(answer)] == answer
        )
        found[context.article].append(Paragraph(context.text, asked))
    for title, texts in found.items():
        yield Article(unquote(title).replace("_", " "), source, language, tuple(texts))


def _qamr(folder: Path) -> Iterator[Article]:
    """Yield the documents of QAMR: those of their sentences that are asked about, in order."""
    sentences = dict(line.split("\t") for line in _lines(folder / "wiki-sentences.tsv"))
    asked: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    for file in ("dev.tsv", "test.tsv"):
        for line in _lines(folder / file):
            sentence, _, _, _, _, question, *answers = line.split("\t")
            tokens = [sorted(map(int, answer.split(":")[-1].split())) for answer in answers]
            whole = [places for places in tokens if places and places[-1] - places[0] == len(places) - 1]
            if whole:
                asked[sentence].append((question, min(whole, key=len)))
    documents: dict[str, list[Paragraph]] = defaultdict(list)
    for sentence in sorted(asked, key=_place):
        text, spans = _as_text(sentences[sentence].split(" "))
        found = tuple(Asked(question, spans[at[0]].start, spans[at[-1]].end) for question, at in asked[sentence])
        documents[sentence.rsplit(":", 2)[0]].append(Paragraph(text, found))
    for texts in documents.values():
        groups = [texts[first : first + SENTENCES_TOGETHER] for first in range(0, len(texts), SENTENCES_TOGETHER)]
        yield Article("", "qamr", ENGLISH, tuple(map(_joined, groups)))


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Return one paragraph of several."""
    text = ""
    asked: list[Asked] = []
    for paragraph in paragraphs:
        text += " " if text else ""
        asked += [Asked(each.question, each.start + len(text), each.end + len(text)) for each in paragraph.asked]
        text += paragraph.text
    return Paragraph(text, tuple(asked))


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _place(sentence: str) -> tuple[str, int, int]:
    document, paragraph, number = sentence.rsplit(":", 2)
    return document, int(paragraph), int(number)


def _as_text(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Return the text that was cut into these tokens, and where each stands in it."""
    text, spans, quoted = "", [], False
    glue = True
    for word in tokens:
        written = PTB.get(word, word)
        opens = word == "``" or (word == '"' and not quoted)
        quoted = opens or (quoted and written != '"')
        closes = written == '"' and not opens
        if not (glue or closes or NO_BLANK_BEFORE.match(written)):
            text += " "
        spans.append(Span(len(text), len(text) + len(written)))
        text += written
        glue = opens or written in NO_BLANK_AFTER
    return text, spans
