"""The pronouns of a question that stand for something said before it."""

import pytest

from assistant.asking.pronouns import Stands, free_pronouns


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("Did he accept?", [("he", Stands.PERSON)], id="he"),
        pytest.param("Who led it?", [("it", Stands.THING)], id="it"),
        pytest.param("Where did they meet him?", [("they", Stands.SEVERAL), ("him", Stands.PERSON)], id="two"),
        pytest.param("When was that?", [("that", Stands.MATTER)], id="that, bare"),
        pytest.param("What happened after this?", [("this", Stands.MATTER)], id="this behind a preposition"),
        pytest.param("Did those talks help?", [("those talks", Stands.MATTER)], id="with a noun"),
        pytest.param("What did the army demand for it?", [("it", Stands.THING)], id="not of its own clause"),
        pytest.param("Did the minister say when he would go?", [], id="named in the clause before"),
        pytest.param("What did Putin say about his visit?", [], id="a possessive of its own clause"),
        pytest.param("Which university has its origins in a school?", [], id="asked for"),
        pytest.param("Outside of its fleet, what does the company own?", [], id="named behind"),
        pytest.param("Is it true that talks failed?", [], id="it is true that"),
        pytest.param("How long does it take to build a ship?", [], id="it takes"),
        pytest.param("What did the report that angered Israel say?", [], id="that joins clauses"),
        pytest.param("Who won this year?", [], id="this year"),
        pytest.param("Which university has the best IT?", [], id="an acronym"),
        pytest.param("Did the talks lead to it?", [("it", Stands.THING)], id="behind a preposition"),
        pytest.param("Did the army promise to leave it?", [], id="in an infinitive"),
        pytest.param("Does Oslo like the groups it hosts?", [], id="in a clause without that"),
        pytest.param("Which of his aides did Ann dismiss?", [], id="before the subject"),
        pytest.param("Apart from his songs, what did Ann write?", [], id="his, named behind"),
        pytest.param("When did it open, and who paid for it?", [("it", Stands.THING)], id="of the first question"),
        pytest.param("When was aid sent and what came of that?", [], id="of a question before"),
        pytest.param("Do factions trust their leaders?", [], id="several without an article"),
        pytest.param("Do these articles say why?", [], id="the documents"),
        pytest.param("What time is it in Oslo?", [], id="the time"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_pronoun_is_free_if_the_question_names_nothing_that_it_may_stand_for(
    question: str, found: list[tuple[str, Stands]]
) -> None:
    assert [(pronoun.span.of(question), pronoun.stands) for pronoun in free_pronouns(question)] == found


def test_her_is_possessive_before_a_noun() -> None:
    assert [pronoun.is_possessive for pronoun in free_pronouns("Who gave her the prize?")] == [False]
    assert [pronoun.is_possessive for pronoun in free_pronouns("What is her name?")] == [True]
