"""Lay statements out as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answers import Statement
from index import Span

# A line end in Markdown: between lines, and between the label of a statement and its words.
APART = "  \n"


def markdown(statements: Iterable[Statement]) -> str:
    """Return statements as Markdown: escaped text, emphasis in bold, markers [n] behind, notes in italics below."""
    return "\n\n".join(_markdown_of(statement) for statement in statements)


def _markdown_of(statement: Statement) -> str:
    words = "\n".join(
        _fenced(part.of(statement.text)) if is_code else _prose(statement, part) for part, is_code in statement.parts
    )
    label = f"*{escape(statement.label)}*{APART}" if statement.context else ""
    line = " ".join([f"{label}{words}", *(f"[{number}]" for number in statement.citations)])
    return f"{line}\n*({escape(statement.remarks)})*" if statement.notes else line


def _prose(statement: Statement, part: Span) -> str:
    pieces, position = [], part.start
    for span in statement.emphasis:
        if part.start <= span.start < part.end:
            pieces += [_lines(statement.text[position : span.start]), "**", escape(span.of(statement.text)), "**"]
            position = span.end
    return "".join([*pieces, _lines(statement.text[position : part.end])])


def _fenced(code: str) -> str:
    """Return code between fences that are longer than any run of backticks in it, so that nothing gets out."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{fence}\n{code}\n{fence}\n"


def _lines(text: str) -> str:
    """Return plain text of several lines as Markdown in which each is a line of its own."""
    return APART.join(map(escape, text.split("\n")))


def escape(text: str) -> str:
    """Return plain text as Markdown that shows just these characters; square brackets are never markers then."""
    text = re.sub(r"([\\`*_\[\]<>~$|&])", r"\\\1", text)
    return re.sub(r"^(\d*)([#+.)-])(?=\s|$|[#-])", r"\1\\\2", text)
