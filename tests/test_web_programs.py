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
