"""Ask a language model, served or one of LlamaIndex: in bounded time, and with one kind of failure."""

from __future__ import annotations

import asyncio
import atexit
import queue
import re
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from assistant.errors import AssistantError
from assistant.llamaindex import LLM, chat, is_thinking, pieces, served_model
from assistant.writing.pace import Pace
from index import ModelSettings
from index.endpoints import TIMEOUT_SECONDS
from index.tokens import count_tokens

# A server that does not stream says so with one of these; the word is then in what it says.
NOT_STREAMING = frozenset([400, 405, 415, 422, 501])
# Reasoning models of OpenAI and Azure, and newer ones of Anthropic, take the first two otherwise or not at all; chat
# templates of some models that vLLM and LM Studio serve have no system message.
REFUSABLE = ("max_tokens", "temperature", "system")
# The words with which OpenAI, Azure, Anthropic, Mistral, vLLM and LiteLLM refuse them.
REFUSES = re.compile(
    r"unsupported|not support|unrecognized|unknown|deprecated|not (?:permitted|allowed)", re.IGNORECASE
)
NO_END = (None, "", "length", "content_filter")
# Some forty sentences: an answer has three, and the thinking before it is not counted.
MOST_CHARACTERS = 8000
# A thinking model needs room to think in.
ANSWER_SHARE_OF_CONTEXT = 4
SECONDS_TO_END = 2.0
# Whoever waits for a reply is heard so often: one who has left is noticed then, and the server let go.
SECONDS_OF_SILENCE = 0.5
# What the parts of the protocol raise when a server answers with something else.
NOT_THE_PROTOCOL = (ValueError, TypeError, AttributeError, LookupError)


class Failure(StrEnum):
    """Why a language model gave no answer, or no whole one."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    CUT = "cut"
    KEY = "key"
    ABSENT = "absent"
    BUSY = "busy"
    BROKEN = "broken"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    ENDLESS = "endless"


WORDS = {
    Failure.UNREACHABLE: "cannot be reached. Is it running, and is ASSISTANT_LLM_URL right?",
    Failure.SLOW: "took too long. Allow more with ASSISTANT_LLM_TIMEOUT, or use a smaller model",
    Failure.CUT: "broke off in the middle of its answer. Its own log may say why",
    Failure.KEY: "refused the key. Set ASSISTANT_LLM_KEY",
    Failure.ABSENT: "is not there. Check ASSISTANT_LLM, and whether ASSISTANT_LLM_URL must end in /v1",
    Failure.BUSY: "is busy or still loading, or its quota is used up. Try again later",
    Failure.BROKEN: "reported an error of its own. Its own log may say why",
    Failure.REFUSED: "refused the question. Is ASSISTANT_LLM_CONTEXT larger than what it was started with?",
    Failure.UNREADABLE: "does not speak the OpenAI-compatible protocol. Check ASSISTANT_LLM_URL",
    Failure.EMPTY: "answered nothing",
    Failure.ENDLESS: "did not come to an end",
}


class ModelError(AssistantError):
    """A language model gave no answer, or no whole one; `failure` says why.

    No message holds a key, nor what the server said, which may.
    """

    def __init__(self, failure: Failure, server: str) -> None:
        super().__init__(f"The language model {server} {WORDS[failure]}.".replace("?.", "?"))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the talk with a model; `role` is "system", "user" or "assistant"."""

    role: str
    text: str


class LanguageModel(ABC):
    """A language model by its name; an answer takes `context_tokens` with its question, and may take so many seconds.

    It may be asked from several threads. `pace` tells how fast it has read what it was asked.
    """

    def __init__(self, name: str, context_tokens: int, timeout_seconds: float) -> None:
        self.name = name
        self.context_tokens = context_tokens
        self.timeout_seconds = timeout_seconds
        self.pace = Pace()

    @property
    def answer_tokens(self) -> int:
        """How many tokens an answer, with the thinking before it, may have."""
        return self.context_tokens // ANSWER_SHARE_OF_CONTEXT

    @property
    def _server(self) -> str:
        return self.name

    def ask(self, messages: Sequence[Message], *, seconds: float) -> Reply:
        """Return the reply as it comes; the model is let go after so many seconds, or when the reply is closed."""
        tokens = sum(count_tokens(message.text) for message in messages)
        return Reply(self._timed(self._pieces(messages, seconds), tokens), self._server, seconds)

    async def _timed(self, pieces: AsyncIterator[str], tokens: int) -> AsyncIterator[str]:
        """Yield the pieces of an answer, and take the time until the first: a prompt of so many tokens is read then."""
        asked, is_read = time.monotonic(), False
        try:
            async for piece in pieces:
                if not is_read:
                    self.pace.took(tokens, time.monotonic() - asked)
                is_read = True
                yield piece
        except asyncio.CancelledError:
            if not is_read:
                self.pace.gave_up(tokens, time.monotonic() - asked)
            raise

    @abstractmethod
    def _pieces(self, messages: Sequence[Message], seconds: float, /) -> AsyncIterator[str]:
        """Yield the pieces of text of an answer, and "" for a thought before the first; raises ModelError."""


