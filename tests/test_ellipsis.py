"""Questions that say only what differs from the one before."""

import pytest

from assistant.asking.ellipsis import completed


@pytest.mark.parametrize(
    ("question", "earlier", "whole"),
    [
        pytest.param("why?", "Did Putin meet Abbas?", "Why did Putin meet Abbas?", id="why"),
        pytest.param(
            "and when was that?", "Where did he study?", "When did he study?", id="in place of a question word"
        ),
        pytest.param("Where?", "In which year did it open?", "Where did it open?", id="in place of which year"),
        pytest.param("why?", "Who led it?", "", id="the question word is the subject"),
        pytest.param("What about Rome?", "Who rules Paris?", "Who rules Rome?", id="a name"),
        pytest.param("And the Vatican?", "Who rules Paris?", "Who rules the Vatican?", id="a name with an article"),
        pytest.param("The East?", "Who rules the West?", "Who rules the East?", id="one article"),
        pytest.param("What about Rome?", "Did Paris or Berlin win?", "", id="which name is open"),
        pytest.param("What about Rome?", "Who won?", "", id="no name"),
        pytest.param("What about the cost?", "Who rules Paris?", "", id="no name to put in"),
        pytest.param("And in 2017?", "Who led it in 2011?", "Who led it in 2017?", id="a time"),
        pytest.param("And in 2017?", "How many came?", "How many came in 2017?", id="a time where there is none"),
        pytest.param("And 2018?", "Who won in 2011?", "Who won in 2018?", id="a time keeps its preposition"),
        pytest.param("And 2018?", "Who won?", "", id="a year alone"),
        pytest.param("On Friday?", "When in May was the vote on Monday?", "", id="which time is open"),
        pytest.param(
            "And in Rome?", "What is the rent in Oslo?", "What is the rent in Rome?", id="behind a preposition"
        ),
        pytest.param("And at the fair?", "What is the rent in Oslo?", "", id="behind another preposition"),
        pytest.param("What about a lamp?", "How much is a bell for a bike?", "", id="which thing is open"),
        pytest.param("What about a lamp?", "How much is a bell in Rome?", "How much is a lamp in Rome?", id="a thing"),
        pytest.param("And Plan C?", "What does Plan B cost?", "What does Plan C cost?", id="a name with a letter"),
        pytest.param("Who led it?", "Did Putin meet Abbas?", "", id="whole"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_the_question_before_is_asked_again_with_what_differs(question: str, earlier: str, whole: str) -> None:
    assert completed(question, earlier) == whole
