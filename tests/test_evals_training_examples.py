"""What the reader learns from: texts that answer, and texts that only look as if they did."""

import json
from pathlib import Path
from random import Random

import pytest

from evals.errors import EvalsError
from evals.training.cuts import Cut
from evals.training.disguises import disguise, keywords
from evals.training.examples import WITH_ANSWER, WITHOUT_ANSWER, Draw, Maker, Subject, Way, split
from evals.training.listing import as_questions
from evals.training.passages import cut, cut_without
from evals.training.perturbing import (
    Exchange,
    ask_of_a_name,
    ask_of_the_other,
    ask_otherwise,
    swap_names,
    swap_roles,
    turn_around,
    with_roles_swapped,
)
from evals.training.sources import Article, Asked, Paragraph, read_articles
from evals.training.switching import switch
from evals.training.tables import ask_table
from index import Span

MILL = (
    "The mill on the Arle was built in 1812. It ground rye for nine villages. In 1899 Hanna Brook sold it to Otto Lind."
)
MUSEUM = "Since 1975 the mill has housed a museum. Peter Vale opened it with a speech of two minutes about the Arle."
ASKED = {
    MILL: {
        "When was the mill on the Arle built?": "1812", "Who sold the mill to Otto Lind?": "Hanna Brook",
        "Who sold Otto Lind the mill on the Arle?": "Hanna Brook",
    },
    MUSEUM: {"Who opened the museum in the mill?": "Peter Vale", "How long was the speech?": "two minutes"},
}  # fmt: skip
DRAWS = 60


def paragraph(text: str) -> Paragraph:
    places = ((question, text.index(answer), len(answer)) for question, answer in ASKED[text].items())
    return Paragraph(text, tuple(Asked(question, start, start + size) for question, start, size in places))


ARTICLE = Article("Mill", "squad", "en", (paragraph(MILL), paragraph(MUSEUM)))


def draws() -> list[Draw]:
    subject = Subject(ARTICLE)
    return [Draw(subject, each, asked, subject) for each in ARTICLE.paragraphs for asked in each.asked]


