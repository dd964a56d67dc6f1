"""Make examples: a question, a text as the product cuts it, and where the answer stands in it, if it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from evals.errors import EvalsError
from evals.training.cuts import Cut
from evals.training.disguises import disguise
from evals.training.listing import as_questions
from evals.training.passages import cut, cut_without, entitled
from evals.training.perturbing import (
    Stock,
    ask_of_a_name,
    ask_of_the_other,
    ask_otherwise,
    exchange,
    negate,
    stock_of,
    swap_names,
    swap_roles,
    turn_around,
    with_roles_swapped,
)
from evals.training.rivals import Rivals
from evals.training.sources import ENGLISH, Article, Asked, Paragraph
from evals.training.switching import switch
from evals.training.tables import ask_table
from index import Span

# Of SQuAD 1.1's 442 articles.
VALIDATION_ARTICLES = 16
SQUAD = "squad"
# How often each set is drawn from, by the beginning of its name. SQuAD has most texts; QAMR's 38 thousand questions are
# about a thousand sentences.
SHARES = {"squad": 0.74, "qamr": 0.10, "policyqa": 0.05, "covidqa": 0.02, "cmrc": 0.05, "arcd": 0.04}
SHARE_OF_OTHERS = 0.05
# So many texts do not answer: of SQuAD 2.0's training half a third, of the hits of a search most.
NULLS = 0.44
# So many questions are half in another language than English.
SWITCHED = 0.15

# Of one set for one way: the sets in other languages have no question for some.
MOST_DRAWS = 100

# A question and its text.
Pair = tuple[str, Cut]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a text; `answer` is where the text answers it, None if it does not. `way` says how it was made."""

    question: str
    text: str
    answer: Span | None
    way: str


@dataclass(frozen=True)
class Subject:
    """An article with what examples are made from."""

    article: Article

    @cached_property
    def rivals(self) -> Rivals:
        """Its texts that look like an answer."""
        return Rivals(self.article)

    @cached_property
    def stock(self) -> Stock:
        """Its names, numbers and words, to be exchanged."""
        texts = [paragraph.text for paragraph in self.article.paragraphs]
        return stock_of(texts, [asked.question for each in self.article.paragraphs for asked in each.asked])


@dataclass(frozen=True, slots=True)
class Draw:
    """A question that was drawn, with all it stands in; `other` is any article of its language."""

    subject: Subject
    paragraph: Paragraph
    asked: Asked
    other: Subject

    @property
    def question(self) -> str:
        """The question's words."""
        return self.asked.question

    @property
    def answer(self) -> Span:
        """Where the answer stands in the paragraph."""
        return Span(self.asked.start, self.asked.end)

    @property
    def english(self) -> bool:
        """Whether the perturbations, which know English only, can be applied."""
        return self.subject.article.language == ENGLISH

    def answering(self, random: Random) -> Cut:
        """Return a text that holds the answer."""
        return entitled(cut(self.paragraph, self.answer, random), self.subject.article.title, random)


Way = Callable[[Draw, Random], Pair | None]


def as_it_is(draw: Draw, random: Random) -> Pair:
    """Return the question and a text that holds the answer."""
    return draw.question, draw.answering(random)


def among_questions(draw: Draw, random: Random) -> Pair | None:
    """Return a text that lists questions and answers, the one asked among them."""
    listed = as_questions(draw.paragraph, draw.asked, random, null=False)
    return (draw.question, entitled(listed, draw.subject.article.title, random)) if listed else None


def not_among_questions(draw: Draw, random: Random) -> Pair | None:
    """Return a text that lists questions and answers, but not the one asked."""
    listed = as_questions(draw.paragraph, draw.asked, random, null=True)
    return _unless_answered(draw, listed, random) if listed else None


def another_paragraph(draw: Draw, random: Random) -> Pair | None:
    """Return a text of the same article that shares much with the question."""
    found = draw.subject.rivals.draw(draw.paragraph, draw.asked, random)
    return (draw.question, entitled(found, draw.subject.article.title, random)) if found else None


def another_article(draw: Draw, random: Random) -> Pair | None:
    """Return a text of another article."""
    found = draw.other.rivals.draw(draw.paragraph, draw.asked, random)
    return (draw.question, entitled(found, draw.other.article.title, random)) if found else None


