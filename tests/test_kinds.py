"""What a question asks for, and which spans of a sentence are of that kind."""

import pytest

from assistant.asking.forms import kind_of_question
from assistant.words.kinds import Kind, candidates


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When does it end?", Kind.DATE),
        ("How long did it last?", Kind.DURATION),
        ("How many groups came?", Kind.NUMBER),
        ("What is the population of Gaza?", Kind.NUMBER),
        ("Who came?", Kind.PERSON),
        ("Which player scored?", Kind.PERSON),
        ("Where is it?", Kind.PLACE),
        ("In which city was he born?", Kind.PLACE),
        ("Why did they come?", Kind.REASON),
        ("What did they say?", Kind.OTHER),
        ("", Kind.OTHER),
        ("Who said when it ends?", Kind.PERSON),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks_for(question: str, kind: Kind) -> None:
    assert kind_of_question(question, "en") is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "named", "spans"),
    [
        pytest.param(Kind.DATE, "On Feb. 29, 2024 and in 1947.", [], ["Feb. 29, 2024", "1947"], id="dates"),
        pytest.param(Kind.NUMBER, "Of 1,200 groups, twelve came.", [], ["1,200", "twelve"], id="numbers"),
        pytest.param(Kind.DURATION, "It takes two months.", [], ["two months"], id="durations"),
        pytest.param(Kind.PERSON, "It was Ivana Stradner, he said.", [], ["Ivana Stradner"], id="a name"),
        pytest.param(Kind.PERSON, "They met Putin there.", ["putin"], [], id="a name of the question"),
        pytest.param(Kind.PERSON, "They met there.", [], [], id="a capital that opens a sentence"),
        pytest.param(Kind.OTHER, "It was Putin in 1947.", [], [], id="no kind"),
    ],
)
def test_a_sentence_holds_spans_of_a_kind(kind: Kind, sentence: str, named: list[str], spans: list[str]) -> None:
    assert [span.of(sentence) for span in candidates(kind, sentence, named)] == spans