def where(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_a_text_holds_its_answer_where_it_says() -> None:
    made = Maker([ARTICLE]).examples(DRAWS, Random(1))
    told = [example for example in made if example.way == "as it is"]

    assert {example.answer.of(example.text) for example in told if example.answer} == {
        "1812", "Hanna Brook", "Peter Vale", "two minutes",
    }  # fmt: skip


@pytest.mark.parametrize("way", WITHOUT_ANSWER)
def test_a_text_without_an_answer_marks_none(way: Way) -> None:
    made = [way(draw, Random(seed)) for seed in range(DRAWS) for draw in draws()]

    assert any(made)
    assert {pair[1].answer for pair in made if pair} == {None}


@pytest.mark.parametrize("way", WITH_ANSWER)
def test_an_answer_lies_within_its_text(way: Way) -> None:
    made = [pair for seed in range(DRAWS) for draw in draws() if (pair := way(draw, Random(seed)))]

    assert made
    assert all(0 <= text.answer.start < text.answer.end <= len(text.text) for _, text in made)


def test_the_same_seed_makes_the_same_examples() -> None:
    one, two = (Maker([ARTICLE]).examples(DRAWS, Random(3)) for _ in range(2))

    assert one == two


def test_an_answer_that_is_left_out_stands_nowhere_else() -> None:
    text = cut_without(paragraph(MILL), where(MILL, "1812"), Random(1))

    assert text is not None
    assert "1812" not in text.text


def test_a_snippet_may_begin_and_end_within_sentences() -> None:
    long = Paragraph(f"{MILL} {MUSEUM} {MILL}", ())
    texts = [cut(long, where(long.text, "two minutes"), Random(seed)).text for seed in range(DRAWS)]

    assert any(text.startswith("... ") and text.endswith(" ...") for text in texts)
    assert any(text[0].islower() for text in texts)


def test_swapped_roles_make_the_other_name_the_answer() -> None:
    text = Cut(MILL, where(MILL, "Hanna Brook"))
    names = swap_roles("Who sold the mill to Otto Lind?", text, Random(1))

    assert names == Exchange("Otto Lind", "Hanna Brook")
    swapped = with_roles_swapped(text, names)
    assert swapped.text.endswith("In 1899 Otto Lind sold it to Hanna Brook.")
    assert swapped.answer == where(swapped.text, "Otto Lind")
    assert names.of("Who sold the mill to Otto Lind?") == "Who sold the mill to Hanna Brook?"


def test_two_names_of_a_question_change_places() -> None:
    text = Cut(MILL, where(MILL, "1899"))

    assert swap_names("When did Otto Lind buy the Arle?", text, Random(1)) == "When did Arle buy the Otto Lind?"
    assert swap_names("When did Otto Lind buy the Thames?", text, Random(1)) is None
    assert swap_names("When did Otto Lind meet Hanna Brook?", text, Random(1)) is None


@pytest.mark.parametrize(
    ("asked", "otherwise"),
    [
        ("When was Ada Byron born?", "When was Peter Vale born?"),
        ("Who opened the Ask bridge?", None),  # The text tells who opened something.
        ("Who taught Peter Vale?", None),  # It may tell.
        ("Why is it cold?", None),
        ("Did Ada Byron meet Mary Shelley?", None),  # Of two names it is not known which one is asked about.
    ],
)
def test_a_question_asked_elsewhere_can_be_asked_of_a_name(asked: str, otherwise: str | None) -> None:
    assert ask_of_a_name(asked, "In 1911 Peter Vale opened it.", Random(1)) == otherwise


@pytest.mark.parametrize(
    ("asked", "otherwise"),
    [
        ("Who opened the museum?", "Who was opened by the museum?"),
        ("Who was invited by Peter Vale?", "Who invited Peter Vale?"),
        ("Who did Peter Vale invite?", "Who invited Peter Vale?"),
        ("Who spoke about the Arle?", None),
    ],
)
def test_a_question_can_be_asked_of_the_other_side(asked: str, otherwise: str | None) -> None:
    assert ask_of_the_other(asked, "Peter Vale invited nobody and opened it.") == otherwise


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        ("Who opened the museum?", {"the museum was opened by whom?", "By whom was the museum opened?"}),
        ("Who was invited by Peter Vale?", {"Who did Peter Vale invite?"}),
        ("Whom did Peter Vale invite?", {"Who was invited by Peter Vale?"}),
        ("When did it open?", {None}),
    ],
)
def test_a_question_can_be_turned_around(asked: str, ways: set[str | None]) -> None:
    text = "Peter Vale was asked to invite many; he invited nobody."

    assert {turn_around(asked, text, Random(seed)) for seed in range(20)} == ways


def test_what_both_sides_do_is_not_swapped() -> None:
    assert swap_roles("Who married Otto Lind?", Cut(MILL, where(MILL, "Hanna Brook")), Random(1)) is None


@pytest.mark.parametrize(
    ("question", "sentence", "kinds"),
    [
        pytest.param(
            "When was it sold?", "It was sold quickly", {"Where", "Why", "How many times", "With whom"}, id="bare"
        ),
        pytest.param("Why did he go?", "He went home in 1812 with Ann because of rain", set(), id="everything is told"),
        pytest.param("Which mill was sold?", "It was sold", set(), id="asks for no detail"),
    ],
)
def test_another_detail_is_asked_for_only_if_it_is_not_told(question: str, sentence: str, kinds: set[str]) -> None:
    made = {ask_otherwise(question, sentence, Random(seed)) for seed in range(DRAWS)}
    verb = " was it sold?"

    assert {text.removesuffix(verb) for text in made if text} - {"For how long"} == kinds


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("When was the Super Bowl in Miami played?", "super bowl miami played date", id="when"),
        pytest.param("How many villages did the mill serve?", "number of villages mill serve", id="how many"),
        pytest.param("Which city hosted the games?", "hosted games city", id="which"),
        pytest.param("Who came?", "Who came?", id="too little is left"),
    ],
)
def test_key_words_name_what_is_asked_for(question: str, words: str) -> None:
    assert keywords(question) == words