def answer_left_out(draw: Draw, random: Random) -> Pair | None:
    """Return the text around the answer without the sentence that holds it."""
    without = cut_without(draw.paragraph, draw.answer, random)
    return _unless_answered(draw, without, random) if without else None


def exchanged_in_question(draw: Draw, random: Random) -> Pair | None:
    """Return a question that differs from what the text tells in a name, a number or a word."""
    text = draw.answering(random)
    new = exchange(draw.question, text.text, draw.subject.stock, random) if draw.english else None
    return (new.of(draw.question), text.without_answer()) if new else None


def exchanged_in_text(draw: Draw, random: Random) -> Pair | None:
    """Return a text that differs from what is asked in a name, a number or a word."""
    text = draw.answering(random)
    new = exchange(draw.question, text.text, draw.subject.stock, random) if draw.english else None
    other = new and new.in_text(text)
    if not new or not other or other.text == text.text:
        return None
    # Told of a person by half of the name, the text may still answer.
    return None if any(word in other.text for word in new.old.split()) else (draw.question, other.without_answer())


def exchanged_in_both(draw: Draw, random: Random) -> Pair | None:
    """Return a question and a text with the same thing exchanged, so that what is odd is no sign of a null."""
    text = draw.answering(random)
    new = exchange(draw.question, text.text, draw.subject.stock, random) if draw.english else None
    other = new and new.in_text(text)
    return (new.of(draw.question), other) if new and other and other.text != text.text else None


def roles_swapped(draw: Draw, random: Random) -> Pair | None:
    """Return who did it to whom the wrong way round, in the question or in the text."""
    text = draw.answering(random)
    names = swap_roles(draw.question, text, random) if draw.english else None
    if names is None:
        return None
    in_question = random.random() < 0.5
    told = text if in_question else with_roles_swapped(text, names)
    return names.of(draw.question) if in_question else draw.question, told.without_answer()


def roles_swapped_in_both(draw: Draw, random: Random) -> Pair | None:
    """Return who did it to whom the other way round in question and text: the answer is the other name."""
    text = draw.answering(random)
    names = swap_roles(draw.question, text, random) if draw.english else None
    return (names.of(draw.question), with_roles_swapped(text, names)) if names else None


def names_swapped(draw: Draw, random: Random) -> Pair | None:
    """Return a question with two of its names in each other's place."""
    text = draw.answering(random)
    question = swap_names(draw.question, text, random) if draw.english else None
    return (question, text.without_answer()) if question else None


def asked_of_the_other(draw: Draw, random: Random) -> Pair | None:
    """Return a question for whom it was done to where the text tells of who did it, or the reverse."""
    text = draw.answering(random)
    question = ask_of_the_other(draw.question, draw.paragraph.text) if draw.english else None
    return (question, text.without_answer()) if question else None


def asked_elsewhere(draw: Draw, random: Random) -> Pair | None:
    """Return a question of another article asked of a name in the text, which tells nothing of the kind."""
    text = draw.answering(random)
    asked = [asked for paragraph in draw.other.article.paragraphs for asked in paragraph.asked]
    if not asked or not draw.english:
        return None
    question = ask_of_a_name(random.choice(asked).question, text.text, random)
    return (question, text.without_answer()) if question else None


def turned_around(draw: Draw, random: Random) -> Pair | None:
    """Return the question in the passive instead of the active, or the reverse."""
    question = turn_around(draw.question, draw.paragraph.text, random) if draw.english else None
    return (question, draw.answering(random)) if question else None


def asked_otherwise(draw: Draw, random: Random) -> Pair | None:
    """Return a question for what the sentence does not tell: when, where, why."""
    text = draw.answering(random)
    question = ask_otherwise(draw.question, _sentence(text), random) if draw.english else None
    return (question, text.without_answer()) if question else None


def denied(draw: Draw, random: Random) -> Pair | None:
    """Return a question for what did not happen."""
    question = negate(draw.question, random) if draw.english else None
    return (question, draw.answering(random).without_answer()) if question else None


def of_table(_: Draw, random: Random) -> Pair:
    """Return a question to a table that tells."""
    return ask_table(random, null=False)


