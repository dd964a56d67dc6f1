"""The interface for other programs, tried with Gradio's own client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from web_support import running

from assistant import Answer, Assistant
from assistant.web import ServerSettings

QUESTION = "who did Bogdanov invite?"


@pytest.fixture(scope="module")
def served(assistant: Assistant) -> Iterator[str]:
    with running(assistant, ServerSettings()) as url:
        yield url


@pytest.fixture(scope="module")
def client(served: str) -> Iterator[Client]:
    client = Client(served, verbose=False)
    yield client
    client.close()


def test_ask_gives_the_whole_answer(assistant: Assistant, client: Client) -> None:
    given = client.predict(QUESTION, api_name="/ask")
    found = assistant.answer(QUESTION)
    assert _without_times(given) == _without_times(found.to_json() | {"plain": found.plain})


def _without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings"}


def test_search_gives_passages_best_first(assistant: Assistant, client: Client) -> None:
    given = client.predict("drones", 3, api_name="/search")
    hits = assistant.search("drones", limit=3)
    assert [(each["document"], each["start"], each["end"], each["text"]) for each in given] == [
        (hit.passage.document, hit.passage.start, hit.passage.end, hit.passage.text) for hit in hits
    ]
    assert [each["score"] for each in given] == sorted((each["score"] for each in given), reverse=True)


def test_documents_gives_what_the_catalogue_states(assistant: Assistant, client: Client) -> None:
    given = client.predict(api_name="/documents")
    assert len(given) == len(assistant.documents)
    assert given[1] == {
        "name": "001_9f48bea6cb7dc1da.txt",
        "title": "Russia to Host Palestinian Unity Talks",
        "published": date(2024, 2, 26).isoformat(),
        "day": "26 February 2024",
        "author": "",
        "publisher": "FDD Flash Brief",
        "words": 454,
    }


def test_ask_takes_earlier_turns_and_some_documents(assistant: Assistant, client: Client) -> None:
    history = [("Who is Abbas?", "Abbas is the president.")]
    only = ["001_9f48bea6cb7dc1da.txt"]
    given = client.predict("Where was he born?", history, only, api_name="/ask")
    found = assistant.answer("Where was he born?", history=history, documents=only)
    assert "Abbas" in given["interpreted_as"]
    assert (given["interpreted_as"], given["documents_searched"]) == (found.interpreted_as, 1)
    with pytest.raises(AppError, match=r"There is no document none\.txt"):
        client.predict(QUESTION, None, ["none.txt"], api_name="/ask")
    with pytest.raises(AppError, match="'history' is not a list of pairs"):
        client.predict(QUESTION, [["only a question"]], api_name="/ask")


def test_the_types_that_are_told_are_those_of_the_values(served: str) -> None:
    (told,) = httpx.get(f"{served}/gradio_api/info").json()["named_endpoints"]["/ask"]["returns"]
    schema = told["type"]
    assert set(schema["properties"]) == {field.name for field in fields(Answer)} | {"plain"}
    citation = schema["properties"]["citations"]["items"]["properties"]
    assert citation["start"] == {"type": "integer"}
    assert citation["published"] == {"oneOf": [{"type": "null"}, {"type": "string"}]}
    assert schema["properties"]["timings"]["additionalProperties"] == {"type": "number"}


def test_only_these_functions_are_offered_and_each_says_what_it_does(served: str) -> None:
    offered = httpx.get(f"{served}/gradio_api/info").json()["named_endpoints"]
    assert set(offered) == {"/ask", "/search", "/documents"}
    assert "quoting the documents" in offered["/ask"]["description"]
    assert offered["/search"]["parameters"][1]["parameter_default"] == 10


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://other.example"},
     {"Origin": "null"}, {"Origin": "http://["}, {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}],
)  # fmt: skip
def test_a_page_of_another_site_may_send_nothing(served: str, headers: dict[str, str]) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}

    assert httpx.post(f"{served}/v1/chat/completions", json=body, headers=headers).status_code == 403
    plain = {**headers, "Content-Type": "text/plain"}
    assert httpx.post(f"{served}/gradio_api/component_server", content="{}", headers=plain).status_code == 403


@pytest.mark.parametrize("site", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, "own origin"])
def test_our_own_page_and_programs_may(served: str, site: dict[str, str] | str) -> None:
    headers = {"Origin": served} if isinstance(site, str) else site
    body = {"messages": [{"role": "user", "content": QUESTION}]}

    assert httpx.post(f"{served}/v1/chat/completions", json=body, headers=headers, timeout=60).status_code == 200


@pytest.mark.parametrize("said", ['"\\ud800 who did Bogdanov invite?"', '[{"type": "text", "text": "\\udfff who?"}]'])
def test_half_a_character_is_answered(served: str, said: str) -> None:
    sent = f'{{"messages": [{{"role": "user", "content": {said}}}]}}'
    reply = httpx.post(
        f"{served}/v1/chat/completions", content=sent, headers={"Content-Type": "application/json"}, timeout=60
    )

    assert reply.status_code == 200
    assert "\ufffd" in reply.json()["interpreted_as"]


def test_half_a_character_is_no_name_of_a_document(served: str) -> None:
    sent = '{"messages": [{"role": "user", "content": "who?"}], "documents": ["\\ud800"]}'
    reply = httpx.post(
        f"{served}/v1/chat/completions", content=sent, headers={"Content-Type": "application/json"}, timeout=60
    )

    assert reply.status_code == 400
    assert reply.json()["detail"].startswith("There is no document \ufffd.")


@pytest.mark.parametrize("content", ["NaN", "1e999", "5", '{"a": NaN}'])
def test_what_is_no_message_is_refused(served: str, content: str) -> None:
    sent = f'{{"messages": [{{"role": "user", "content": {content}}}]}}'
    reply = httpx.post(f"{served}/v1/chat/completions", content=sent, headers={"Content-Type": "application/json"})

    assert reply.status_code == 422
    assert reply.json()["detail"][0]["msg"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((5, None, None), "The question is not a text."), (("who?", None, "x.txt"), "'documents' is not a list of names."),
     (("who?", None, [5]), "'documents' is not a list of names.")],
)  # fmt: skip
def test_wrong_types_are_told(client: Client, arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(AppError, match=words):
        client.predict(*arguments, api_name="/ask")


@pytest.mark.parametrize(
    ("query", "limit", "words"),
    [("x", -5, "'limit' is not a number of passages"), ("x", "5", "'limit' is not a number of passages"),
     ("a " * 2000, 5, "The query is longer than 2000 characters")],
)  # fmt: skip
def test_a_search_for_too_much_or_too_little_is_told(client: Client, query: str, limit: object, words: str) -> None:
    with pytest.raises(AppError, match=words):
        client.predict(query, limit, None, api_name="/search")
