"""Make examples of the articles of a SQuAD file: a question, the text that answers it, and texts that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from assistant.finding import RankedSentence, text_to_read
from evals.errors import EvalsError
from evals.reader.perturbing import perturb, stock_of
from evals.squad import Context, Question, occurrences
from index import Document, Passage, Span
from index.lexical import content_terms
from index.reading import paragraphs

LANGUAGE = "en"
# Of the 442 articles of SQuAD 1.1's training half; their questions give a share to two hundredths.
VALIDATION_ARTICLES = 20
# An article has up to some 800 questions; one that has many must not be all that is learnt.
QUESTIONS_PER_ARTICLE = 80
# The hardest to tell apart stand beside the answer: so many of them at most, the rest from other paragraphs.
WRONG_BESIDE = 2
WRONG_TEXTS = 3
# Added to the length of a text by which its overlap with the question is divided, so that a very short one, which
# overlaps by chance, is not the hardest.
SHORT = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the text that answers it and texts of the same article that do not, all as the reader sees them.

    `perturbed` is the question with one thing exchanged, which `right` seldom answers; None if nothing could be.
    """

    question: str
    right: str
    wrong: tuple[str, ...]
    perturbed: str | None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Questions and texts: the right text first, then the wrong ones, last the perturbed question, if any."""
        asked = [(self.question, text) for text in (self.right, *self.wrong)]
        return [*asked, (self.perturbed, self.right)] if self.perturbed else asked


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence of a context: `text` is what the reader sees of it, `words` that without its title, in lower case."""

    span: Span
    text: str
    words: str
    terms: frozenset[str]


def split_articles(
    contexts: Sequence[Context], seed: int, validation: int = VALIDATION_ARTICLES
) -> tuple[list[Context], list[Context]]:
    """Return the contexts of the articles to train on, and of `validation` others drawn at random.

    Raises EvalsError if that would leave none to train on.
    """
    articles = list(dict.fromkeys(context.article for context in contexts))
    if len(articles) <= validation:
        raise EvalsError(f"{len(articles)} articles are too few: {validation} are for validation. Give a larger file.")
    drawn = np.random.default_rng(seed).permutation(len(articles))[:validation]
    held_out = {articles[number] for number in drawn}
    return (
        [context for context in contexts if context.article not in held_out],
        [context for context in contexts if context.article in held_out],
    )


def make_examples(
    contexts: Sequence[Context], seed: int, questions_per_article: int = QUESTIONS_PER_ARTICLE
) -> list[Example]:
    """Return the examples of all articles, in random order; the same for the same seed.

    Left out are questions without an answer, those whose answer is longer than a sentence, and those without a text
    that does not hold the answer.
    """
    generator = np.random.default_rng(seed)
    articles: dict[str, list[Context]] = {}
    for context in contexts:
        articles.setdefault(context.article, []).append(context)
    examples = [
        example for article in articles.values() for example in _of_article(article, questions_per_article, generator)
    ]
    return [examples[number] for number in generator.permutation(len(examples))]


def _of_article(contexts: Sequence[Context], most: int, generator: Generator) -> Iterator[Example]:
    candidates = [_candidates(context) for context in contexts]
    asked = [(number, question) for number, context in enumerate(contexts) for question in context.questions]
    stock = stock_of((context.text for context in contexts), (question.text for _, question in asked))
    for drawn in generator.permutation(len(asked))[:most]:
        number, question = asked[drawn]
        right = _answering(question, contexts[number], candidates[number])
        if right is None:
            continue
        beside = [sentence for sentence in candidates[number] if sentence is not right]
        elsewhere = [sentence for other in (*candidates[:number], *candidates[number + 1 :]) for sentence in other]
        wrong = _wrong(question, beside, elsewhere, generator)
        if wrong:
            yield Example(question.text, right.text, wrong, perturb(question.text, stock, generator))


def _candidates(context: Context) -> list[_Candidate]:
    """Return the sentences of a context, which the reader sees like those of a passage."""
    spans = tuple(span for paragraph in paragraphs(context.text) for span in paragraph.sentences)
    title = context.article.replace("_", " ")
    start, end = spans[0].start, spans[-1].end
    document = Document(context.article, context.text, title)
    passage = Passage(context.article, title, None, start, end, context.text[start:end], spans)
    found = []
    for number, span in enumerate(spans):
        text = text_to_read(RankedSentence(document, passage, number, score=0.0, covered=0.0, of_kind=True))
        words = text.removeprefix(f"{title}: ")
        found.append(_Candidate(span, text, words.lower(), frozenset(content_terms(words, LANGUAGE))))
    return found


def _answering(question: Question, context: Context, candidates: Sequence[_Candidate]) -> _Candidate | None:
    """Return the sentence that holds the first answer as a whole, if there is one."""
    for place in occurrences(*question.answers[0], context.text)[:1] if question.answers else ():
        for sentence in candidates:
            if sentence.span.start <= place.start and place.end <= sentence.span.end:
                return sentence
    return None


def _wrong(
    question: Question, beside: Sequence[_Candidate], elsewhere: Sequence[_Candidate], generator: Generator
) -> tuple[str, ...]:
    """Return the texts without an answer that share most words with the question, of its own context and of others."""
    asked = frozenset(content_terms(question.text, LANGUAGE))
    answers = [answer.lower() for answer, _ in question.answers]

    def hardest(sentences: Sequence[_Candidate], hardness: Callable[[_Candidate], float]) -> list[str]:
        # Equally hard ones stand in random order.
        shuffled = (sentences[number] for number in generator.permutation(len(sentences)))
        without = [sentence for sentence in shuffled if not any(answer in sentence.words for answer in answers)]
        return [sentence.text for sentence in sorted(without, key=hardness, reverse=True)]

    near = hardest(beside, lambda sentence: len(asked & sentence.terms))[:WRONG_BESIDE]
    far = hardest(elsewhere, lambda sentence: len(asked & sentence.terms) / (SHORT + len(sentence.terms)))
    return (*near, *far[: WRONG_TEXTS - len(near)])
