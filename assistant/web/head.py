"""ASGI middleware that puts our theme into the page before it is first painted."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPENING = b"<head>"


class HeadFirst:
    """Puts `head` at the beginning of the <head> of every page.

    Gradio adds what it is given as `head` by script, when the page has already been seen in the wrong colours.
    """

    def __init__(self, app: ASGIApp, head: str) -> None:
        self.app = app
        self.head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a browser's request for a page gets it whole, with the head put in."""
        if scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", ""):
            # What is compressed could not be added to.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self.app({**scope, "headers": headers}, receive, self._adding(send))
        else:
            await self.app(scope, receive, send)

    def _adding(self, send: Send) -> Send:
        start: Message = {}
        body = bytearray()

        async def send_whole(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif not Headers(raw=start["headers"]).get("content-type", "").startswith("text/html"):
                await self._pass_on(start, message, send)
                start = {**start, "sent": True}
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send_page(start, bytes(body), send)

        return send_whole

    async def _pass_on(self, start: Message, message: Message, send: Send) -> None:
        if "sent" not in start:
            await send(start)
        await send(message)

    async def _send_page(self, start: Message, body: bytes, send: Send) -> None:
        page = body.replace(OPENING, OPENING + self.head, 1)
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(page))
        await send(start)
        await send({"type": "http.response.body", "body": page})
