"""The language model: pieces as they come, bounded time, one kind of failure, and no key in it."""

import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scripted_server import (
    KEY,
    Script,
    ScriptedServer,
    breaks_off_after,
    chunk,
    drips,
    fails,
    ignores_stream,
    never_ends,
    refuses,
    refuses_stream,
    says,
    scripted_server,
    sends,
    stalls_after,
    streams_events,
    thinks,
)

from assistant.writing.model import Failure, Message, ModelError, ServedModel
from index import Endpoint, ModelSettings

ROOT = Path(__file__).parent.parent
QUESTION = [Message("system", "Answer."), Message("user", "Who?")]


@pytest.fixture(scope="module")
def language_model() -> Callable[[str], ServedModel]:
    return lambda url: ServedModel(ModelSettings(Endpoint("scripted", url, KEY), timeout_seconds=5))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def model(server: ScriptedServer, language_model: Callable[[str], ServedModel]) -> ServedModel:
    return language_model(server.url)


def read(model: ServedModel, seconds: float = 5.0, pieces: list[str] | None = None) -> list[str]:
    """Return the pieces of a whole answer, put behind those that are there."""
    pieces = [] if pieces is None else pieces
    until = time.monotonic() + seconds
    with model.ask(QUESTION, seconds=seconds) as reply:
        for piece in reply.pieces(lambda: until):
            pieces.append(piece)
    return pieces


def test_an_answer_comes_in_the_pieces_that_the_server_sends(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says("Anna did [1].", size=4)]

    assert read(model) == ["Anna", " did", " [1]", "."]


