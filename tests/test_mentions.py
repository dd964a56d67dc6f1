"""The names and noun phrases of a question, and what pronouns may stand for them."""

import pytest

from assistant.asking.mentions import mentions


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("When does the meeting in Moscow end?", ["the meeting", "Moscow"], id="article and capital"),
        pytest.param("When do the talks start?", ["the talks"], id="a verb behind the subject"),
        pytest.param("Did a Hamas delegation go to Moscow?", ["a Hamas delegation", "Moscow"], id="name as attribute"),
        pytest.param("When did Abbas meet Vladimir Putin?", ["Abbas", "Vladimir Putin"], id="a verb between names"),
        pytest.param("Who is Israel's ambassador?", ["Israel"], id="possessive"),
        pytest.param("Who leads the Bank of the West?", ["the Bank of the West"], id="of"),
        pytest.param("What caused the loss of life?", ["the loss of life"], id="of without an article"),
        pytest.param("When was the Convention on Rights signed?", ["the Convention on Rights"], id="on"),
        pytest.param("Who owns the old exchange opened in Rome?", ["the old exchange", "Rome"], id="a participle"),
        pytest.param("Who called the security meeting?", ["the security meeting"], id="a noun in -ing"),
        pytest.param("Whose idea was it?", [], id="none"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_question_mentions_names_and_phrases_with_an_article(question: str, found: list[str]) -> None:
    assert [mention.text for mention in mentions(question)] == found
    assert [mention.span.of(question) for mention in mentions(question)] == found


@pytest.mark.parametrize(
    ("question", "person", "thing", "several"),
    [
        pytest.param("Did Abbas agree?", True, False, False, id="a bare name"),
        pytest.param("Who lives in Moscow?", False, False, False, id="a place"),
        pytest.param("When did the minister resign?", True, False, False, id="a post"),
        pytest.param("When did the meeting end?", False, True, False, id="a thing"),
        pytest.param("When did the talks end?", False, False, True, id="a plural"),
        pytest.param("When did the delegation leave?", False, True, True, id="a group"),
        pytest.param("What happened in the autumn?", False, False, False, id="a time"),
    ],
)
def test_a_mention_tells_what_pronoun_may_stand_for_it(question: str, person: bool, thing: bool, several: bool) -> None:
    (mention,) = mentions(question)

    assert (mention.may_be_person, mention.may_be_thing, mention.may_be_several) == (person, thing, several)
