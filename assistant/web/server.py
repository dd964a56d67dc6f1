"""Serve the page: a FastAPI app within limits, run until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio.to_thread
import uvicorn
from fastapi import Depends, FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.assistant import Assistant
from assistant.version import own_version
from assistant.web import completions
from assistant.web.access import Access, Login
from assistant.web.errors import AddressError
from assistant.web.head import HeadFirst
from assistant.web.limits import BodyLimit, InWords, OwnOrigin, RateLimit, SecurityHeaders
from assistant.web.metrics import Metrics
from assistant.web.page import ASSETS, mount_page, page_head
from assistant.web.passwords import is_allowed, read_users
from assistant.web.settings import ServerSettings
from assistant.web.watching import watching


def build_app(assistant: Assistant, settings: ServerSettings) -> FastAPI:
    """Return the page and its programs' interface as an ASGI app; it opens no port."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    # The last one added is the first to see a request.
    app.add_middleware(InWords)
    app.add_middleware(HeadFirst, head=page_head(settings.root_path))
    app.add_middleware(RateLimit, requests_per_minute=settings.requests_per_minute)
    app.add_middleware(BodyLimit, most_bytes=settings.request_bytes)
    app.add_middleware(OwnOrigin, host_names=settings.host_names)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.host_names, www_redirect=False)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(RequestValidationError, _refused)
    metrics = Metrics(assistant)
    login = _login(settings.auth_file)
    access = [Depends(Access(login))]
    for path in ("/health", "/healthz"):
        app.add_api_route(path, lambda: _health(assistant))
    app.add_api_route(
        "/metrics", lambda: Response(metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4), dependencies=access
    )
    app.include_router(completions.router(assistant, settings, metrics), prefix="/v1", dependencies=access)
    app.mount("/page", StaticFiles(directory=ASSETS))
    return mount_page(app, assistant, settings, metrics, login)


def _refused(_: Request, error: Exception) -> Response:
    """Return what is wrong with a request; what was sent is left out, for it may be nothing that JSON can hold."""
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    told = [{key: each[key] for key in ("type", "loc", "msg")} for each in wrong]
    return JSONResponse({"detail": jsonable_encoder(told)}, 422)


def serve(assistant: Assistant, settings: ServerSettings, *, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve the page until SIGTERM or SIGINT; calls `on_ready` with its address once it can be opened.

    Running answers are finished, at most `stop_seconds` long. Raises AddressError if the address cannot be taken.
    """
    listener = _listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{settings.root_path}"
    with watching(assistant) if settings.watched else contextlib.nullcontext():
        asyncio.run(_serve(assistant, settings, listener, lambda: on_ready(address) if on_ready else None))


async def _serve(
    assistant: Assistant, settings: ServerSettings, listener: socket.socket, on_ready: Callable[[], None]
) -> None:
    # Gradio leaves event loops unclosed when its app is built where none runs.
    await _Server(build_app(assistant, settings), settings, on_ready).serve(sockets=[listener])


def _health(assistant: Assistant) -> dict[str, Any]:
    return {"status": "ok", "version": own_version(), "documents": assistant.document_count}


def _login(auth_file: Path | None) -> Login | None:
    if auth_file is None:
        return None
    users = read_users(auth_file)

    async def login(name: str, password: str) -> bool:
        # Hashing takes its time, and must not hold up the answers of others.
        return await anyio.to_thread.run_sync(is_allowed, users, name, password)

    return login


class _Server(uvicorn.Server):
    """Uvicorn, quiet, that says when it is ready."""

    def __init__(self, app: FastAPI, settings: ServerSettings, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=settings.stop_seconds, lifespan="on")
        )
        self._on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGINT and SIGTERM; uvicorn would raise them again in the end, and nothing could be tidied up."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        self._on_ready()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = f"{host}:{port} ({error.strerror})"
        raise AddressError(f"Cannot listen at {reason}. Choose another with --host or --port.") from None
