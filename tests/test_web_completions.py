"""OpenAI's chat completions, tried with OpenAI's own client; what is measured; who is let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest
from web_support import Scripted, cite, running, saying

from assistant import AssistantError, Unproven
from assistant.web import ServerSettings, hash_password
from assistant.web.access import credentials
from index import Document

HARBOUR = Document("harbour.txt", "The harbour opened in 1911. It closed in 1950.", "The harbour")
OPENED, CLOSED = cite(HARBOUR, "The harbour opened in 1911."), cite(HARBOUR, "It closed in 1950.", number=2)


@pytest.fixture
def scripted() -> Scripted:
    return Scripted((HARBOUR,), [saying(OPENED), saying(OPENED, CLOSED)])


@pytest.fixture
def url(scripted: Scripted) -> Iterator[str]:
    with running(scripted, ServerSettings()) as url:
        yield url


@pytest.fixture
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client


TALK = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "What is it?"},
    {"role": "assistant", "content": "A harbour."},
    {"role": "user", "content": [{"type": "text", "text": "When did it open?"}]},
]


def test_the_answer_is_the_message_and_the_citations_stand_beside_it(client: openai.OpenAI, scripted: Scripted) -> None:
    given = client.chat.completions.create(
        model="assistant",
        messages=TALK,
        extra_body={"documents": ["harbour.txt"]},  # type: ignore[arg-type]
    )
    assert given.choices[0].message.content == f"{OPENED.quote} [1]\n\n{CLOSED.quote} [2]"
    assert given.choices[0].finish_reason == "stop"
    assert given.model_extra["plain"] == f"{OPENED.quote} [1]\n\n{CLOSED.quote} [2]"  # type: ignore[index]
    assert [each["quote"] for each in given.model_extra["citations"]] == [OPENED.quote, CLOSED.quote]  # type: ignore[index]
    assert scripted.asked == [("When did it open?", [("What is it?", "A harbour.")])]
    assert scripted.of == [["harbour.txt"]]


def test_a_streamed_answer_grows_and_ends_with_its_citations(client: openai.OpenAI) -> None:
    chunks = list(client.chat.completions.create(model="assistant", messages=TALK, stream=True))  # type: ignore[call-overload]
    pieces = [chunk.choices[0].delta.content for chunk in chunks]
    assert pieces == [f"{OPENED.quote} [1]", f"\n\n{CLOSED.quote} [2]", None]
    assert "".join(filter(None, pieces)) == f"{OPENED.quote} [1]\n\n{CLOSED.quote} [2]"
    assert len(chunks[-1].model_extra["citations"]) == 2
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_what_is_taken_back_while_it_is_streamed_is_followed_by_what_stands(
    client: openai.OpenAI, scripted: Scripted
) -> None:
    scripted.answers = [saying(OPENED), saying(cite(HARBOUR, CLOSED.quote), withheld=(Unproven("No.", "Why"),))]
    chunks = client.chat.completions.create(model="assistant", messages=TALK, stream=True)  # type: ignore[call-overload]
    words = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert words == f"{OPENED.quote} [1]\n\n{CLOSED.quote} [1]"


def test_what_is_provisional_is_not_streamed_but_keeps_the_connection_open(
    client: openai.OpenAI, url: str, scripted: Scripted
) -> None:
    waiting = saying(CLOSED, provisional=True)
    scripted.answers = [waiting, waiting, saying(OPENED), saying(OPENED), saying(OPENED, CLOSED)]
    chunks = client.chat.completions.create(model="assistant", messages=TALK, stream=True)  # type: ignore[call-overload]
    pieces = [chunk.choices[0].delta.content for chunk in chunks]
    assert pieces == ["", f"{OPENED.quote} [1]", f"\n\n{CLOSED.quote} [2]", None]
    lines = httpx.post(f"{url}/v1/chat/completions", json={"messages": TALK, "stream": True}).text.splitlines()
    assert lines.count(": writing") == 2


def test_a_client_may_ask_for_quotes_only(client: openai.OpenAI, scripted: Scripted) -> None:
    client.chat.completions.create(model="assistant", messages=TALK)  # type: ignore[arg-type]
    client.chat.completions.create(model="assistant", messages=TALK, extra_body={"quotes_only": True})  # type: ignore[arg-type]
    assert scripted.in_quotes == [False, True]


def test_an_abstention_says_why(client: openai.OpenAI, scripted: Scripted) -> None:
    scripted.answers = [saying(text="No answer.", abstained=True, reason="Nothing *close*.")]
    given = client.chat.completions.create(model="assistant", messages=TALK)  # type: ignore[arg-type]
    assert given.choices[0].message.content == "No answer.\n\nNothing \\*close\\*."
    assert given.model_extra["abstained"] is True  # type: ignore[index]


def test_models_are_listed_and_what_is_no_question_is_refused(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["assistant"]
    with pytest.raises(openai.BadRequestError, match="not a question of the user"):
        client.chat.completions.create(model="assistant", messages=TALK[:3])  # type: ignore[arg-type]
    with pytest.raises(openai.UnprocessableEntityError):
        client.chat.completions.create(model="assistant", messages=[])


def test_a_failure_is_told(client: openai.OpenAI, scripted: Scripted) -> None:
    def fail() -> None:
        raise AssistantError("The store is gone.")

    scripted.pause = fail
    with pytest.raises(openai.InternalServerError, match="The store is gone"):
        client.chat.completions.create(model="assistant", messages=TALK)  # type: ignore[arg-type]
    with pytest.raises(openai.APIError, match="The store is gone"):
        list(client.chat.completions.create(model="assistant", messages=TALK, stream=True))  # type: ignore[call-overload]


def test_questions_abstentions_and_sizes_are_measured_but_no_words(
    url: str, client: openai.OpenAI, scripted: Scripted
) -> None:
    client.chat.completions.create(model="assistant", messages=TALK)  # type: ignore[arg-type]
    scripted.answers = [saying(abstained=True)]
    httpx.post(f"{url}/gradio_api/run/ask", json={"data": ["Who built the harbour?", None, None]})
    measured = httpx.get(f"{url}/metrics").text
    for line in (
        "assistant_questions_total 2.0",
        "assistant_abstentions_total 1.0",
        'assistant_stage_seconds_count{stage="search"} 2.0',
        'assistant_stage_seconds_bucket{le="0.02",stage="search"} 2.0',
        "assistant_documents 1.0",
        "assistant_passages 1.0",
    ):
        assert line in measured.splitlines()
    assert "harbour" not in measured


def test_programs_need_the_login_of_the_page(tmp_path: Path, scripted: Scripted) -> None:
    users = tmp_path / "users"
    users.write_text(f"ada:{hash_password('lovelace')}\n")
    asked = {"messages": TALK}
    with running(scripted, ServerSettings(auth_file=users)) as url:
        assert httpx.get(f"{url}/health").status_code == 200
        for path in ("/metrics", "/v1/models"):
            assert httpx.get(url + path).status_code == 401
            assert httpx.get(url + path, auth=("ada", "byron")).status_code == 401
            assert httpx.get(url + path, auth=("ada", "lovelace")).status_code == 200
        assert httpx.post(f"{url}/v1/chat/completions", json=asked).status_code == 401
        key = {"Authorization": "Bearer ada:lovelace"}
        assert httpx.post(f"{url}/v1/chat/completions", json=asked, headers=key).status_code == 200
        guesses = [httpx.get(f"{url}/metrics", auth=("ada", str(each)), timeout=60).status_code for each in range(15)]
        assert guesses[0] == 401
        assert 429 in guesses
        assert httpx.get(f"{url}/metrics", auth=("ada", "lovelace")).status_code == 200, "Who is known is not kept out."


@pytest.mark.parametrize(
    ("header", "held"),
    [
        pytest.param("Basic YWRhOmxvdmVsYWNl", "ada:lovelace", id="basic"),
        pytest.param("bearer ada:lovelace", "ada:lovelace", id="bearer"),
        pytest.param("Basic !!", "", id="no base64"),
        pytest.param("Basic /w==", "", id="no UTF-8"),
        pytest.param("Digest YWRh", "", id="another scheme"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_login_is_read_from_its_header(header: str, held: str) -> None:
    assert credentials(header) == held