class GivenModel(LanguageModel):
    """A language model of LlamaIndex, given by a caller; its own settings say how it is reached."""

    def __init__(self, llm: LLM) -> None:
        super().__init__(llm.metadata.model_name, llm.metadata.context_window, TIMEOUT_SECONDS)
        self._llm = llm

    async def _pieces(self, messages: Sequence[Message], _: float, /) -> AsyncIterator[str]:
        characters = 0
        for piece in self._said(messages):
            characters += len(piece)
            yield piece
            if characters > MOST_CHARACTERS:
                raise ModelError(Failure.ENDLESS, self._server)
            await asyncio.sleep(0)  # Here a reply that is closed, or has taken too long, ends.
        if not characters:
            raise ModelError(Failure.EMPTY, self._server)

    def _said(self, messages: Sequence[Message]) -> Iterator[str]:
        try:
            yield from pieces(self._llm, [(message.role, message.text) for message in messages])
        except Exception as error:  # What anybody's model may raise has no common base.
            raise ModelError(Failure.BROKEN, self._server) from error


class ServedModel(LanguageModel):
    """A language model behind the OpenAI-compatible protocol."""

    def __init__(self, settings: ModelSettings) -> None:
        import httpx

        super().__init__(settings.endpoint.model, settings.context_tokens, settings.timeout_seconds)
        self.settings = settings
        self._llm = served_model(settings, answer_tokens=self.answer_tokens)
        self._refused: set[str] = set()
        self._certificates = httpx.create_ssl_context(trust_env=False)

    @property
    def _server(self) -> str:
        return f"{self.name} at {self.settings.endpoint.url}"

    @property
    def _query(self) -> dict[str, str]:
        return {"api-version": self.settings.api_version} if self.settings.api_version else {}

    def _authorise(self, request: Any) -> Any:
        """Return a request with its key where the server looks for it; one that is none may not hide another header."""
        settings, given = self.settings, {name.lower() for name in self.settings.headers}
        if settings.api_version and settings.endpoint.key:
            request.headers["api-key"] = settings.endpoint.key
        if "authorization" not in given and (settings.api_version or (given and not settings.endpoint.key)):
            request.headers.pop("Authorization", None)
        return request

    async def _pieces(self, messages: Sequence[Message], seconds: float, /) -> AsyncIterator[str]:
        import httpx
        import openai

        try:
            # The client closes what is open when the reader stops, which stops the server's work too. Proxies of the
            # environment are not for a server whose address was given.
            async with httpx.AsyncClient(
                verify=self._certificates, trust_env=False, timeout=seconds, params=self._query, auth=self._authorise
            ) as client:
                async for piece in self._understood(client, messages, seconds):
                    yield piece
        # A cause would show the request with its key, or what the server says of it.
        except openai.APIStatusError as error:
            raise ModelError(_failure_of(error.status_code), self._server) from None
        except openai.APITimeoutError:
            raise ModelError(Failure.SLOW, self._server) from None
        except openai.APIConnectionError:
            raise ModelError(Failure.UNREACHABLE, self._server) from None
        except openai.APIError:
            raise ModelError(Failure.BROKEN, self._server) from None
        except (httpx.HTTPError, httpx.StreamError, OSError):
            raise ModelError(Failure.CUT, self._server) from None
        except (openai.OpenAIError, *NOT_THE_PROTOCOL):
            raise ModelError(Failure.UNREADABLE, self._server) from None

    async def _understood(self, client: Any, messages: Sequence[Message], seconds: float) -> AsyncIterator[str]:
        """Yield the pieces of an answer; what the server says that it does not support is not said to it again."""
        import openai

        while True:
            refused = frozenset(self._refused)
            try:
                talk = _joined(messages) if "system" in refused else messages
                async for piece in self._streamed_or_whole(self._llm(client, seconds, refused), talk):
                    yield piece
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                self._refused |= _unsupported(str(error.body))
                if self._refused == refused:
                    raise
            else:
                return

    async def _streamed_or_whole(self, llm: LLM, messages: Sequence[Message]) -> AsyncIterator[str]:
        import openai

        talk = chat([(message.role, message.text) for message in messages])
        streamed, finished, thought, characters = False, False, False, 0
        try:
            async for response in await llm.astream_chat(talk):
                streamed = True
                finished = finished or _is_finished(response.raw)
                self.pace.told(getattr(response.raw, "timings", None))
                if not thought and is_thinking(response):
                    thought = True
                    yield ""
                if response.delta:
                    characters += len(response.delta)
                    yield response.delta
                if characters > MOST_CHARACTERS:
                    raise ModelError(Failure.ENDLESS, self._server)
        except openai.APIStatusError as error:
            if error.status_code not in NOT_STREAMING or "stream" not in str(error.body).lower():
                raise
        if streamed:
            if not finished:
                raise ModelError(Failure.CUT, self._server)
        else:
            whole = await llm.achat(talk)
            characters = len(whole.message.content or "")
            yield (whole.message.content or "")[:MOST_CHARACTERS]
        if not characters:
            raise ModelError(Failure.EMPTY, self._server)


