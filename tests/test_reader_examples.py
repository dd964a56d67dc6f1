"""What the reader is trained on: right and wrong texts, perturbed questions, articles kept apart."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.finding.ranking import RankedSentence
from assistant.finding.reader import text_to_read
from evals.errors import EvalsError
from evals.reader import Example, make_examples, split_articles, validate
from evals.reader.__main__ import main
from evals.reader.batches import epoch
from evals.reader.perturbing import Stock, perturb, stock_of
from evals.squad import Context, read_squad
from index import Document, PassageParser

MILL = "The mill on the Arle was built in 1812. It ground rye for nine villages. Its owner was Hanna Brook."
FIRE = "A fire destroyed the mill in 1899. Two firemen saved the wheel. The wheel hangs in the town hall."
MUSEUM = "Since 1975 the mill has housed a museum. Peter Vale opened it with a speech of two minutes."
ASKED = {
    MILL: [("When was the mill on the Arle built?", "1812"), ("Who was the owner of the mill?", "Hanna Brook")],
    FIRE: [("What did two firemen save?", "the wheel"), ("What destroyed the mill?", "A fire")],
    MUSEUM: [("Who opened the museum in the mill?", "Peter Vale"), ("What did the mill house?", "a museum")],
}
ANSWERS = dict(question for questions in ASKED.values() for question in questions)


@pytest.fixture
def squad(tmp_path: Path) -> Callable[..., list[Context]]:
    """Return a function that writes articles of contexts with questions as SQuAD's JSON, and reads them."""

    def make(**articles: dict[str, list[tuple[str, str]]]) -> list[Context]:
        data = [
            {"title": title, "paragraphs": [_paragraph(title, *given) for given in contexts.items()]}
            for title, contexts in articles.items()
        ]
        path = tmp_path / "squad.json"
        path.write_text(json.dumps({"data": data}), encoding="utf-8")
        return read_squad(path)

    return make


def _paragraph(title: str, context: str, questions: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "context": context,
        "qas": [
            {
                "id": f"{title} {question}",
                "question": question,
                "answers": [{"text": answer, "answer_start": context.index(answer)}] if answer else [],
            }
            for question, answer in questions
        ],
    }


def test_the_right_text_holds_the_answer_and_a_wrong_one_never_does(squad) -> None:
    examples = make_examples(squad(Arle_Mill=ASKED), seed=1)

    assert sorted(example.question for example in examples) == sorted(ANSWERS)
    for example in examples:
        answer = ANSWERS[example.question].lower()
        assert answer in example.right.lower()
        assert len(example.wrong) == 3
        assert [text for text in example.wrong if answer in text.removeprefix("Arle Mill: ").lower()] == []


def test_wrong_texts_are_the_likest_two_beside_the_answer_and_the_likest_elsewhere(squad) -> None:
    asked = "Who saved the wheel when fire destroyed the mill on the Arle?"
    fire = f"{FIRE} The wheel of the mill is of oak."
    (example,) = make_examples(squad(Arle_Mill={MILL: [], fire: [(asked, "Two firemen")], MUSEUM: []}), seed=1)

    assert (example.question, example.right, sorted(example.wrong)) == (
        asked,
        "Arle Mill: Two firemen saved the wheel.",
        [
            "Arle Mill: A fire destroyed the mill in 1899.",
            "Arle Mill: The mill on the Arle was built in 1812.",
            "Arle Mill: The wheel of the mill is of oak.",
        ],
    )


def test_a_text_is_what_the_reader_sees_when_it_answers(squad) -> None:
    document = Document("Arle_Mill.txt", MILL, "Arle Mill", None)
    (passage,) = PassageParser().passages(document)
    seen = {text_to_read(RankedSentence(document, passage, number, 0.0, 0.0, of_kind=True)) for number in range(3)}

    examples = make_examples(squad(Arle_Mill={MILL: ASKED[MILL]}), seed=1)

    assert {text for example in examples for text in (example.right, *example.wrong)} <= seen
    assert {example.question: example.right for example in examples} == {
        "When was the mill on the Arle built?": "Arle Mill: The mill on the Arle was built in 1812.",
        "Who was the owner of the mill?": "Arle Mill: It ground rye for nine villages. Its owner was Hanna Brook.",
    }


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param("How high is the mill?", "", id="no answer"),
        pytest.param("What happened?", "in 1899. Two firemen", id="an answer over two sentences"),
        pytest.param("Where does the letter stand?", "e", id="an answer that every text holds"),
    ],
)
def test_a_question_that_makes_no_example_is_left_out(squad, question: str, answer: str) -> None:
    assert make_examples(squad(Arle_Mill={FIRE: [(question, answer)], MILL: []}), seed=1) == []


def test_a_perturbed_question_differs_in_exactly_one_place(squad) -> None:
    contexts = squad(Arle_Mill=ASKED)
    examples = [example for seed in range(20) for example in make_examples(contexts, seed)]

    pairs = {(example.question, example.perturbed) for example in examples if example.perturbed}
    assert len(pairs) > len(ANSWERS)
    for question, perturbed in pairs:
        before, after = _difference(question, perturbed)
        assert re.fullmatch(ONE_THING, before)
        assert re.fullmatch(ONE_THING, after)


# A word or number, or a name of several words.
ONE_THING = re.compile(r"[a-z]+|\d+|[A-Z]\w*( [A-Z]\w*)*")


def _difference(one: str, other: str) -> tuple[str, str]:
    """Return what stands between the words that both begin with and those that both end with."""
    mine, yours = (re.findall(r"\w+|\W", text) for text in (one, other))
    for end in (0, -1):
        while mine and yours and mine[end] == yours[end]:
            del mine[end], yours[end]
    return "".join(mine), "".join(yours)


