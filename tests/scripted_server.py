"""A server on this machine that speaks the OpenAI protocol as a script says: well, slowly, wrongly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-secret-0123456789"


class Call(BaseHTTPRequestHandler):
    """One request, and the means to answer it."""

    protocol_version = "HTTP/1.1"
    server: ScriptedServer

    def do_POST(self) -> None:
        self.request_body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(self.request_body)
        self.server.headers.append(dict(self.headers))
        reply = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        try:
            reply(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def send_text(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def event(self, data: Any) -> None:
        self.send_text(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n")

    def piece(self, content: str, **delta: Any) -> None:
        self.event(chunk({"content": content} | delta))

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the test; tells by an exception that the client has gone."""
        self.server.closing.wait(seconds)


class ScriptedServer(ThreadingHTTPServer):
    """Answers requests with the scripts of `replies`, the last one again and again, and records them."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.replies: list[Script] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        self.left = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


Script = Callable[[Call], None]


@contextmanager
def scripted_server(*replies: Script) -> Iterator[ScriptedServer]:
    """Run a server with these scripts."""
    server = ScriptedServer()
    server.replies = list(replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def chunk(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}


def whole(text: str | None) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}


def pieces_of(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def says(
    text: str,
    *,
    size: int = 5,
    before: float = 0.0,
    between: float = 0.0,
    finish_reason: str | None = "stop",
    done: bool = True,
    keep_open: float = 0.0,
) -> Script:
    """Stream a text in pieces of `size` characters, waiting some seconds before the first byte and between pieces."""

    def reply(call: Call) -> None:
        call.wait(before)
        call.begin()
        call.piece("", role="assistant")
        for piece in pieces_of(text, size):
            call.piece(piece)
            call.wait(between)
        call.wait(keep_open)
        if finish_reason:
            call.event(chunk({}, finish_reason))
        if done:
            call.event("[DONE]")

    return reply


def breaks_off_after(text: str) -> Script:
    """Stream a text and close the connection: neither an end nor [DONE] follows."""
    return says(text, finish_reason=None, done=False)


def stalls_after(text: str) -> Script:
    """Stream a text and then nothing, with the connection open."""
    return says(text, keep_open=30.0)


def drips(seconds: float = 30.0) -> Script:
    """Send signs of life, but never a piece."""

    def reply(call: Call) -> None:
        call.begin()
        _drip(call, seconds)

    return reply


def _drip(call: Call, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not call.server.closing.is_set():
        call.send_text(": still here\n\n")
        call.wait(0.05)


def says_and_drips(text: str, seconds: float = 30.0) -> Script:
    """Stream a text, then signs of life without a piece."""

    def reply(call: Call) -> None:
        call.begin()
        call.piece(text)
        _drip(call, seconds)

    return reply


def never_ends(sentence: str) -> Script:
    """Stream a sentence again and again, until the client has gone."""

    def reply(call: Call) -> None:
        call.begin()
        while not call.server.closing.is_set():
            call.piece(sentence)

    return reply


def thinks(thought: str, text: str) -> Script:
    """Stream a thought in the field that servers have for it, then a text."""

    def reply(call: Call) -> None:
        call.begin()
        for piece in pieces_of(thought, 5):
            call.event(chunk({"reasoning_content": piece}))
        for piece in pieces_of(text, 5):
            call.piece(piece)
        call.event(chunk({}, "stop"))
        call.event("[DONE]")

    return reply


def fails(status: int, message: str = "") -> Script:
    """Answer with an error; its message repeats the key, as some servers do."""

    def reply(call: Call) -> None:
        call.begin(status, "application/json")
        call.send_text(json.dumps({"error": {"message": message or f"wrong: {KEY}", "type": "error"}}))

    return reply


def sends(body: str, kind: str = "application/json") -> Script:
    """Answer with a body that is no answer."""

    def reply(call: Call) -> None:
        call.begin(200, kind)
        call.send_text(body)

    return reply


def streams_events(*events: Any) -> Script:
    """Stream these events, each a string or a JSON value."""

    def reply(call: Call) -> None:
        call.begin()
        for event in events:
            call.event(event)

    return reply


def ignores_stream(text: str | None) -> Script:
    """Answer in one piece, though a stream was asked for."""
    return sends(json.dumps(whole(text)))


def refuses_stream(text: str) -> Script:
    """Answer in one piece, and a request for a stream with an error."""

    def reply(call: Call) -> None:
        if call.request_body.get("stream"):
            fails(400, "stream is not supported here")(call)
        else:
            ignores_stream(text)(call)

    return reply


def refuses(text: str, **wrong: str) -> Script:
    """Stream a text, but refuse requests with one of these parameters as OpenAI does, with what it says of it."""

    def reply(call: Call) -> None:
        for name, message in wrong.items():
            if name in call.request_body and call.request_body[name] != 1:
                call.begin(400, "application/json")
                error = {"message": message, "type": "invalid_request_error", "param": name, "code": "unsupported"}
                call.send_text(json.dumps({"error": error}))
                return
        says(text)(call)

    return reply


def embeds(vector_of: Callable[[str], Sequence[float]]) -> Script:
    """Answer a request for embeddings with the vectors of a function."""

    def reply(call: Call) -> None:
        texts = call.request_body["input"]
        data = [{"object": "embedding", "index": n, "embedding": list(vector_of(text))} for n, text in enumerate(texts)]
        sends(json.dumps({"object": "list", "data": data, "model": "scripted", "usage": {}}))(call)

    return reply
