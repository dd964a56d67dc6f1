"""Take in documents while the page is open, and tell how far each has come."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from assistant.assistant import Assistant
from assistant.web.errors import RequestError
from assistant.web.services import list_documents, text_of


class Uploads:
    """The files that are being indexed; `most_bytes` is the size of the largest that is taken."""

    def __init__(self, assistant: Assistant, most_bytes: int) -> None:
        self._assistant = assistant
        self._most_bytes = most_bytes
        self._progress: dict[str, tuple[int, int]] = {}

    def take(self, request: object) -> dict[str, Any]:
        """Index the file {"id", "name", "content" in base64}; return all cards, and whether it `replaced` one."""
        upload, name = text_of(request, "id"), text_of(request, "name")
        data = self._decoded(name, text_of(request, "content"))

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

    def restore(self, request: object) -> list[dict[str, Any]]:
        """Bring back what was last removed or replaced as {"name"}; return the cards of all documents."""
        self._assistant.restore(text_of(request, "name"))
        return list_documents(self._assistant)

    def progress(self, request: object) -> dict[str, int]:
        """Return how many passages of the upload {"id"} are indexed, and of how many; 0 of 0 when that is not known."""
        done, total = self._progress.get(text_of(request, "id"), (0, 0))
        return {"done": done, "total": total}

    def _decoded(self, name: str, content: str) -> bytes:
        try:
            data = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise RequestError(f"{name} did not arrive whole. Try it again.") from None
        if len(data) > self._most_bytes:
            raise RequestError(f"{name} has {len(data):,} bytes; at most {self._most_bytes:,} are taken. Split it.")
        return data
