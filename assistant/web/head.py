"""ASGI middleware that puts our theme and preview into the page before it is first painted."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPENING = b"<head>"
# What Gradio says of itself to whoever shows a preview of a link to the page.
PREVIEW = re.compile(rb"""<meta\s[^>]*(?:property="og:|name="twitter:)[^>]*>""")


class HeadFirst:
    """Puts `head` at the beginning of the <head> of every page, and takes Gradio's preview out.

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
        page = PREVIEW.sub(b"", body).replace(OPENING, OPENING + self.head, 1)
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(page))
        await send(start)
        await send({"type": "http.response.body", "body": page})