def open_model(wanted: ModelSettings | LLM) -> LanguageModel:
    """Return the model that settings name, or that a caller gives."""
    return ServedModel(wanted) if isinstance(wanted, ModelSettings) else GivenModel(wanted)


class Reply:
    """The pieces of a model's answer while they come, read from a thread of its own; close it to stop the server."""

    def __init__(self, pieces: AsyncIterator[str], server: str, seconds: float) -> None:
        self._pieces: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        self._server = server
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._read_all(pieces, seconds))
        # Nobody waits at the end of the program for a thread like this one, but to be cut off in the middle of a call
        # can abort the whole process.
        self._thread = threading.Thread(target=self._run, name="language model", daemon=True)
        atexit.register(self._end)
        self._thread.start()

    def pieces(self, until: Callable[[], float]) -> Iterator[str]:
        """Yield the pieces as they come, and "" whenever none has come for a moment.

        Raises ModelError, at the latest at `until()`, a time of time.monotonic() that may move meanwhile.
        """
        while True:
            left = until() - time.monotonic()
            try:
                piece = self._pieces.get(timeout=max(0.0, min(left, SECONDS_OF_SILENCE)))
            except queue.Empty:
                if left <= SECONDS_OF_SILENCE:
                    raise ModelError(Failure.SLOW, self._server) from None
                piece = ""
            if isinstance(piece, ModelError):
                raise piece
            if piece is None:
                return
            yield piece

    def close(self) -> None:
        """Let go of the server, whatever it is doing."""
        with suppress(RuntimeError):  # The loop is closed already if the answer has come to its end.
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()
            atexit.unregister(self._end)

    def _end(self) -> None:
        self.close()
        self._thread.join(SECONDS_TO_END)

    async def _read_all(self, pieces: AsyncIterator[str], seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                async for piece in pieces:
                    self._pieces.put(piece)
        except ModelError as error:
            self._pieces.put(error)
        except TimeoutError:
            self._pieces.put(ModelError(Failure.SLOW, self._server))
        else:
            self._pieces.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _is_finished(raw: Any) -> bool:
    """Tell whether a piece says that the model came to its own end, and not to that of its tokens."""
    return any(choice.finish_reason not in NO_END for choice in raw.choices)


def _unsupported(error: str) -> set[str]:
    """Return the parameters that a server says it does not support: "Unsupported parameter: 'max_tokens'"."""
    refuses = REFUSES.search(error)
    return {name for name in REFUSABLE if refuses and re.search(rf"\b{name}\b", error, re.IGNORECASE)}


def _joined(messages: Sequence[Message]) -> list[Message]:
    """Return a system message and what the user says behind it as one message of the user's."""
    return [Message("user", "\n\n".join(message.text for message in messages))]


def _failure_of(status: int) -> Failure:
    return {
        401: Failure.KEY, 403: Failure.KEY, 404: Failure.ABSENT, 405: Failure.ABSENT, 408: Failure.SLOW,
        # llama.cpp while it loads its model; Anthropic when it is overloaded.
        429: Failure.BUSY, 503: Failure.BUSY, 529: Failure.BUSY, 504: Failure.SLOW,
    }.get(status, Failure.REFUSED if status < 500 else Failure.BROKEN)  # fmt: skip
