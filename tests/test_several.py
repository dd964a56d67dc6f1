"""Several questions asked in one: taken apart, and each answered below itself."""

import pytest

from assistant import Assistant
from assistant.answering.several import together
from assistant.asking.several import questions_in


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        pytest.param("Who led it, and when did it begin?", ["Who led it?", "When did it begin?"], id="and"),
        pytest.param("who led it?? what did it find?", ["Who led it?", "What did it find?"], id="question marks"),
        pytest.param("When was it built and where?", ["When was it built?", "Where?"], id="one word"),
        pytest.param("Hello, who led it; where did it go?", ["Who led it?", "Where did it go?"], id="a greeting"),
        pytest.param("Did it work? Also: why?", ["Did it work?", "Why?"], id="also"),
        pytest.param("Wer kam und wann war das?", ["Wer kam?", "Wann war das?"], id="German"),
        pytest.param("Кто приехал, и когда это было?", ["Кто приехал?", "Когда это было?"], id="Russian"),
        pytest.param("من قاد الوفد ومتى وصل؟", ["من قاد الوفد?", "متى وصل?"], id="Arabic"),
    ],
)
def test_questions_in_one_are_taken_apart(question: str, apart: list[str]) -> None:
    assert questions_in(question) == apart


@pytest.mark.parametrize(
    "question",
    [
        "Who led the talks and the march?",
        "Did the report say who led it and when it began?",
        "How and when did it begin?",
        "Was the band who played there paid?",
        "Which groups came? I need them by name.",
        "Who? What? When? Where? Why?",
        "",
    ],
)
def test_one_question_stays_as_it_is(question: str) -> None:
    assert questions_in(question) == [question]


@pytest.fixture(scope="module")
def bells(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bells")
    (folder / "a.txt").write_text("The bells of Rype were cast by Ada Quill in 1893. They ring at noon.")
    (folder / "b.txt").write_text("The harbour of Rype was built by Jan Weiss. It lies in the north of the town.")
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_each_question_is_answered_below_itself(bells: Assistant) -> None:
    question = "Who cast the bells of Rype, and who built the harbour of Rype?"
    found = bells.answer(question)

    assert [statement.text for statement in found.statements] == [
        "On “Who cast the bells of Rype?”:",
        "The bells of Rype were cast by Ada Quill in 1893.",
        "On “Who built the harbour of Rype?”:",
        "The harbour of Rype was built by Jan Weiss.",
    ]
    assert [statement.citations for statement in found.statements] == [(), (1,), (), (2,)]
    assert [(citation.number, citation.document) for citation in found.citations] == [(1, "a.txt"), (2, "b.txt")]
    assert found.question == found.interpreted_as == question
    assert not found.abstained


def test_what_both_answers_quote_is_one_citation_and_the_least_sure_answer_tells(bells: Assistant) -> None:
    first, second = bells.answer("Who cast the bells of Rype?"), bells.answer("When were the bells of Rype cast?")
    both = together("Who and when?", [first, second, bells.answer("Who wrote the opera?")], "en")

    assert [statement.citations for statement in both.statements[:4]] == [(), (1,), (), (1,)]
    assert both.confidence == min(first.confidence, second.confidence)
    assert len(both.citations) == 1
    assert both.record == min((first, second), key=lambda answer: answer.confidence).record
    assert (first.short, both.short) == ("Ada Quill", "")


def test_a_later_question_leans_on_the_one_before(bells: Assistant) -> None:
    found = bells.answer("Who built the harbour of Rype and where is it?")

    assert found.interpreted_as == "Who built the harbour of Rype? Where is the harbour of Rype?"


def test_questions_that_none_answers_are_asked_as_one(bells: Assistant) -> None:
    found = bells.answer("Who wrote the opera, and what is the price of gold?")

    assert found.abstained
    assert [each.text for each in found.statements] == ["The documents do not answer this question."]
