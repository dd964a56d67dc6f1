"""The page with a language model: quotes at once, its words as they come, stopping it, and doing without it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted_server import Call, ScriptedServer, drips, says, says_and_drips, scripted_server
from web_support import running

from assistant import Assistant
from assistant.web import ServerSettings
from index import SEEDS, Endpoint, ModelSettings

if TYPE_CHECKING:
    from web_support import AskingPage, OpenPage

pytest_plugins = ["web_fixtures"]

QUESTION = "Who led the Hamas delegation that went to Moscow in October?"
# What nothing can be quoted for.
HIDDEN = "uncrewed aircraft furnished to the invaders by whom??"
SEARCHES = says("?\n- Iran supplies Russia with drones")
DRONES = "Iran supplies Russia with drones for its use in the war in Ukraine."
AWAITING = "#chat .awaiting"


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running_server:
        yield running_server


@pytest.fixture(scope="module")
def url(server: ScriptedServer, shipped_store: Path) -> Iterator[str]:
    model = ModelSettings(Endpoint("scripted", server.url), timeout_seconds=60)
    with (
        Assistant.open(SEEDS, shipped_store, model=model) as opened,
        running(opened, ServerSettings(requests_per_minute=100_000)) as url,
    ):
        yield url


@pytest.fixture
def quote(assistant: Assistant) -> str:
    """Return what is quoted first for the question."""
    return assistant.answer(QUESTION).statements[0].text


def statements(asking: AskingPage) -> list[str]:
    return asking.page.locator("#chat .statement .words").all_text_contents()


def test_the_quotes_are_there_at_once_and_the_written_answer_takes_their_place(
    assistant: Assistant, server: ScriptedServer, url: str, open_page: OpenPage, quote: str
) -> None:
    go_on = threading.Event()

    def reply(call: Call) -> None:
        go_on.wait(30)
        says(f"{quote} [1]")(call)

    server.replies = [reply]
    asking = open_page(url)
    asking.send(QUESTION)
    asking.page.locator(AWAITING).wait_for(timeout=5000)
    assert asking.page.inner_text(AWAITING) == "Writing the answer … Meanwhile, these are the quotes."
    assert statements(asking) == [each.text for each in assistant.answer(QUESTION).statements]
    assert asking.page.locator("#chat .source").count() > 0
    assert asking.page.locator("#chat .answer-end").count() == 0
    asking.page.locator("#chat a.marker").first.click()
    asking.page.wait_for_selector("#reader-text mark.current")
    asking.page.wait_for_timeout(1500)
    assert asking.page.locator("#reader-text mark.current").count() > 0
    go_on.set()
    asking.wait_for_turns(1)
    assert statements(asking) == [quote]
    assert asking.page.locator(AWAITING).count() == 0
    assert asking.page.locator("#chat .fact").first.text_content() == "written by scripted"
    asking.screenshot("written")


def test_where_nothing_can_be_quoted_no_abstention_is_shown_before_the_model_has_been_asked(
    server: ScriptedServer, url: str, open_page: OpenPage
) -> None:
    go_on = threading.Event()

    def reply(call: Call) -> None:
        go_on.wait(30)
        says(f"{DRONES} [1]")(call)

    server.replies = [SEARCHES, reply]
    asking = open_page(url)
    asking.send(HIDDEN)
    asking.page.locator(AWAITING).wait_for(timeout=5000)
    assert asking.page.inner_text(AWAITING) == "Asking the language model … Meanwhile, this is what comes nearest."
    assert asking.page.locator("#chat :is(.abstained, .search-instead)").count() == 0
    go_on.set()
    asking.wait_for_turns(1)
    assert DRONES in statements(asking)


def stop(asking: AskingPage, server: ScriptedServer) -> float:
    """Press the stop button, and return after how many seconds the model's server was let go."""
    server.left.clear()
    since = time.monotonic()
    asking.page.locator("#question .stop-button").click()
    assert server.left.wait(10)
    return time.monotonic() - since


def test_stopping_before_the_model_has_written_keeps_the_quotes_and_lets_its_server_go(
    server: ScriptedServer, url: str, open_page: OpenPage
) -> None:
    server.replies = [drips()]
    asking = open_page(url)
    asking.send(QUESTION)
    asking.page.locator(AWAITING).wait_for()
    quoted = statements(asking)
    asking.page.wait_for_timeout(1000)
    assert stop(asking, server) < 2
    asking.wait_for_turns(1)
    assert statements(asking) == quoted
    assert asking.page.inner_text("#chat .notice").startswith("Stopped before the language model had written")
    assert asking.page.locator(AWAITING).count() == 0
    asking.reload()
    asking.wait_for_turns(1)
    assert statements(asking) == quoted


def test_stopping_in_the_middle_keeps_what_is_proven_and_lets_the_server_go(
    server: ScriptedServer, url: str, open_page: OpenPage, quote: str
) -> None:
    server.replies = [says_and_drips(f"{quote} [1] And then")]
    asking = open_page(url)
    asking.send(QUESTION)
    asking.page.wait_for_function("document.querySelector('#chat .statement') && !document.querySelector('.awaiting')")
    assert stop(asking, server) < 2
    asking.wait_for_turns(1)
    assert statements(asking) == [quote]
    assert asking.page.inner_text("#chat .notice") == "Stopped before the answer was complete."


def test_a_page_that_is_left_lets_the_server_go(server: ScriptedServer, url: str, open_page: OpenPage) -> None:
    server.replies = [drips()]
    asking = open_page(url)
    asking.send(QUESTION)
    asking.page.locator(AWAITING).wait_for()
    server.left.clear()
    asking.page.close()
    assert server.left.wait(10)


def test_quotes_only_is_kept_by_the_browser_and_asks_no_model(
    assistant: Assistant, server: ScriptedServer, url: str, open_page: OpenPage, quote: str
) -> None:
    server.requests.clear()
    server.replies = [says(f"{quote} [1]")]
    quoted = [each.text for each in assistant.answer(QUESTION).statements]
    asking = open_page(url)
    assert asking.page.inner_text("#manner-text") == "Answers are written by scripted."
    asking.page.get_by_role("switch", name="Quotes only").check()
    assert asking.page.inner_text("#manner-text") == "Answers are quotes, at once."
    asking.ask(QUESTION)
    assert statements(asking) == quoted
    asking.reload()
    asking.wait_for_turns(1)
    assert asking.page.get_by_role("switch", name="Quotes only").is_checked()
    asking.page.locator("#chat .act-retry").click()
    asking.wait_for_turns(1)
    assert server.requests == []
    asking.page.get_by_role("switch", name="Quotes only").uncheck()
    asking.page.locator("#chat .act-retry").click()
    asking.page.wait_for_function(
        "count => document.querySelectorAll('#chat .statement').length < count", arg=len(quoted)
    )
    asking.wait_for_turns(1)
    assert statements(asking) == [quote]
    assert len(server.requests) == 1


def test_without_a_model_there_is_no_such_switch(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    assert asking.page.locator("#manner").is_hidden()
