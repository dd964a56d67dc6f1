"""An answer as text for a terminal."""

from __future__ import annotations

import re
import textwrap

from assistant.answering import quote_lines
from assistant.answers import Answer, Citation, Statement
from index import Document, Passage

WIDTH = 100
BOLD, PLAIN = "\033[1m", "\033[0m"
# Stand for these till all else that would steer the terminal is gone.
OPEN, CLOSE = "\ue000", "\ue001"
# What would steer a terminal or turn the direction of its lines, when it stands in a document or its name.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def answer_text(answer: Answer, *, colour: bool = False) -> str:
    """Return the answer, then its sources with title, date and quote, or else the passages that come nearest."""
    shown = STEERING.sub("", _answer_text(answer, colour))
    return shown.replace(OPEN, BOLD).replace(CLOSE, PLAIN)


def _answer_text(answer: Answer, colour: bool) -> str:
    lines = [_with_notes(statement, colour) for statement in answer.statements]
    if answer.abstained:
        lines.insert(1, _wrapped(answer.reason))
    if answer.headline:
        lines.insert(0, f"{OPEN}{answer.headline}{CLOSE}" if colour else answer.headline)
    if answer.interpreted_as != " ".join(answer.question.split()):
        lines.insert(0, f"Understood as: {answer.interpreted_as}")
    if answer.searches:
        lines.insert(0, _wrapped(f"Also searched for: {'; '.join(answer.searches)}"))
    lines += [_wrapped(answer.note)] * bool(answer.note)
    if answer.citations:
        said = " ".join(" ".join(statement.text.split()) for statement in answer.statements)
        lines.append(f"Sources ({answer.record.words}):" if answer.record else "Sources:")
        lines += [_source(citation, said) for citation in answer.citations]
    elif answer.nearest:
        lines.append("Nearest passages:")
        lines += [_nearest(passage) for passage in answer.nearest]
    return "\n\n".join(lines)


def _with_notes(statement: Statement, colour: bool) -> str:
    label = f"{statement.label}\n" if statement.context else ""
    lines = _statement(statement, colour).split("\n")
    code = [line for part, is_code in statement.parts for line in [is_code] * (1 + part.of(statement.text).count("\n"))]
    words = label + "\n".join(line if is_code else _wrapped(line) for line, is_code in zip(lines, code, strict=True))
    return f"{words}\n{_wrapped(f'({statement.remarks})', indent='    ')}" if statement.notes else words


def _statement(statement: Statement, colour: bool) -> str:
    text, position = "", 0
    for span in statement.emphasis:
        text += statement.text[position : span.start]
        text += f"{OPEN}{span.of(statement.text)}{CLOSE}" if colour else span.of(statement.text)
        position = span.end
    markers = "".join(f" [{number}]" for number in statement.citations)
    return text + statement.text[position:] + markers


def source_text(citation: Citation, document: Document) -> str:
    """Return the part of a document around a citation, the lines that it stands in whole, with the quote marked."""
    start = document.text.rfind("\n\n", 0, citation.start) + 1
    end = document.text.find("\n\n", citation.end)
    before, after = document.text[start : citation.start], document.text[citation.end : end if end > 0 else None]
    words = f"{before}»{citation.quote}«{after}".strip()
    lines = "\n".join(_wrapped(line, indent="    ") for line in words.split("\n"))
    return STEERING.sub("", f"{_head(citation)}\n{lines}")


def _source(citation: Citation, said: str) -> str:
    """Return where a citation stands, with its quote, unless the answer has said just these words."""
    quote = quote_lines(citation)
    shown = [] if " ".join(" ".join(quote).split()) in said else [_wrapped(line, indent="    ") for line in quote]
    return "\n".join([_head(citation), *shown])


def _head(citation: Citation) -> str:
    page = f"page {citation.page}, " if citation.page else ""
    place = f"{' '.join(citation.document.split())}, {page}characters {citation.start}-{citation.end}"
    return f"[{citation.number}] {_title(citation.title, citation.published)} ({place})"


def _nearest(passage: Passage) -> str:
    text = textwrap.shorten(passage.words, 300, placeholder=" …")
    head = (
        f"  - {_title(passage.title, passage.published)} ({passage.document}, characters {passage.start}-{passage.end})"
    )
    return f"{head}\n{_wrapped(text, indent='    ')}"


def _title(title: str, published: object) -> str:
    return f"{title}, {published}" if published else title


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