@pytest.mark.parametrize(
    ("question", "stock", "expected"),
    [
        pytest.param("Who met Ann Lee?", Stock(("Jo Fox", "Ann Lee"), (), {}), "Who met Jo Fox?", id="a name"),
        pytest.param("Ann met who?", Stock(("Jo Fox",), (), {}), None, id="the first word is no name"),
        pytest.param("Who sat in 1950?", Stock((), ("7",), {}), None, id="no number as long"),
        pytest.param("Who sat in 1950?", Stock((), ("7", "1962"), {}), "Who sat in 1962?", id="a number as long"),
        pytest.param("Who is the oldest?", Stock((), (), {}), "Who is the youngest?", id="an opposite"),
        pytest.param(
            "Who is painting?", Stock((), (), {"ing": ("painting", "singing"), "": ("bridge",)}), "Who is singing?",
            id="a word of the same ending",
        ),
        pytest.param("Who governed?", Stock((), (), {"ed": ("governed",)}), None, id="no word that begins otherwise"),
        pytest.param("How many were they?", Stock((), (), {"": ("bridge",)}), None, id="words of asking stay"),
        pytest.param("Who is he?", Stock((), (), {}), None, id="nothing to exchange"),
    ],
)  # fmt: skip
def test_one_thing_is_exchanged_for_another_of_its_sort(question: str, stock: Stock, expected: str | None) -> None:
    assert perturb(question, stock, np.random.default_rng(1)) == expected


def test_an_article_offers_its_names_its_numbers_and_the_content_words_of_its_questions() -> None:
    texts = ["In 1812, the mill of Hanna Brook burnt.", "In 1812 and 1,899 the Arle froze."]
    questions = ["What burned when the villagers were sleeping?", "What burned?"]

    assert stock_of(texts, questions) == Stock(
        names=("Hanna Brook", "In", "Arle"),
        numbers=("1812", "1,899"),
        words={"ed": ("burned",), "s": ("villagers",), "ing": ("sleeping",)},
    )


def test_the_same_seed_makes_the_same_examples(squad) -> None:
    contexts = squad(Arle_Mill=ASKED, Other_Mill=ASKED)

    assert make_examples(contexts, seed=3) == make_examples(contexts, seed=3)
    assert make_examples(contexts, seed=3) != make_examples(contexts, seed=4)


def test_an_article_gives_no_more_questions_than_asked_for(squad) -> None:
    examples = make_examples(squad(One=ASKED, Two=ASKED), seed=1, questions_per_article=2)

    assert sorted(example.right.partition(":")[0] for example in examples) == ["One", "One", "Two", "Two"]


def test_articles_of_validation_are_never_trained_on(squad) -> None:
    contexts = squad(**{f"Mill_{number}": ASKED for number in range(5)})

    training, validation = split_articles(contexts, seed=1, validation=2)

    trained, held_out = ({context.article for context in part} for part in (training, validation))
    assert (len(trained), len(held_out)) == (3, 2)
    assert trained | held_out == {f"Mill_{number}" for number in range(5)}
    assert (len(training), len(validation)) == (3 * len(ASKED), 2 * len(ASKED))
    assert split_articles(contexts, seed=1, validation=2) == (training, validation)


def test_a_file_with_too_few_articles_is_refused(squad) -> None:
    with pytest.raises(EvalsError, match=r"2 articles are too few: 2 are for validation"):
        split_articles(squad(One=ASKED, Two=ASKED), seed=1, validation=2)


def _examples(lengths: Sequence[int]) -> list[Example]:
    return [Example(f"{number}?", "r" * length, ("w" * length,), None) for number, length in enumerate(lengths)]


def test_an_epoch_holds_every_example_once_in_batches_of_like_length() -> None:
    examples = _examples([7, 1, 8, 2, 6, 3, 5, 4, 9])

    batches = list(epoch(examples, 2, np.random.default_rng(1)))

    lengths = sorted(sorted(len(example.right) for example in batch) for batch in batches)
    assert lengths == [[1, 2], [3, 4], [5, 6], [7, 8], [9]]
    assert list(epoch(examples, 2, np.random.default_rng(2))) != batches


def test_pairs_are_the_right_text_the_wrong_ones_and_the_perturbed_question() -> None:
    assert Example("q", "r", ("w", "v"), "p").pairs == [("q", "r"), ("q", "w"), ("q", "v"), ("p", "r")]
    assert Example("q", "r", ("w",), None).pairs == [("q", "r"), ("q", "w")]


def test_validation_counts_first_places_pairs_in_order_and_perturbed_questions() -> None:
    odds = {("a", "right"): 2.0, ("a", "w1"): 1.0, ("a", "w2"): 0.0, ("x", "right"): 1.0,
            ("b", "best"): 0.5, ("b", "w3"): 0.7, ("b", "w4"): -1.0}  # fmt: skip
    examples = [Example("a", "right", ("w1", "w2"), "x"), Example("b", "best", ("w3", "w4"), None)]

    table = validate(examples, lambda question, texts: [odds[question, text] for text in texts], "Tried")

    # First: a yes, b no. Of 2 x 4 pairs of a right and a wrong text, .5 is below 1 and .7.
    assert [row[1].split()[0] for row in table.rows] == [f"{1 / 2:.2f}", f"{6 / 8:.2f}", "1.00"]
    assert table.note == "n = 2 questions with 4 wrong texts, 1 perturbed; left out: none."


def test_without_what_training_needs_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)

    assert main([str(tmp_path / "squad.json"), str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "torch is not installed. Install it with: pip install -r requirements-reader.txt\n"
    )
