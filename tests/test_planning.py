"""Follow-ups: rewritten by the model where it adds nothing, by rules else, and never late; searches beside them."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from scripted_server import Script, ScriptedServer, fails, says, scripted_server, stalls_after

from assistant.asking.followup import standalone
from assistant.writing.model import ServedModel
from assistant.writing.planning import Plan, adds_nothing
from assistant.writing.planning import planned as growing_plans
from index import Endpoint, ModelSettings


def planned(*given: Any) -> Plan:
    """Return the plan that counts: the last."""
    return list(growing_plans(*given))[-1]


HISTORY = [("Who led the company?", "**Anna Berg** led the company from Oslo in 2003. [1]")]
FOLLOW_UP = "And when did she sell it?"
BY_RULES = standalone(FOLLOW_UP, HISTORY)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def model(server: ScriptedServer) -> ServedModel:
    return ServedModel(ModelSettings(Endpoint("scripted", server.url), timeout_seconds=4))


@pytest.mark.parametrize(
    "said",
    [
        "When did Anna Berg from Oslo sell the company?",
        "<think>She is Anna.</think>\nWhen did Anna Berg from Oslo sell the company?",
        'Standalone question: "When did Anna Berg from Oslo sell the company?"',
    ],
)
def test_a_follow_up_is_what_the_model_makes_of_it(said: str, server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says(said)]

    plan = planned(model, FOLLOW_UP, HISTORY, ["en"])

    assert plan == Plan("When did Anna Berg from Oslo sell the company?")
    assert plan.question != BY_RULES


def test_the_model_is_told_the_talk(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says("?")]
    planned(model, FOLLOW_UP, HISTORY, ["en"])

    assert server.requests[0]["messages"][1]["content"] == (
        "Conversation:\n\nQuestion: Who led the company?\nAnswer: Anna Berg led the company from Oslo in 2003.\n\n"
        f"Last question: {FOLLOW_UP}\n\nThe last question, so that it can be understood alone:"
    )


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says("When did Anna Berg sell the company to Siemens?"), id="adds a name"),
        pytest.param(says("Anna Berg sold the company in 2003."), id="answers"),
        pytest.param(says("Who led the company from Oslo in 2003?"), id="loses what was asked"),
        pytest.param(says("Wann hat Anna Berg die Firma verkauft?"), id="in another language"),
        pytest.param(says("When did she sell it? Who is Anna Berg?"), id="two questions"),
        pytest.param(says("When did Anna Berg sell " * 500 + "?"), id="much too long"),
        pytest.param(says(""), id="empty"),
        pytest.param(fails(500), id="an error"),
        pytest.param(fails(401), id="no key"),
    ],
)
def test_rules_decide_where_the_model_does_not_help(script: Script, server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [script]

    assert planned(model, FOLLOW_UP, HISTORY, ["en"]).question == BY_RULES
    assert BY_RULES != FOLLOW_UP


def test_a_quarter_of_the_time_is_spent_at_most(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [stalls_after("When did")]
    started = time.monotonic()

    assert planned(model, FOLLOW_UP, HISTORY, ["en"]).question == BY_RULES
    assert 1.0 <= time.monotonic() - started < 1.5


@pytest.mark.parametrize("history", [[], HISTORY])
def test_a_question_that_leans_on_nothing_is_left_as_it_is(
    history: list[tuple[str, str]], server: ScriptedServer, model: ServedModel
) -> None:
    question = "Who is the mayor of Lyon?"
    server.replies = [says("Who is the mayor of Oslo?\n- mayor Lyon")]

    assert planned(model, question, history, ["en"]) == Plan(question, ("mayor Lyon",))


@pytest.mark.parametrize(
    ("said", "searches"),
    [
        pytest.param("Q?\n- sale of the firm\n- “Berg sells”", ("sale of the firm", "Berg sells"), id="dashes"),
        pytest.param("Q?\n1. sale\n2) price", ("sale", "price"), id="numbers"),
        pytest.param("- one\n- two\n- two\n- three\n- four", ("one", "two", "three"), id="three, each once"),
        pytest.param("<think>\n- a thought\n</think>\n- sale", ("sale",), id="no thoughts"),
        pytest.param(f"- {'word ' * 40}\n- ?\n- sale", ("sale",), id="neither too long nor empty"),
        pytest.param("She sold it in 2003. It was sold to a bank.", (), id="no searches"),
    ],
)
def test_searches_are_the_lines_behind_dashes(
    said: str, searches: tuple[str, ...], server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [says(said)]

    assert planned(model, FOLLOW_UP, HISTORY, ["en"]) == Plan(BY_RULES, searches)
    assert len(server.requests) == 1


def test_searches_are_asked_for_in_the_languages_of_the_documents(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says("?")]
    planned(model, "Кто её продал?", [], ["de", "en"])

    system, user = (message["content"] for message in server.requests[0]["messages"])
    assert "A search is a few words in German and English " in system
    assert user.startswith("Conversation:\n\n(none)\n\nLast question: Кто её продал?")


def test_words_of_the_talk_may_be_used_and_no_others() -> None:
    assert adds_nothing("When did Anna Berg sell the company?", FOLLOW_UP, "Anna Berg led companies.")
    assert not adds_nothing("When did Anna Berg sell the company?", FOLLOW_UP, "Anna led companies.")


def test_a_question_keeps_its_language() -> None:
    assert adds_nothing("When was the company led?", "And when?", "The company was led.")
    assert not adds_nothing("When was the company led?", "А когда?", "The company was led.")
