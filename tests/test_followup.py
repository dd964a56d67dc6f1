"""Questions that lean on the talk before them."""

import random
import time

import pytest

from assistant.asking.followup import on_its_own, standalone
from assistant.asking.question import LONGEST_QUESTION

BEFORE = [
    ("Who led the Hamas delegation?", "In October a Hamas delegation went to Moscow, led by **Musa Abu Marzouk**. [1]")
]


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        pytest.param("Who received it?", "Who received the Hamas delegation?", id="it"),
        pytest.param("and who did they meet?", "Who did the Hamas delegation meet?", id="they, a group"),
        pytest.param("Where did he go?", "Where did Musa Abu Marzouk go?", id="he, who was asked for"),
        pytest.param("What is his post?", "What is Musa Abu Marzouk’s post?", id="his"),
        pytest.param("What about Fatah?", "Who led the Fatah delegation?", id="another name"),
        pytest.param("And in 2017?", "Who led the Hamas delegation in 2017?", id="another time"),
        pytest.param(
            "And when was that?", "When is it that Musa Abu Marzouk led the Hamas delegation?", id="the clause told"
        ),
        pytest.param("Why?", "Why is it that Musa Abu Marzouk led the Hamas delegation?", id="one word"),
        pytest.param("and who was invited?", "Who was invited? (Who led the Hamas delegation?)", id="and"),
        pytest.param(
            "The Kremlin's reaction?", "The Kremlin's reaction? (Who led the Hamas delegation?)", id="a phrase"
        ),
        pytest.param("Какова её цель?", "Какова её цель? (Who led the Hamas delegation?)", id="another language"),
    ],
)
def test_a_question_is_understood_from_the_one_before(question: str, understood: str) -> None:
    assert standalone(question, BEFORE) == understood


@pytest.mark.parametrize(
    ("question", "earlier", "understood"),
    [
        pytest.param("and in 3.1.0", "what was removed in 3.0.0?", "what was removed in 3.1.0?", id="a version"),
        pytest.param("And 6.1?", "What does clause 8.1 say?", "What does clause 6.1 say?", id="a clause"),
        pytest.param("and flat 14B?", "Who rents flat 14A?", "Who rents flat 14B?", id="a code with its noun"),
        pytest.param("What about T-102?", "What does T-101 cost?", "What does T-102 cost?", id="letters and figures"),
        pytest.param("und in § 6?", "Was steht in § 5?", "Was steht in § 6?", id="German"),
        pytest.param("а в пункте 4?", "Что в пункте 3?", "Что в пункте 4?", id="Russian"),
        pytest.param("and room 4?", "Who is in week 3?", "Room 4? (Who is in week 3?)", id="another noun"),
        pytest.param("and when was 3.1?", "What is 3.0?", "When was 3.1? (What is 3.0?)", id="another question"),
        pytest.param("and in 2024?", "What is in room 5?", "What is in room 5 in 2024?", id="a year beside a number"),
        pytest.param("and for 4?", "Is 2 more than 3?", "For 4? (Is 2 more than 3?)", id="which number is open"),
    ],
)
def test_another_number_takes_the_place_of_the_only_one_before(question: str, earlier: str, understood: str) -> None:
    assert standalone(question, [(earlier, "Yes.")]) == understood


@pytest.mark.parametrize(
    ("question", "earlier", "answer", "understood"),
    [
        pytest.param("Who met there?", "Who led the talks in Oslo?", "", "Who met in Oslo?", id="there, a place"),
        pytest.param(
            "Whom did they meet there?",
            "When did the council go to Oslo in May?",
            "",
            "Whom did the council meet in Oslo?",
            id="there, beside another pronoun",
        ),
        pytest.param(
            "How many are there?",
            "Who led the talks in Oslo?",
            "",
            "How many are there? (Who led the talks in Oslo?)",
            id="there, of no place",
        ),
        pytest.param(
            "What does she say of kites?",
            "Who is Ada Quill?",
            "Ada Quill, **Oslo Research Fellow**",
            "What does Ada Quill say of kites?",
            id="who that is",
        ),
        pytest.param("Where is he?", "Who owns it?", "Owner: **Bo**", "Where is Bo?", id="a single name"),
        pytest.param(
            "How much does it cost?", "Who books the band?", "", "How much does the band cost?", id="what it costs"
        ),
        pytest.param("No, I mean who owns it?", "Who books the band?", "", "Who owns the band?", id="a correction"),
    ],
)
def test_what_is_lacking_is_taken_from_the_question_before(
    question: str, earlier: str, answer: str, understood: str
) -> None:
    assert standalone(question, [(earlier, answer)]) == understood


def test_a_whole_question_behind_and_may_be_one_of_its_own() -> None:
    leaning = standalone("And when was the contract signed?", BEFORE)
    assert on_its_own("And when was the contract signed?", leaning) == "When was the contract signed?"
    assert on_its_own("And who was invited?", standalone("And who was invited?", BEFORE)) == ""


