"""How fast a model reads, by what its answers took and by what its server tells, and what that leaves room for."""

import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Script, ScriptedServer, chunk, drips, fails, says, scripted_server, streams_events

from assistant import Assistant
from assistant.asking.question import Question
from assistant.writing.model import Message, ModelError, ServedModel
from assistant.writing.pace import FEWEST_TOLD, PACES_REMEMBERED, TOKENS_A_SECOND, TOKENS_FOR_ONE, Pace
from assistant.writing.writer import FEWEST_TOKENS, Writer
from index import Endpoint, ModelSettings
from index.tokens import count_tokens

TALK = [Message("user", "word " * 500)]
TOKENS = count_tokens(TALK[0].text)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def served(server: ScriptedServer, context_tokens: int = 4096) -> ServedModel:
    return ServedModel(ModelSettings(Endpoint("scripted", server.url), context_tokens, 4.0))


def asked(model: ServedModel, seconds: float = 4.0) -> None:
    until = time.monotonic() + seconds
    with model.ask(TALK, seconds=seconds) as reply:
        list(reply.pieces(lambda: until))


def test_the_slowest_of_the_last_times_counts_and_nothing_is_known_at_first() -> None:
    pace = Pace()
    assert pace.tokens_a_second == TOKENS_A_SECOND
    for seconds in (2.0, 0.1, 1.0):
        pace.took(100, seconds)
    assert pace.tokens_a_second == 100 / 2.0
    for _ in range(PACES_REMEMBERED):
        pace.took(100, 1.0)
    assert pace.tokens_a_second == 100 / 1.0


def test_what_was_not_waited_for_counts_only_if_it_was_slower_than_known() -> None:
    pace = Pace()
    pace.gave_up(100, 0.5)
    assert pace.tokens_a_second == TOKENS_A_SECOND
    pace.gave_up(100, 10.0)
    assert pace.tokens_a_second == 100 / 10.0


def test_what_the_server_tells_counts_alone() -> None:
    pace = Pace()
    pace.took(1000, 0.001)
    pace.told({"cache_n": 900, "prompt_n": 200, "prompt_ms": 4000.0})
    pace.took(1000, 60.0)
    assert pace.tokens_a_second == 200 / 4.0 / TOKENS_FOR_ONE


@pytest.mark.parametrize(
    "timings",
    [None, 5, [], {}, {"prompt_n": 200}, {"prompt_n": FEWEST_TOLD - 1, "prompt_ms": 10.0},
     {"prompt_n": "x", "prompt_ms": 1}, {"prompt_n": 200, "prompt_ms": 0},
     {"prompt_n": 200, "prompt_ms": float("nan")}, {"prompt_n": -200, "prompt_ms": -1}],
)  # fmt: skip
def test_what_tells_nothing_is_passed_over(timings: Any) -> None:
    pace = Pace()
    pace.told(timings)
    assert pace.tokens_a_second == TOKENS_A_SECOND


THINKS_FIRST = streams_events(
    chunk({"content": "", "reasoning": "Ben?"}), chunk({"content": "Anna."}), chunk({}, "stop")
)
TELLS = streams_events(
    chunk({"content": "Anna."}), {**chunk({}, "stop"), "timings": {"prompt_n": 600, "prompt_ms": 20_000.0}}
)


@pytest.mark.parametrize(
    ("script", "least", "most"),
    [
        pytest.param(says("Anna.", before=1.0), TOKENS / 1.5, TOKENS / 1.0, id="by the first word"),
        pytest.param(THINKS_FIRST, TOKENS / 1.0, TOKENS / 0.001, id="by the first thought"),
        pytest.param(TELLS, 600 / 20 / TOKENS_FOR_ONE, 600 / 20 / TOKENS_FOR_ONE, id="by what the server tells"),
    ],
)
def test_an_answer_tells_how_fast_its_prompt_was_read(
    script: Script, least: float, most: float, server: ScriptedServer
) -> None:
    server.replies = [script]
    model = served(server)
    asked(model)
    assert least <= model.pace.tokens_a_second <= most


def test_thinking_is_not_taken_for_reading(server: ScriptedServer) -> None:
    def thinks_long(call: Any) -> None:
        call.begin()
        call.event(chunk({"reasoning_content": ""}))
        call.event(chunk({"reasoning_content": "Hm."}))
        call.wait(2.0)
        call.piece("Anna.")
        call.event(chunk({}, "stop"))

    server.replies = [thinks_long]
    model = served(server)
    asked(model)
    assert model.pace.tokens_a_second > TOKENS / 1.0


