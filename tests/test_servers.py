"""Servers that people have, each scripted as it behaves where that matters, set up by its settings and asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from scripted_server import KEY, Call, Script, chunk, fails, says, scripted_server, streams_events

from assistant.doctor import examine
from assistant.proving import Unwrapper
from assistant.writing.model import Failure, Message, ModelError, ServedModel
from index.endpoints import model_from
from index.errors import SettingsError

TALK = (Message("system", "Answer."), Message("user", "Who?"))
CHAT = "/v1/chat/completions"


def where(path: str, *, needs: Mapping[str, str] | None = None, lacks: tuple[str, ...] = (), then: Script) -> Script:
    """Answer as a script does, at a path alone, to whoever sends these headers and none of those."""

    def reply(call: Call) -> None:
        if call.path != path:
            fails(404, "Not found")(call)
        elif any(call.headers[name] != value for name, value in (needs or {}).items()):
            fails(401, "No key")(call)
        elif any(name in call.headers for name in lacks):
            fails(401, "A wrong key")(call)
        else:
            then(call)

    return reply


def without(refused: Callable[[dict[str, Any]], bool], status: int, body: Any, then: Script) -> Script:
    """Answer as a script does, but refuse requests of a kind with a status and a body."""

    def reply(call: Call) -> None:
        if refused(call.request_body):
            call.begin(status, "application/json")
            call.send_text(json.dumps(body))
        else:
            then(call)

    return reply


OPENAI = where(
    CHAT,
    needs={"Authorization": f"Bearer {KEY}"},
    then=without(
        lambda body: "max_tokens" in body,
        400,
        {"error": {
            "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter",
        }},
        without(
            lambda body: body.get("temperature", 1) != 1,
            400,
            {"error": {
                "message": "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) "
                "value is supported.",
                "type": "invalid_request_error", "param": "temperature", "code": "unsupported_value",
            }},
            says("Anna."),
        ),
    ),
)  # fmt: skip

# Its first event has no choice, and what it says of its filters stands beside the text.
AZURE = where(
    "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    needs={"api-key": KEY},
    lacks=("Authorization",),
    then=streams_events(
        {**chunk({}), "choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}]},
        chunk({"role": "assistant", "content": ""}),
        {**chunk({"content": "Anna."}), "content_filter_results": {"hate": {"filtered": False}}},
        chunk({}, "stop"),
        "[DONE]",
    ),
)

ANTHROPIC = where(
    CHAT,
    needs={"x-api-key": KEY, "anthropic-version": "2023-06-01"},
    lacks=("Authorization",),
    then=without(
        lambda body: "temperature" in body,
        400,
        {"type": "error", "error": {
            "type": "invalid_request_error", "message": "`temperature` is deprecated for this model.",
        }},
        says("Anna."),
    ),
)  # fmt: skip

OPENROUTER = where(
    CHAT,
    needs={"Authorization": f"Bearer {KEY}", "HTTP-Referer": "https://example.org/a?b", "X-Title": "My notes"},
    then=lambda call: (call.begin(), call.send_text(": OPENROUTER PROCESSING\n\n"), _rest("Anna.")(call)),
)


def _rest(text: str) -> Script:
    def reply(call: Call) -> None:
        for event in (chunk({"content": text}), chunk({}, "stop"), "[DONE]"):
            call.event(event)

    return reply


# It thinks in `reasoning`, with empty content beside it.
OLLAMA = where(
    CHAT,
    then=without(
        lambda body: body["model"] != "qwen3:8b",
        404,
        {"error": {"message": 'model "m" not found, try pulling it first', "type": "api_error", "code": None}},
        streams_events(
            chunk({"role": "assistant", "content": "", "reasoning": "Ben?"}),
            chunk({"content": "", "reasoning": " No."}),
            chunk({"content": "Anna."}),
            chunk({"content": ""}, "stop"),
            "[DONE]",
        ),
    ),
)

# Thoughts come in tags that the pieces cut in two.
LM_STUDIO = where(CHAT, then=says("<think>\nBen? No.\n</think>\n\nAnna.", size=3))

VLLM = where(
    CHAT,
    needs={"Authorization": f"Bearer {KEY}"},
    then=without(
        lambda body: body["messages"][0]["role"] == "system",
        400,
        {"object": "error", "message": "System role not supported", "type": "BadRequestError", "code": 400},
        streams_events(
            chunk({"role": "assistant", "content": ""}),
            chunk({"reasoning_content": "Ben?"}),
            chunk({"content": "Anna."}),
            chunk({"content": ""}, "stop"),
            {**chunk({}), "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}},
            "[DONE]",
        ),
    ),
)

LLAMA_CPP = where(
    CHAT,
    then=streams_events(
        chunk({"role": "assistant", "content": None}),
        chunk({"reasoning_content": "Ben?"}),
        chunk({"content": "Anna."}),
        {**chunk({}, "stop"), "timings": {"prompt_n": 9, "prompt_ms": 30.0, "predicted_n": 3, "predicted_ms": 20.0}},
        "[DONE]",
    ),
)

SERVERS = [
    pytest.param(OPENAI, "/v1", {"": "gpt", "_KEY": KEY}, id="OpenAI"),
    pytest.param(AZURE, "", {"": "my gpt", "_KEY": KEY, "_API_VERSION": "2024-10-21"}, id="Azure"),
    pytest.param(
        ANTHROPIC, "/v1",
        {"": "claude", "_HEADERS": f"x-api-key: {KEY}; anthropic-version: 2023-06-01"}, id="an Anthropic gateway",
    ),
    pytest.param(
        OPENROUTER, "/v1",
        {"": "a/b", "_KEY": KEY, "_HEADERS": "HTTP-Referer: https://example.org/a?b;X-Title:My notes;"},
        id="OpenRouter",
    ),
    pytest.param(OLLAMA, "/v1", {"": "qwen3:8b"}, id="Ollama"),
    pytest.param(LM_STUDIO, "/v1", {"": "deepseek-r1"}, id="LM Studio"),
    pytest.param(VLLM, "/v1", {"": "gemma-2", "_KEY": KEY}, id="vLLM"),
    pytest.param(LLAMA_CPP, "/v1", {"": "any"}, id="llama.cpp"),
]  # fmt: skip


def environ(url: str, root: str, settings: Mapping[str, str]) -> dict[str, str]:
    return {"ASSISTANT_LLM_URL": url.removesuffix("/v1") + root} | {
        f"ASSISTANT_LLM{name}": value for name, value in settings.items()
    }


def said_by(model: ServedModel) -> str:
    unwrapper = Unwrapper()
    with model.ask(TALK, seconds=5) as reply:
        return "".join(map(unwrapper.feed, reply.pieces(lambda: float("inf")))) + unwrapper.finish()


@pytest.mark.parametrize(("script", "root", "settings"), SERVERS)
def test_a_server_that_people_have_answers_and_the_doctor_finds_it_well(
    script: Script, root: str, settings: dict[str, str]
) -> None:
    with scripted_server(script) as server:
        given = environ(server.url, root, settings)
        wanted = model_from(given)
        assert wanted
        model = ServedModel(wanted)
        assert [said_by(model).strip() for _ in range(2)] == ["Anna."] * 2
        asked = len(server.requests)
        assert said_by(model).strip() == "Anna."
        assert len(server.requests) == asked + 1, "What is refused is learned."
        found = next(each for each in examine(given) if each.subject == "Language model")

    assert (found.well, re.sub(r"after \d+\.\d s", "after 0 s", found.words)) == (
        True, f"{settings['']} at {given['ASSISTANT_LLM_URL']} answers after 0 s: 'Anna.'",
    )  # fmt: skip
    assert KEY not in repr(wanted)


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        pytest.param(OLLAMA, Failure.ABSENT, id="Ollama without the model"),
        pytest.param(VLLM, Failure.KEY, id="vLLM without its key"),
        pytest.param(AZURE, Failure.ABSENT, id="Azure without its version"),
        pytest.param(fails(503, "Loading model"), Failure.BUSY, id="llama.cpp while it loads"),
        pytest.param(
            lambda call: (call.begin(), call.send_text('event: error\ndata: {"error": {"message": "Crashed"}}\n\n')),
            Failure.BROKEN, id="LM Studio in the middle of a stream",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_such_a_server_is_told(script: Script, failure: Failure) -> None:
    with scripted_server(script) as server:
        wanted = model_from(environ(server.url, "/v1", {"": "m"}))
        assert wanted
        with pytest.raises(ModelError) as caught:
            said_by(ServedModel(wanted))

    assert caught.value.failure is failure


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"_HEADERS": f"x-api-key={KEY}"}, "not of the form Name: value; Name: value", id="no colon"),
        pytest.param({"_HEADERS": f"x-api-key: {KEY}\nX: y"}, "not of the form", id="a line end"),
        pytest.param({"_HEADERS": f"x api key: {KEY}"}, "not of the form", id="a blank in a name"),
        pytest.param({"_API_VERSION": "2024 10"}, "not a version of Azure's", id="a blank in a version"),
        pytest.param({"_API_VERSION": "2024-10-21", "_URL": ""}, "Set ASSISTANT_LLM_URL to your", id="OpenAI's URL"),
        pytest.param({"": "", "_HEADERS": "X: y"}, "ASSISTANT_LLM names no model", id="no model"),
    ],
)
def test_settings_that_no_server_takes_are_refused_without_their_values(settings: dict[str, str], words: str) -> None:
    given = {"": "m", "_URL": "http://127.0.0.1:9/v1", "_KEY": "k"} | settings

    with pytest.raises(SettingsError) as caught:
        model_from({f"ASSISTANT_LLM{name}": value for name, value in given.items()})

    assert words in str(caught.value)
    assert KEY not in str(caught.value)