@pytest.mark.parametrize(
    "question",
    [
        "When did Abbas meet Putin?",
        "Is it true that Abbas was a KGB agent?",
        "What did the report that angered Israel say?",
        "How long will it take to defeat Hamas in Rafah?",
        "What did Putin say about his visit?",
        "What is septicemia?",
        "And what did Zakharova blame Western countries for?",
        "Правда ли, что Аббас учился в Москве?",
    ],
)
def test_a_question_of_its_own_is_not_dragged_back(question: str) -> None:
    assert standalone(question, BEFORE) == question


def test_blanks_are_single() -> None:
    assert standalone("  Who \n is   Abbas? ", BEFORE) == "Who is Abbas?"


def test_without_talk_before_a_question_stands_alone() -> None:
    assert standalone("And when was that?", []) == "And when was that?"


def test_a_chain_of_leaning_questions_reaches_the_one_they_lean_on() -> None:
    history = [("When did Abbas visit Moscow?", "In August. [1]"), ("Did he meet Putin?", "They met. [1]")]

    assert standalone("Why?", history) == "Why did Abbas meet Putin?"


def test_a_chain_keeps_the_question_before_and_the_one_that_stands_alone() -> None:
    history = [*BEFORE, ("Which ones?", ""), ("And what was announced?", "")]

    assert standalone("Why?", [("What?", "**Bo Ek** paid.")]) == "Why? (What?)"
    assert standalone("Why?", history) == "Why? (What was announced? Who led the Hamas delegation?)"


def test_questions_before_may_be_given_as_they_were_asked_or_as_they_were_understood() -> None:
    asked = [*BEFORE, ("and who was invited?", "Fatah was."), ("Did it come?", "")]
    understood: list[tuple[str, str]] = []
    for question, answer in asked:
        understood.append((standalone(question, understood), answer))

    assert standalone("When?", understood) == standalone("When?", asked)


def test_an_answer_that_names_two_people_leaves_it_open_who_is_meant() -> None:
    history = [("Who met in Moscow?", "Mahmoud Abbas met Vladimir Putin. [1]")]

    assert standalone("Where did he go?", history) == "Where did he go? (Who met in Moscow?)"


def test_two_names_leave_it_open_who_is_meant() -> None:
    history = [("Did Mahmoud Abbas meet Putin?", "They met. [1]")]

    assert standalone("Where did he go?", history) == "Where did he go? (Did Mahmoud Abbas meet Putin?)"


def test_many_pronouns_are_left_as_they_are() -> None:
    assert standalone("Did he or he or he or he go?", BEFORE).startswith("Did Musa Abu Marzouk or Musa Abu Marzouk or")
    assert standalone("Did he or he or he or he or he go?", BEFORE).endswith("he go? (Who led the Hamas delegation?)")


def test_talk_of_long_ago_is_not_read() -> None:
    assert standalone("Why?", [*BEFORE, *[("And then?", "")] * 7]) == "Why? (Who led the Hamas delegation?)"
    assert standalone("Why?", [*BEFORE, *[("And then?", "")] * 8]) == "Why? (And then?)"


def test_what_was_too_long_to_be_a_question_is_passed_over() -> None:
    history = [*BEFORE, ("Who led " + "very " * 500 + "long talks?", "")]

    assert standalone("And who was invited?", history) == "Who was invited? (Who led the Hamas delegation?)"


def test_a_question_is_never_made_longer_than_a_question_may_be() -> None:
    long = "Who led " + "very " * 395 + "long talks?"
    assert len(long) <= LONGEST_QUESTION

    assert standalone("Why did the others leave?", [(long, "")]) == "Why did the others leave?"


def test_a_long_talk_is_survived_at_once() -> None:
    started = time.perf_counter()

    assert standalone("Why?", [("And then?", "x")] * 5000) == "Why? (And then?)"
    assert standalone("it " * 600, [("A of " * 400, "A of " * 100_000)] * 50) == ("it " * 600).strip()
    assert time.perf_counter() - started < 3


def test_no_question_and_no_talk_raise() -> None:
    chance = random.Random(5)
    pieces = [
        "who", "And", "what about", "it", "that", "the", "of", "Ann", "Lee's", "in 2017", "is", "did", "(", ")", "?",
        ".", "**", "\\", "[1]", "’", "её", "他", "و", "هو", "למה", "¿", "İ", "\ud800", "\x00", "🙂", " ", "",
    ]  # fmt: skip

    def text() -> str:
        return chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randrange(12)))

    for _ in range(3000):
        question, history = text(), [(text(), text()) for _ in range(chance.randrange(4))]

        understood = standalone(question, history)

        assert len(understood) <= LONGEST_QUESTION
        assert understood or not question.strip()


def test_a_question_that_leans_with_a_long_number_is_read_in_no_time() -> None:
    since = time.process_time()
    question = f"and {'a' * 400}{'1' * 400}~"

    assert "What was removed in 3.0.0?" in standalone(question, [("What was removed in 3.0.0?", "Y.")])
    assert time.process_time() - since < 1
