"""Half a surrogate pair is no character: no file and no reply can hold one, though JSON can send it."""

from __future__ import annotations


def encodable(text: str) -> str:
    """Return a text in which the replacement character stands for what is no character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
