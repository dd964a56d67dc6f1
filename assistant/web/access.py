"""Let programs in by name and password, where the page asks for them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request

from assistant.web.limits import LOGINS_PER_MINUTE, Buckets

Login = Callable[[str, str], Awaitable[bool]]


class Access:
    """A FastAPI dependency that lets everyone in, or only those with a login, as "name:password".

    It stands in the header Authorization, either behind Bearer, as an OpenAI client sends its key, or behind Basic.
    """

    def __init__(self, login: Login | None) -> None:
        self._login = login
        self._tries = Buckets(LOGINS_PER_MINUTE, time.monotonic)
        self._secret = secrets.token_bytes()
        self._known: set[bytes] = set()

    async def __call__(self, request: Request) -> None:
        """Let a request pass; raises HTTPException 401 if it has no login, 429 if it has tried too many."""
        if self._login is None:
            return
        given = credentials(request.headers.get("authorization", ""))
        # To hash a password takes its time on purpose, which a program would wait for with each question.
        digest = hmac.digest(self._secret, given.encode(), hashlib.sha256)
        if digest in self._known:
            return
        if seconds := self._tries.take(request.client.host if request.client else "unknown"):
            told = f"Too many tries to log in. Try again in {seconds:.0f} seconds."
            raise HTTPException(429, told, {"Retry-After": f"{seconds:.0f}"})
        name, _, password = given.partition(":")
        if not await self._login(name, password):
            told = 'This server asks for a login. Send "name:password" as the key (Bearer) or as Basic authentication.'
            raise HTTPException(401, told, {"WWW-Authenticate": "Basic"})
        self._known.add(digest)


def credentials(header: str) -> str:
    """Return the "name:password" of an Authorization header, "" if there is none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value
    try:
        return base64.b64decode(value, validate=True).decode() if scheme.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        return ""
