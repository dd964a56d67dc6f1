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
        pytest.param("why not?", "Did Putin meet Abbas?", "Why didn't Putin meet Abbas?", id="why not"),
        pytest.param("Why not?", "Will it open?", "Why won't it open?", id="why it will not"),
        pytest.param("Why not?", "May it open?", "", id="nobody says mayn't"),
        pytest.param("Why not?", "Who opened it?", "", id="what is not open"),
        pytest.param("What about Rome?", "Who rules Paris?", "Who rules Rome?", id="a name"),
        pytest.param("And bell?", "How much RAM does it have?", "", id="not the name of what is measured"),
        pytest.param("And the Vatican?", "Who rules Paris?", "Who rules the Vatican?", id="a name with an article"),
        pytest.param("The East?", "Who rules the West?", "Who rules the East?", id="one article"),
        pytest.param("What about Rome?", "Did Paris or Berlin win?", "", id="which name is open"),
        pytest.param("And Rome?", "Why does Paris oppose Bonn?", "Why does Rome oppose Bonn?", id="the subject"),
        pytest.param("And Rome?", "Why does the UN like Bonn?", "Why does Rome like Bonn?", id="letters, with the"),
        pytest.param("And Rome?", "Is the Arab world like Bonn?", "", id="no subject by itself"),
        pytest.param("And Rome?", "Who sent Paris to Bonn?", "", id="which name is open where none is the subject"),
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
        pytest.param("Flat 14C?", "And 14B?", "", id="no part of a code"),
        pytest.param("Who led it?", "Did Putin meet Abbas?", "", id="whole"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_the_question_before_is_asked_again_with_what_differs(question: str, earlier: str, whole: str) -> None:
    assert completed(question, earlier) == whole


@pytest.mark.parametrize(
    ("earlier", "answer", "whole"),
    [
        pytest.param("Who led it?", "**Ada Quill** led.", "Why is it that Ada Quill led it?", id="the subject"),
        pytest.param("Which town won?", "**Oslo**", "Why is it that Oslo won?", id="the subject with its noun"),
        pytest.param("What was banned in May?", "**Kites**.", "Why was Kites banned in May?", id="a passive"),
        pytest.param("Who will pay the rent?", "**Ann**", "Why will Ann pay the rent?", id="an auxiliary"),
        pytest.param("What is the fee?", "It is **EUR 9**.", "Why is the fee EUR 9?", id="what it is"),
        pytest.param("Whom did Ann invite?", "**Bo Ek**", "Why did Ann invite Bo Ek?", id="the object"),
        pytest.param(
            "What did Ann send to Oslo?", "**ore**", "Why did Ann send ore to Oslo?", id="before a preposition"
        ),
        pytest.param(
            "What does the talk in Oslo show?",
            "**Calm**",
            "Why does the talk in Oslo show Calm?",
            id="with a long subject",
        ),
        pytest.param("What does Ann want Bo to do?", "**leave**", "Why does Ann want Bo to leave?", id="a deed"),
        pytest.param("How many men did Ann see?", "**Two** men.", "Why did Ann see Two men?", id="a number"),
        pytest.param("How many came?", "**9 men**", "Why is it that 9 men came?", id="a number as the subject"),
        pytest.param(
            "Which town opposes it?", "The port opposes it.", "Why is it that the port opposes it?", id="a sentence"
        ),
        pytest.param(
            "What was said of it?", "**The port was shut**", "Why is it that the port was shut?", id="a clause"
        ),
        pytest.param("What happened to Ann?", "She was **arrested**.", "", id="what happened is nobody's deed"),
        pytest.param("Which town opposes it?", "Some do. The port does.", "", id="nothing emphasised"),
        pytest.param("What town won?", "**Oslo**", "", id="where the verb is stays open"),
        pytest.param("Who left?", "**She**", "", id="a pronoun"),
        pytest.param("Who left?", f"**{'very ' * 12}late guests**", "", id="too long for a question"),
        pytest.param("The cost?", "**EUR 9**", "", id="no question word"),
    ],
)
def test_why_it_is_so_is_asked_of_what_was_told(earlier: str, answer: str, whole: str) -> None:
    assert completed("why?", earlier, answer) == whole
    assert completed("How come?", earlier, answer) == whole


def test_until_when_and_where_are_asked_of_what_was_told_too() -> None:
    assert completed("Until when?", "Who leads it?", "**Ada Quill**") == "Until when is it that Ada Quill leads it?"
    assert completed("Where?", "Whom did Ann invite?", "**Bo Ek**") == "Where did Ann invite Bo Ek?"
