"""What somebody says comes first when it is asked for."""

import pytest

from assistant.answering.asked_speaker import HEAD_START, spoken_first
from assistant.asking.question import Question
from assistant.finding.ranking import RankedSentence
from index import Document, PassageParser

TEXT = "Ada Quill was in the port. “The bridge is old,” Ada Quill said. “It will stand,” Eve Penn said."
DOCUMENT = Document("a.txt", TEXT, "A")
(PASSAGE,) = PassageParser().passages(DOCUMENT)


def order(question: str, *scores: float) -> list[int]:
    """Return the numbers of the sentences in the order in which they come, given their scores."""
    ranked = [
        RankedSentence(DOCUMENT, PASSAGE, number, score, 1.0, of_kind=True) for number, score in enumerate(scores)
    ]
    return [found.number for found in spoken_first(Question.of(question, "en"), ranked)]


@pytest.mark.parametrize(
    "question",
    [
        "What does Quill say about the bridge?",
        "What did Ada Quill really think of it?",
        "According to Quill, how old is it?",
        "In Quill's view, is it old?",
        "What is the bridge in Ada Quill’s opinion?",
    ],
)
def test_what_the_person_says_gets_a_head_start(question: str) -> None:
    assert order(question, 1.0, 1.0 - HEAD_START / 2, 0.9) == [1, 0, 2]


def test_a_sentence_that_is_far_better_stays_first() -> None:
    assert order("What does Quill say?", 1.0, 1.0 - 2 * HEAD_START, 0.3) == [0, 1, 2]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Where was Quill?", id="no words are asked for"),
        pytest.param("What does Eva Penn say?", id="another of that name"),
        pytest.param("What does the minister say?", id="no name"),
        pytest.param("", id="nothing"),
    ],
)
def test_else_the_order_stands(question: str) -> None:
    assert order(question, 1.0, 0.9, 0.8) == [0, 1, 2]