def test_who_fails_at_once_has_read_nothing_and_who_says_nothing_has_not_read_in_time(server: ScriptedServer) -> None:
    model = served(server)
    server.replies = [fails(500), drips()]
    with pytest.raises(ModelError):
        asked(model)
    assert model.pace.tokens_a_second == TOKENS_A_SECOND
    model.pace.took(TOKENS, 0.01)
    with pytest.raises(ModelError):
        asked(model, seconds=1.0)
    time.sleep(0.2)  # The thread that reads is let go, not waited for.
    assert TOKENS / 1.5 < model.pace.tokens_a_second <= TOKENS / 0.9


def test_the_room_is_what_is_read_in_half_of_the_time_and_never_less_than_two_passages(server: ScriptedServer) -> None:
    model, question = served(server, context_tokens=32_768), Question.of("Who?", "en")
    beside = FEWEST_TOKENS - Writer(model).room(question)
    assert 0 < beside < 300
    model.pace.took(1000, 1.0)
    assert Writer(model).room(question) == int(1000 * 0.5 * 4.0) - beside
    model.pace.took(10, 1.0)
    assert Writer(model).room(question) == FEWEST_TOKENS - beside


def test_two_questions_to_a_corpus_that_fits_differ_in_nothing_before_the_question(
    server: ScriptedServer, folder: Callable[..., Path], tmp_path: Path
) -> None:
    corpus = folder(
        a_txt="The mayor of Arlen is Anna Berg. She was elected in 2020.\n\nThe harbour of Arlen opened in 1911.",
        b_txt="Ben Lund built the bridge of Tarn in 1950.",
    )
    server.replies = [says("The documents do not answer this question.")]
    model = ModelSettings(Endpoint("scripted", server.url), timeout_seconds=20)
    with Assistant.open(corpus, tmp_path / "store", model=model) as opened:
        for question in ("Who is the mayor of Arlen?", "Who built the bridge of Tarn in 1950?"):
            opened.answer(question)

    one, other = (request["messages"] for request in server.requests)
    assert one[0] == other[0]
    shared = "".join(
        a
        for a, b in takewhile(
            lambda pair: pair[0] == pair[1], zip(one[1]["content"], other[1]["content"], strict=False)
        )
    )
    assert shared.endswith("\n\nQuestion: Who ")
    assert all(words in shared for words in ("Anna Berg", "harbour", "bridge of Tarn"))


def test_a_corpus_that_was_just_read_is_given_whole_again_however_slowly_it_was_read(
    server: ScriptedServer, folder: Callable[..., Path], tmp_path: Path
) -> None:
    held = [
        f"Bridge number {number} of Tarn was built by the mason Ben Lund in {1900 + number}." for number in range(80)
    ]
    server.replies = [says("The documents do not answer this question.")]
    model = ModelSettings(Endpoint("scripted", server.url), timeout_seconds=120)
    asked = ("Who built bridge number 7 of Tarn?", "When was bridge number 9 of Tarn built?")
    with Assistant.open(folder(a_txt="\n\n".join(held)), tmp_path / "store", model=model) as opened:
        writer = opened._writer
        assert writer
        opened.answer(asked[0])
        for _ in range(PACES_REMEMBERED):
            writer._model.pace.took(10, 1.0)
        opened.answer(asked[1])
        list(writer.plan(asked[0], (), ["en"]))
        opened.answer(asked[0])

    first, second, _, last = (request["messages"][1]["content"] for request in server.requests)
    assert count_tokens(first) > 1.5 * FEWEST_TOKENS
    assert first.replace(asked[0], "") == second.replace(asked[1], "")
    assert count_tokens(last) < FEWEST_TOKENS, "What was asked in between may have taken its place."


def test_the_instructions_for_two_languages_differ_in_their_last_two_lines_alone(server: ScriptedServer) -> None:
    server.replies = [says("?")]
    for language in ("en", "de"):
        list(Writer(served(server)).write(Question.of("Who?", language), [], lambda *_: None))  # type: ignore[arg-type, return-value]

    one, other = (request["messages"][0]["content"].splitlines() for request in server.requests)
    assert one[:-2] == other[:-2]
    assert one[-2] != other[-2]
