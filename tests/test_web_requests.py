"""Whatever is sent, the page answers with words: no bare error of the server, no stream that breaks off."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from web_support import Scripted, running, saying

from assistant.web import ServerSettings
from index import SEEDS, read_documents

NOTHING = {"detail": "There is nothing of the name or number that was sent."}
NOT_UNDERSTOOD = "This request could not be answered. What can be sent is told at /gradio_api/openapi.json."


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    assistant = Scripted(tuple(read_documents(SEEDS)), [saying()])
    with (
        running(assistant, ServerSettings(requests_per_minute=100_000)) as url,
        httpx.Client(base_url=f"{url}/gradio_api", trust_env=False, timeout=20) as client,
    ):
        yield client


def server_call(**changes: Any) -> dict[str, Any]:
    return {"component_id": 1, "fn_name": "quote", "session_hash": "x", "data": {}, **changes}


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        pytest.param("/component_server", server_call(component_id=99_999), 404, NOTHING, id="no such component"),
        pytest.param("/component_server", server_call(component_id=10**30), 404, NOTHING, id="a component beyond all"),
        pytest.param("/queue/join", {"data": [], "fn_index": 999, "session_hash": "x"}, 404, NOTHING, id="no event"),
        pytest.param("/call/nothing", {"data": []}, 404, NOTHING, id="no such function"),
        pytest.param("/run/nothing", {"data": []}, 404, NOTHING, id="no such function, at once"),
        pytest.param("/call/v2/ask", {}, 400, {"detail": NOT_UNDERSTOOD}, id="no question"),
        pytest.param("/call/v2/ask", {"who": 1}, 400, {"detail": NOT_UNDERSTOOD}, id="no such argument"),
        pytest.param(
            "/run/ask", {"data": []}, 500, {"error": NOT_UNDERSTOOD, "detail": NOT_UNDERSTOOD}, id="too few arguments"
        ),
    ],
)
def test_what_is_not_there_is_said(client: httpx.Client, path: str, body: object, status: int, told: object) -> None:
    reply = client.post(path, json=body)

    assert (reply.status_code, reply.json()) == (status, told)


def test_an_error_that_says_something_is_left_as_it_is(client: httpx.Client) -> None:
    reply = client.post("/run/ask", json={"data": [1, None, None]})

    assert (reply.status_code, reply.json()["error"]) == (500, "The question is not a text.")


@pytest.mark.parametrize("path", ["/call/ask/nothing", "/queue/data?session_hash=nothing"])
def test_a_stream_of_nothing_ends_with_a_word(client: httpx.Client, path: str) -> None:
    assert client.get(path).text.endswith(f"event: error\ndata: {json.dumps(NOTHING['detail'])}\n\n")


OPERATIONS = ("ask", "search", "documents")


@pytest.mark.parametrize("method", ["POST /call/v2/{}", "GET /call/{}/{{event_id}}"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_its_schema_allows_is_answered_in_words(client: httpx.Client, name: str, method: str) -> None:
    verb, _, path = method.format(name).partition(" ")
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    operation = schema[f"/gradio_api{path}"][verb]

    @seed(0)
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def tried(case: schemathesis.Case) -> None:
        sent = case.as_transport_kwargs(base_url=str(client.base_url).removesuffix("/gradio_api/"))
        reply = client.request(sent["method"], sent["url"], json=sent.get("json"))

        assert reply.status_code < 500
        assert reply.text

    tried()
