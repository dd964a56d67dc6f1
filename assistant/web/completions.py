"""Answer clients of OpenAI's chat completions: our answer as the message, its citations in a field of our own."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import anyio.to_thread
from fastapi import APIRouter, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from assistant.answering import escape
from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.web.metrics import Metrics
from assistant.web.settings import ServerSettings
from index import IndexingError
from index.errors import DocumentUnknownError

MODEL = "assistant"
# Keeps the connection open, and is no event.
COMMENT = ": writing\n\n"
# What a message says beside its text: fields of ours.
EXTRA = (
    "plain",
    "short",
    "citations",
    "abstained",
    "reason",
    "confidence",
    "record",
    "interpreted_as",
    "disagreements",
    "nearest",
)


class Part(BaseModel):
    """A piece of a message; only text is read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """What somebody said."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, list):
            return " ".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Asked(BaseModel):
    """What a client sends; what is not named here is ignored.

    Ours are `documents`: only these are asked, and `quotes_only`: no language model is.
    """

    messages: list[Message] = Field(min_length=1)
    stream: bool = False
    documents: list[str] | None = None
    quotes_only: bool = False

    @property
    def question(self) -> str:
        """The last message, which must be the user's."""
        return self.messages[-1].text if self.messages[-1].role == "user" else ""

    @property
    def history(self) -> list[tuple[str, str]]:
        """The questions before, each with the answer that it got, oldest first."""
        said = [message for message in self.messages[:-1] if message.role in ("user", "assistant")]
        turns = pairwise(said)
        return [(one.text, other.text) for one, other in turns if (one.role, other.role) == ("user", "assistant")]


def router(assistant: Assistant, settings: ServerSettings, metrics: Metrics) -> APIRouter:
    """Return the routes /models and /chat/completions; at most `settings.questions_at_once` are answered at once."""
    routes = APIRouter()
    limiter = anyio.CapacityLimiter(settings.questions_at_once)
    # Those that came at one moment wait only at the next, so the limiter cannot tell how many came.
    came = 0

    @routes.get("/models")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "us"}]}

    @routes.post("/chat/completions")
    async def chat_completions(asked: Asked) -> Any:
        if not asked.question.strip():
            raise HTTPException(400, "The last message is not a question of the user.")
        nonlocal came
        if came - settings.questions_at_once >= settings.most_waiting(metrics.answer_seconds):
            raise HTTPException(
                503, "Too many questions are waiting. Ask again in half a minute.", {"Retry-After": "30"}
            )
        growing = metrics.watch(
            assistant.stream(
                asked.question, history=asked.history, documents=asked.documents, quotes_only=asked.quotes_only
            )
        )
        came += 1
        try:
            first = await anyio.to_thread.run_sync(next, growing, limiter=limiter)
            if asked.stream:
                return StreamingResponse(_events(first, growing), media_type="text/event-stream")
            *_, last = await anyio.to_thread.run_sync(lambda: [first, *growing], limiter=limiter)
        except DocumentUnknownError as error:
            raise HTTPException(400, str(error)) from None
        except (AssistantError, IndexingError) as error:
            raise HTTPException(503, str(error)) from None
        finally:
            came -= 1
        return _completion(last)

    return routes


def message_text(answer: Answer) -> str:
    """Return the Markdown of an answer, with the reason of an abstention behind it."""
    return f"{answer.text}\n\n{escape(answer.reason)}" if answer.abstained else answer.text


def _completion(answer: Answer) -> dict[str, Any]:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": message_text(answer)},
        "finish_reason": "stop",
    }
    return {**_head("chat.completion"), "choices": [choice], **_extra(answer)}


def _events(first: Answer, growing: Iterator[Answer]) -> Iterator[str]:
    """Yield server-sent events with what each answer adds to the text, then the citations, then the end.

    While nothing is added a comment tells so: what is provisional could not be unsaid, and who has left is noticed.
    """
    head = _head("chat.completion.chunk")
    sent = "" if first.provisional else message_text(first)
    yield _event(head, {"role": "assistant", "content": sent})
    answer = first
    try:
        for answer in growing:
            text = message_text(answer)
            if answer.provisional or text == sent:
                yield COMMENT
            elif text.startswith(sent):
                yield _event(head, {"content": text[len(sent) :]})
                sent = text
    except (AssistantError, IndexingError) as error:
        yield f"data: {json.dumps({'error': {'message': str(error)}})}\n\n"
        return
    if message_text(answer) != sent:  # What a model wrote was taken back. It cannot be unsaid: the answer follows it.
        yield _event(head, {"content": f"\n\n{message_text(answer)}"})
    yield _event(head, {}, finish="stop", **_extra(answer))
    yield "data: [DONE]\n\n"


def _event(head: dict[str, Any], delta: dict[str, str], finish: str | None = None, **extra: Any) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**head, 'choices': [choice], **extra})}\n\n"


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _extra(answer: Answer) -> dict[str, Any]:
    whole = answer.to_json() | {"plain": answer.plain}
    return {name: whole[name] for name in EXTRA}