def not_of_table(_: Draw, random: Random) -> Pair:
    """Return a question to a table that does not tell."""
    return ask_table(random, null=True)


# How often each is made; questions are drawn until one can be asked in that way.
WITH_ANSWER: Mapping[Way, float] = {
    as_it_is: 0.75, exchanged_in_both: 0.10, roles_swapped_in_both: 0.03, turned_around: 0.07, of_table: 0.03,
    among_questions: 0.02,
}  # fmt: skip
WITHOUT_ANSWER: Mapping[Way, float] = {
    answer_left_out: 0.16, another_paragraph: 0.16, another_article: 0.03, exchanged_in_question: 0.16,
    exchanged_in_text: 0.09, roles_swapped: 0.04, names_swapped: 0.08, asked_of_the_other: 0.07, asked_otherwise: 0.07,
    asked_elsewhere: 0.09, denied: 0.02, not_of_table: 0.02, not_among_questions: 0.01,
}  # fmt: skip


class Maker:
    """Makes examples of articles, at random; the same ones for the same state of `random`."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._alike: dict[str, list[Subject]] = {}
        self._questions: dict[str, list[tuple[Subject, Paragraph, Asked]]] = {}
        for article in articles:
            subject = Subject(article)
            self._alike.setdefault(article.language, []).append(subject)
            source = next((name for name in SHARES if article.source.startswith(name)), article.source)
            asked = [(subject, paragraph, each) for paragraph in article.paragraphs for each in paragraph.asked]
            self._questions.setdefault(source, []).extend(asked)

    def examples(self, count: int, random: Random) -> list[Example]:
        """Return so many examples."""
        sources = [source for source, asked in self._questions.items() if asked]
        shares = [SHARES.get(source, SHARE_OF_OTHERS) for source in sources]
        found: list[Example] = []
        while len(found) < count:
            way = draw_way(random)
            (source,) = random.choices(sources, shares)
            for _ in range(MOST_DRAWS):
                subject, paragraph, asked = random.choice(self._questions[source])
                other = random.choice(self._alike[subject.article.language])
                if example := make_example(Draw(subject, paragraph, asked, other), way, random):
                    found.append(example)
                    break
        return found


def draw_way(random: Random) -> Way:
    """Return a way to make an example, each as often as its share says."""
    ways = WITHOUT_ANSWER if random.random() < NULLS else WITH_ANSWER
    (way,) = random.choices(list(ways), list(ways.values()))
    return way


def make_example(draw: Draw, way: Way, random: Random) -> Example | None:
    """Return an example of a draw made in a way, or None if it cannot be made so."""
    pair = way(draw, random)
    if pair is None:
        return None
    question, text = pair
    # Not over other languages' texts, which are asked in their own.
    switched = draw.english and random.random() < SWITCHED
    asked = switch(question, random) if switched else disguise(question, random)
    return Example(asked, text.text, text.answer, way.__name__.replace("_", " "))


def split(
    articles: Sequence[Article], seed: int, validation: int = VALIDATION_ARTICLES
) -> tuple[list[Article], list[Article]]:
    """Return the articles to train on, and some of SQuAD's, drawn at random, to validate with.

    Raises EvalsError if there are too few.
    """
    squad = sorted({article.title for article in articles if article.source.startswith(SQUAD)})
    if len(squad) <= validation:
        raise EvalsError(f"{len(squad)} articles of SQuAD are too few: {validation} are for validation. Give more.")
    held_out = set(Random(seed).sample(squad, validation))
    return (
        [article for article in articles if article.title not in held_out],
        [article for article in articles if article.title in held_out],
    )


def _unless_answered(draw: Draw, text: Cut, random: Random) -> Pair | None:
    """Return the question and a text, or None if the text holds the answer's words elsewhere."""
    answer = draw.answer.of(draw.paragraph.text).lower()
    return None if answer in text.text.lower() else (draw.question, entitled(text, draw.subject.article.title, random))


def _sentence(made: Cut) -> str:
    """Return what stands around the answer up to the next full stops, roughly its sentence."""
    assert made.answer is not None
    start = made.text.rfind(". ", 0, made.answer.start) + 1
    end = made.text.find(". ", made.answer.end)
    return made.text[start : end if end >= 0 else len(made.text)]
