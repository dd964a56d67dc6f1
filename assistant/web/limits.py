"""ASGI middleware: how much a client may send, how often, and what a browser may do with what it gets."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's script is built at run time from strings (unsafe-eval); nothing at all may come from, or go to, elsewhere.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NOT_UNDERSTOOD = "This request could not be answered. What can be sent is told at /gradio_api/openapi.json."
NOTHING_THERE = "There is nothing of the name or number that was sent."
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# The page sends files to a function of ours; what lands here would lie on the disk unread.
CLOSED_PATHS = ("/gradio_api/upload", "/upload")
LOGIN_PATHS = ("/login", "/login/")
LOGINS_PER_MINUTE = 10
# Beyond so many clients the one that has been silent longest is forgotten.
MOST_CLIENTS = 10_000


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class InWords:
    """Gives an error of the server (500) that says nothing, and a stream that breaks off, words that say something."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of an answer that is an error the body is held back until it is known."""
        start: Message | None = None
        body = b""

        async def watch(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            if start is None or start["status"] != 500:
                await send(message)
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._tell(start, body, scope, receive, send)

        try:
            await self.app(scope, receive, watch if scope["type"] == "http" else send)
        except RuntimeError as error:
            # So Starlette says that a stream found nothing to tell when it had begun.
            if start is None or not isinstance(error.__cause__, HTTPException):
                raise
            told = f"event: error\ndata: {json.dumps(NOTHING_THERE)}\n\n"
            await send({"type": "http.response.body", "body": told.encode()})

    @staticmethod
    async def _tell(start: Message, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if isinstance(told, dict) and (told.get("error") or told.get("detail")):
            await send(start)
            await send({"type": "http.response.body", "body": body})
        else:
            await JSONResponse({"error": NOT_UNDERSTOOD, "detail": NOT_UNDERSTOOD}, 500)(scope, receive, send)


class OwnOrigin:
    """Refuses with 403 what a page of another site has a browser send: it may read nothing here, and change nothing.

    A browser says where a request comes from: in Sec-Fetch-Site, or else in Origin, whose host is then to be that of
    the request or one of `host_names`. Programs say neither.
    """

    def __init__(self, app: ASGIApp, host_names: Collection[str]) -> None:
        self.app = app
        self.host_names = host_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it would change something for a page of another site."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and self._is_foreign(Headers(scope=scope)):
            await _refuse(403, "A page of another site may send nothing here.")(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site not in ("same-origin", "none")
        if origin is None:
            return False
        try:
            comes_from = urlsplit(origin)
        except ValueError:
            return True
        return comes_from.netloc != headers.get("host") and comes_from.hostname not in self.host_names


class BodyLimit:
    """Refuses request bodies above `most_bytes` with 413, also those that do not say their length, and closed paths."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its body is too large or its path is closed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "POST" and scope["path"].rstrip("/").endswith(CLOSED_PATHS):
            await _refuse(404, "Files are not taken here.")(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > self.most_bytes:
            await self._too_large()(scope, receive, send)
            return
        await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0
        answered = False

        async def count() -> Message:
            nonlocal received, answered
            message = await receive()
            received += len(message.get("body", b""))
            if received <= self.most_bytes:
                return message
            if not answered:
                answered = True
                await self._too_large()(scope, receive, send)
            # Raised here, an error would be taken for one of the app's; so the client seems to have gone away.
            return {"type": "http.disconnect"}

        async def watch(message: Message) -> None:
            nonlocal answered
            if received <= self.most_bytes:
                answered = True
                await send(message)

        await self.app(scope, count, watch)

    def _too_large(self) -> JSONResponse:
        return _refuse(413, f"A request may have at most {self.most_bytes:,} bytes.")


class RateLimit:
    """Refuses a client's POST requests beyond so many a minute with 429; tries to log in are counted more strictly.

    A client is an address; uvicorn takes it from X-Forwarded-For where a proxy on this machine has set that.
    """

    def __init__(self, app: ASGIApp, requests_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self._requests = Buckets(requests_per_minute, clock)
        self._logins = Buckets(LOGINS_PER_MINUTE, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its client has used up what it may."""
        if scope["type"] == "http" and scope["method"] == "POST":
            client = (scope.get("client") or ("unknown", 0))[0]
            buckets = self._logins if scope["path"].endswith(LOGIN_PATHS) else self._requests
            seconds = buckets.take(client)
            if seconds:
                refusal = _refuse(429, f"Too many requests. Try again in {seconds:.0f} seconds.")
                refusal.headers["Retry-After"] = f"{seconds:.0f}"
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Buckets:
    """A token bucket for each client: `per_minute` tokens at most, refilled evenly."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token; return 0.0, or if there is none the seconds (at least 1) until there will be one."""
        time_now = self._clock()
        tokens, since = self._held.pop(client, (float(self._per_minute), time_now))
        tokens = min(self._per_minute, tokens + (time_now - since) * self._per_minute / 60)
        allowed = tokens >= 1
        self._held[client] = (tokens - 1 if allowed else tokens, time_now)
        if len(self._held) > MOST_CLIENTS:
            self._held.popitem(last=False)
        return 0.0 if allowed else max(1.0, (1 - tokens) * 60 / self._per_minute)


def _refuse(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status)
