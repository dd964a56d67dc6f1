"""Take in documents while the page is open, in parts, and tell how far each has come."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from assistant.assistant import Assistant
from assistant.web.errors import RequestError
from assistant.web.services import list_documents, number_of, text_of

# Beyond so many files that arrive at once, the one that began first is given up: its browser may be gone.
MOST_ARRIVING = 4


class Uploads:
    """The files that arrive and are being indexed; `most_bytes` is the size of the largest that is taken."""

    def __init__(self, assistant: Assistant, most_bytes: int) -> None:
        self._assistant = assistant
        self._most_bytes = most_bytes
        self._progress: dict[str, tuple[int, int]] = {}
        self._arriving: dict[str, bytearray] = {}

    def take(self, request: object) -> dict[str, Any]:
        """Take the next part of the file {"id", "name", "size", "content" in base64}, and index it with its last.

        Returns how many bytes have been `received`; with the last part all cards, and whether it `replaced` one.
        """
        upload, name, size = text_of(request, "id"), text_of(request, "name"), number_of(request, "size")
        received = self._received(upload, name, size, text_of(request, "content"))
        if len(received) < size:
            return {"received": len(received)}
        data = bytes(self._arriving.pop(upload))

        def show(done: int, total: int) -> None:
            self._progress[upload] = (done, total)

        try:
            replaced = self._assistant.upload(name, data, progress=show)
        finally:
            self._progress.pop(upload, None)
        return {"documents": list_documents(self._assistant), "replaced": replaced}

    def remove(self, request: object) -> list[dict[str, Any]]:
        """Take the upload {"name"} out; return the cards of all documents."""
        self._assistant.remove(text_of(request, "name"))
        return list_documents(self._assistant)

    def rename(self, request: object) -> list[dict[str, Any]]:
        """Call the upload {"name"} otherwise, {"other"}; return the cards of all documents."""
        self._assistant.rename(text_of(request, "name"), text_of(request, "other"))
        return list_documents(self._assistant)

    def restore(self, request: object) -> list[dict[str, Any]]:
        """Bring back what was last removed or replaced as {"name"}; return the cards of all documents."""
        self._assistant.restore(text_of(request, "name"))
        return list_documents(self._assistant)

    def progress(self, request: object) -> dict[str, int]:
        """Return how many passages of the upload {"id"} are indexed, and of how many; 0 of 0 when that is not known."""
        done, total = self._progress.get(text_of(request, "id"), (0, 0))
        return {"done": done, "total": total}

    def _received(self, upload: str, name: str, size: int, content: str) -> bytearray:
        """Return what has arrived of a file, with this part of it."""
        if size > self._most_bytes:
            raise RequestError(f"{name} has {size:,} bytes; at most {self._most_bytes:,} are taken. Split it.")
        try:
            part = base64.b64decode(content, validate=True)
        except binascii.Error:
            part = b""
        if upload not in self._arriving and len(self._arriving) >= MOST_ARRIVING:
            del self._arriving[next(iter(self._arriving))]
        received = self._arriving.setdefault(upload, bytearray())
        received += part
        if len(received) > size or (size and not part):
            self._arriving.pop(upload, None)
            raise RequestError(f"{name} did not arrive whole. Try it again.")
        return received