def test_most_questions_are_asked_as_they_are() -> None:
    question = "Who opened the museum in the mill?"
    asked = [disguise(question, Random(seed)) for seed in range(1000)]

    assert 550 < asked.count(question) < 800


@pytest.mark.parametrize("null", [False, True])
def test_a_table_tells_what_it_is_asked_unless_it_shall_not(null: bool) -> None:
    for seed in range(DRAWS):
        _, text = ask_table(Random(seed), null=null)
        assert (text.answer is None) == null
        if text.answer:
            assert text.text[text.answer.start - 2 : text.answer.start] in (": ", "| ")
            assert text.text[text.answer.end :][:1] in ("", "\n", ",", " ")


def test_questions_are_listed_with_the_sentences_that_answer_them() -> None:
    listed = as_questions(paragraph(MILL), paragraph(MILL).asked[0], Random(2), null=False)

    assert listed is not None
    assert listed.answer is not None
    assert listed.answer.of(listed.text) == "1812"
    assert "Who sold the mill to Otto Lind?\nIn 1899 Hanna Brook sold it to Otto Lind." in listed.text


def test_files_of_squads_form_and_qamr_are_read(tmp_path: Path) -> None:
    row = {"id": "1", "question": "Who came?", "answers": [{"text": "Ann", "answer_start": 0}]}
    data = [{"title": "A_%C3%89", "paragraphs": [{"context": "Ann came.", "qas": [row]}]}]
    (tmp_path / "squad.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    folder = tmp_path / "qamr"
    folder.mkdir()
    sentences = "wiki:1:0:0\tHe said `` no '' -LRB- twice -RRB- .\nwiki:1:0:1\tThen he left .\n"
    (folder / "wiki-sentences.tsv").write_text(sentences, encoding="utf-8")
    (folder / "dev.tsv").write_text("wiki:1:0:1\t1\t7\t0\t1\tWho left?\t1\t8:0 1\t9:1\n", encoding="utf-8")
    (folder / "test.tsv").write_text("wiki:1:0:0\t3\t7\t0\t3\tHow often?\t6\t8:6\t9:0 6\n", encoding="utf-8")
    said = 'He said "no" (twice). Then he left.'

    assert read_articles(tmp_path) == [
        Article("A É", "squad", "en", (Paragraph("Ann came.", (Asked("Who came?", 0, 3),)),)),
        Article("", "qamr", "en", (Paragraph(said, (Asked("How often?", 14, 19), Asked("Who left?", 27, 29))),)),
    ]


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalsError, match="nothing to train on"):
        read_articles(tmp_path)


def test_articles_to_validate_with_are_not_trained_on() -> None:
    articles = [Article(str(number), "squad", "en", ARTICLE.paragraphs) for number in range(5)]
    training, validation = split(articles, 1, validation=2)

    assert len(validation) == 2
    assert sorted(article.title for article in (*training, *validation)) == list("01234")
    with pytest.raises(EvalsError, match="too few"):
        split(articles, 1, validation=5)


def test_an_example_says_how_it_was_made() -> None:
    ways = {way.__name__.replace("_", " ") for way in (*WITH_ANSWER, *WITHOUT_ANSWER)}

    assert {example.way for example in Maker([ARTICLE]).examples(DRAWS, Random(1))} <= ways


def test_a_question_is_half_in_another_language_where_words_are_listed() -> None:
    made = {switch("When was the mill on the Arle built?", Random(seed)) for seed in range(200)}

    assert "Wann wurde der mill on der Arle gebaut?".lower() in {text.lower() for text in made}
    assert all("Arle" in text for text in made)
