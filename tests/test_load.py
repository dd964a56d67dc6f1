"""Many ask at once: none is refused, and they are answered in their order. `python tests/load.py` measures a corpus."""

import asyncio
import threading
import time
from pathlib import Path

import httpx
import pytest
from conftest import awaited
from test_build import RandomEmbedding
from web_support import Scripted, running, saying

from assistant import Assistant
from assistant.web import ServerSettings
from index import SEEDS, Passage, read_documents
from index.lexical import sentence_terms

MANY = 100


async def asked_by_many(url: str, all_asked: threading.Event, many: int = MANY) -> list[tuple[int, str]]:
    """Ask many questions one behind the other without waiting for an answer; return the states and events that come."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60, limits=limits) as client:
        calls = [
            await client.post("/gradio_api/call/ask", json={"data": [str(each), None, None]}) for each in range(many)
        ]
        all_asked.set()
        return await asyncio.gather(*(end_of(client, call) for call in calls))


async def end_of(client: httpx.AsyncClient, call: httpx.Response) -> tuple[int, str]:
    if call.status_code != 200:
        return call.status_code, ""
    told = (await client.get(f"/gradio_api/call/ask/{call.json()['event_id']}")).text
    return call.status_code, told.rpartition("event: ")[2].partition("\n")[0]


def test_many_who_ask_at_once_are_all_answered_in_their_order() -> None:
    all_asked = threading.Event()
    assistant = Scripted(tuple(read_documents(SEEDS)), [saying(), saying()], pause=all_asked.wait)
    settings = ServerSettings(requests_per_minute=100_000)
    with running(assistant, settings) as url:
        came = awaited(asked_by_many(url, all_asked))

    assert came == [(200, "complete")] * MANY
    order = [int(question) for question, _ in assistant.asked]
    assert sorted(order) == list(range(MANY))
    assert max(abs(place - number) for place, number in enumerate(order)) <= settings.questions_at_once


def test_beyond_those_who_may_wait_a_question_is_refused_with_a_word() -> None:
    all_asked = threading.Event()
    assistant = Scripted(tuple(read_documents(SEEDS)), [saying(), saying()], pause=all_asked.wait)
    with running(assistant, ServerSettings(requests_per_minute=100_000, waiting_questions=5)) as url:
        came = awaited(asked_by_many(url, all_asked))

    assert {status for status, _ in came} == {200, 503}
    assert 5 <= sum(status == 200 for status, _ in came) <= 5 + 4  # Those who wait, and those who are answered at once.
    assert all(event == "complete" for status, event in came if status == 200)


@pytest.mark.parametrize(
    ("answer_seconds", "most"),
    [
        pytest.param(0.0, 600, id="none is known yet"),
        pytest.param(0.01, 600, id="more than may be"),
        pytest.param(0.5, 30 * 4 * 2, id="as many as are answered in half a minute"),
        pytest.param(300.0, 4, id="no fewer than are answered at once"),
    ],
)
def test_as_many_may_wait_as_are_answered_in_half_a_minute(answer_seconds: float, most: int) -> None:
    assert ServerSettings().most_waiting(answer_seconds) == most


def test_of_slow_answers_fewer_may_wait_and_those_that_do_are_answered_in_time() -> None:
    assistant = Scripted(tuple(read_documents(SEEDS)), [saying(), saying()], pause=lambda: time.sleep(0.5))
    settings = ServerSettings(requests_per_minute=100_000, questions_at_once=1, waiting_seconds=2)
    with running(assistant, settings) as url:
        first = awaited(asked_by_many(url, threading.Event(), 1))
        since = time.monotonic()
        came = awaited(asked_by_many(url, threading.Event(), 20))

    assert first == [(200, "complete")]
    # Four are answered in two seconds; one more is at once, and another may have been by then.
    assert 1 <= sum(status == 200 for status, _ in came) <= 4 + 2
    assert {status for status, _ in came} == {200, 503}
    assert time.monotonic() - since < 2 * (2 + 2 * 0.5)


def test_a_program_waits_its_turn_or_is_told_when_to_ask_again() -> None:
    assistant = Scripted(tuple(read_documents(SEEDS)), [saying(), saying()], pause=lambda: time.sleep(0.7))
    settings = ServerSettings(requests_per_minute=100_000, questions_at_once=1, waiting_questions=5)

    async def ask_all(url: str) -> list[httpx.Response]:
        body = {"messages": [{"role": "user", "content": "who?"}]}
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            return await asyncio.gather(*(client.post("/v1/chat/completions", json=body) for _ in range(20)))

    with running(assistant, settings) as url:
        came = awaited(ask_all(url))

    refused = [each for each in came if each.status_code == 503]
    assert {each.status_code for each in came} == {200, 503}
    assert {(each.headers["retry-after"], each.json()["detail"]) for each in refused} == {
        ("30", "Too many questions are waiting. Ask again in half a minute.")
    }


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(" and ".join(["bridge"] * 20), id="the same word"),
        pytest.param(" and ".join(["who led the delegation?"] * 20), id="the same question"),
        pytest.param("Which countries, people, places and dates are mentioned?", id="all that is mentioned"),
        pytest.param("?" * 1000 + "who" + " " * 500 + "(" * 400, id="signs"),
        pytest.param("who " * 480, id="a word that asks"),
        pytest.param("“" * 500 + "said" + "”" * 500, id="quotation marks"),
    ],
)
def test_no_question_takes_long(assistant: Assistant, question: str) -> None:
    since = time.process_time()
    assistant.answer(question)

    assert time.process_time() - since < 10


def test_in_a_long_document_some_of_the_passages_tell_how_common_a_word_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("\n\n".join(f"Sentence number {number} is one of many." for number in range(400)))
    read: list[str] = []

    def counted(passage: Passage) -> list[frozenset[str]]:
        read.append(passage.id)
        return sentence_terms(passage)

    monkeypatch.setattr("assistant.finding.ranking.sentence_terms", counted)
    monkeypatch.setattr("assistant.finding.ranking.MOST_COUNTED", 3)
    with Assistant.open(corpus, tmp_path / "store", embedding=RandomEmbedding()) as assistant:
        assert assistant.passages > 20
        hits = assistant.search("number", limit=8)
        assistant.rank("number")

    assert len(set(read)) <= 3 + 2 * len(hits)