def test_the_first_piece_does_not_wait_for_the_next(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [stalls_after("Anna")]
    started = time.monotonic()

    with model.ask(QUESTION, seconds=5) as reply:
        assert next(reply.pieces(lambda: started + 5)) == "Anna"
    assert time.monotonic() - started < 1


def test_the_server_is_asked_for_the_likeliest_words_of_its_model(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says("Anna.")]
    read(model)

    assert server.requests == [
        {
            "model": "scripted",
            "messages": [{"role": "system", "content": "Answer."}, {"role": "user", "content": "Who?"}],
            "temperature": 0.0,
            "max_tokens": 1024,
            "stream": True,
        }
    ]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_of_the_environment_is_sent(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-server")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.replies = [says("Anna.")]

    assert "".join(read(ServedModel(ModelSettings(Endpoint("scripted", server.url))))) == "Anna."
    assert server.headers[0]["Authorization"] == "Bearer none"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says("Anna.", done=False), id="no [DONE]"),
        pytest.param(refuses_stream("Anna."), id="refuses to stream"),
        pytest.param(ignores_stream("Anna."), id="does not stream though asked"),
        pytest.param(thinks("Let me think. Ben?", "Anna."), id="thinks in a field of its own"),
        pytest.param(
            streams_events(chunk({"content": "Anna."}), chunk({}, "stop"), chunk({}) | {"choices": []}, "[DONE]"),
            id="an event that only counts tokens",
        ),
    ],
)
def test_an_answer_of_another_manner_is_read_as_well(
    script: Script, server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [script]

    assert "".join(read(model)) == "Anna."


@pytest.mark.parametrize(
    ("script", "pieces", "failure"),
    [
        pytest.param(breaks_off_after("Anna"), "Anna", Failure.CUT, id="cut in the middle"),
        pytest.param(says("Anna", finish_reason="length"), "Anna", Failure.CUT, id="cut by the token limit"),
        pytest.param(fails(401), "", Failure.KEY, id="401"),
        pytest.param(fails(403), "", Failure.KEY, id="403"),
        pytest.param(fails(404), "", Failure.ABSENT, id="404"),
        pytest.param(fails(400, "context length"), "", Failure.REFUSED, id="400"),
        pytest.param(fails(429), "", Failure.BUSY, id="429"),
        pytest.param(fails(500), "", Failure.BROKEN, id="500"),
        pytest.param(fails(503), "", Failure.BUSY, id="503"),
        pytest.param(fails(529), "", Failure.BUSY, id="529"),
        pytest.param(streams_events({"error": {"message": KEY}}), "", Failure.BROKEN, id="an error in the stream"),
        pytest.param(streams_events('{"choices": ['), "", Failure.UNREADABLE, id="wrong JSON in the stream"),
        pytest.param(streams_events({"choices": 1}), "", Failure.UNREADABLE, id="JSON of another shape"),
        pytest.param(streams_events([1]), "", Failure.UNREADABLE, id="JSON that is a list"),
        pytest.param(sends("{"), "", Failure.UNREADABLE, id="wrong JSON"),
        pytest.param(sends("[]"), "", Failure.UNREADABLE, id="a list"),
        pytest.param(sends("<html>Log in</html>", "text/html"), "", Failure.UNREADABLE, id="HTML"),
        pytest.param(says(""), "", Failure.EMPTY, id="empty"),
        pytest.param(ignores_stream(None), "", Failure.EMPTY, id="empty without a stream"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_error_that_holds_no_key(
    script: Script, pieces: str, failure: Failure, server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [script]
    read_so_far: list[str] = []

    with pytest.raises(ModelError) as caught:
        read(model, pieces=read_so_far)

    assert ("".join(read_so_far), caught.value.failure) == (pieces, failure)
    assert str(caught.value).startswith(f"The language model scripted at {server.url} ")
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_what_a_server_does_not_support_is_said_otherwise_and_only_once(
    server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [
        refuses(
            "Anna.",
            max_tokens="Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
            temperature="Unsupported value: 'temperature' does not support 0.0 with this model.",
        )
    ]

    assert ["".join(read(model)), "".join(read(model))] == ["Anna.", "Anna."]
    limits = ("max_tokens", "max_completion_tokens", "temperature")
    assert [{name: asked[name] for name in limits if name in asked} for asked in server.requests] == [
        {"max_tokens": 1024, "temperature": 0.0},
        {"max_completion_tokens": 1024, "temperature": 0.0},
        {"max_completion_tokens": 1024},
        {"max_completion_tokens": 1024},
    ]


def test_a_server_that_refuses_what_it_supports_is_not_asked_for_ever(
    server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [fails(400, "Unsupported parameter: 'max_tokens'")]

    with pytest.raises(ModelError):
        read(model)

    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_a_server_that_fails_is_asked_once(status: int, server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [fails(status, "the context is too long")]

    with pytest.raises(ModelError):
        read(model)

    assert len(server.requests) == 1


def test_a_server_that_is_down_is_known_at_once(language_model: Callable[[str], ServedModel]) -> None:
    started = time.monotonic()

    with pytest.raises(ModelError) as caught:
        read(language_model("http://127.0.0.1:9/v1"))

    assert caught.value.failure is Failure.UNREACHABLE
    assert str(caught.value) == (
        "The language model scripted at http://127.0.0.1:9/v1 cannot be reached. Is it running, and is "
        "ASSISTANT_LLM_URL right?"
    )
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says("Anna.", before=30.0), id="a slow first byte"),
        pytest.param(stalls_after("Anna"), id="a stall in the middle"),
        pytest.param(drips(), id="signs of life without a piece"),
        pytest.param(says("Anna" * 100, size=1, between=0.1), id="too slow to end"),
    ],
)
def test_nobody_waits_longer_than_they_said(script: Script, server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [script]
    started = time.monotonic()

    with pytest.raises(ModelError) as caught:
        read(model, seconds=0.4)

    assert caught.value.failure is Failure.SLOW
    assert 0.4 <= time.monotonic() - started < 1


def test_an_endless_answer_is_cut(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [never_ends("Anna did it. ")]

    with pytest.raises(ModelError) as caught:
        read(model)

    assert caught.value.failure is Failure.ENDLESS


def test_a_server_is_let_go_when_its_reply_is_closed(server: ScriptedServer, model: ServedModel) -> None:
    server.replies = [says("Anna did it. " * 1000, size=5, between=0.05)]

    with model.ask(QUESTION, seconds=30) as reply:
        next(reply.pieces(lambda: time.monotonic() + 5))

    assert server.left.wait(5)


def test_a_server_is_let_go_when_the_time_is_over_though_nobody_reads(
    server: ScriptedServer, model: ServedModel
) -> None:
    server.replies = [says("Anna did it. " * 1000, size=5, between=0.05)]

    reply = model.ask(QUESTION, seconds=0.3)

    assert server.left.wait(5)
    reply.close()


PROGRAM = """
import sys, time
from assistant.writing.model import ServedModel, Message
from index import Endpoint, ModelSettings

model = ServedModel(ModelSettings(Endpoint("scripted", sys.argv[1])))
reply = model.ask([Message("user", "Who?")], seconds=30)
print(next(filter(None, reply.pieces(lambda: time.monotonic() + 5))))
"""


def test_a_program_ends_at_once_and_well_though_a_reply_is_open(server: ScriptedServer) -> None:
    server.replies = [says("Anna did it. " * 1000, size=4, between=0.05)]
    command = [sys.executable, "-c", PROGRAM, server.url]

    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=25)

    assert (done.stdout, done.stderr, done.returncode) == ("Anna\n", "", 0)


def test_no_repr_shows_a_key(model: ServedModel) -> None:
    assert KEY not in f"{model!r} {model.settings!r} {model.__dict__!r}"
