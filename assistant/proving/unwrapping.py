"""Take thoughts between tags out of a stream of text, and Markdown off its lines."""

from __future__ import annotations

import re

OPENING = ("<think>", "<thinking>", "<thought>", "<reasoning>", "<scratchpad>")
CLOSING = tuple(tag.replace("<", "</") for tag in OPENING)
FENCE = re.compile(r"\s*(?:```|~~~)")
HEADING = re.compile(r"\s*#{1,6}\s")
RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$|\s*\|?[\s:|-]{3,}\|?\s*$")
BULLET = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+•‣▪–]|\(?\d{1,2}[.)]|[a-z][.)])\s+)?")
EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1")
LEFT_OVER = re.compile(r"\*{2,}|_{2,}|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*](?!\w)")
LINK = re.compile(r"!?\[([^\]\d][^\]]*)\]\([^)\s]*\)")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class Unwrapper:
    """Passes on a text that comes in pieces, less what stands between tags of thought; these never show in parts.

    A thought that is never closed hides all that follows.
    """

    def __init__(self) -> None:
        self._thinking = False
        self._pending = ""

    def feed(self, piece: str) -> str:
        """Return what is certain to be text in the next piece and in what was held back."""
        return "".join(map(self._take, piece))

    def finish(self) -> str:
        """Return what was held back, after the last piece."""
        rest, self._pending = self._pending, ""
        return "" if self._thinking else rest

    def _take(self, character: str) -> str:
        if not self._pending and character != "<":
            return "" if self._thinking else character
        held = self._pending + character
        tag = held.lower()
        if tag in OPENING + CLOSING:
            self._thinking, self._pending = tag in OPENING, ""
            return ""
        if any(known.startswith(tag) for known in OPENING + CLOSING):
            self._pending = held
            return ""
        self._pending = ""
        if character == "<":
            return ("" if self._thinking else held[:-1]) + self._take("<")
        return "" if self._thinking else held


def plain_line(line: str) -> str:
    """Return a line of Markdown as plain text; "" for headings, rules and the edges of code."""
    if FENCE.match(line) or HEADING.match(line) or RULE.fullmatch(line):
        return ""
    text = LINK.sub(r"\1", TAG.sub("", line[BULLET.match(line).end() :]))  # type: ignore[union-attr] # It may be empty.
    for _ in range(3):
        text = EMPHASIS.sub(r"\2", text)
    return LEFT_OVER.sub("", text).replace("|", " ").strip()
