"""Write a conversation as a Markdown text, a web page, or a receipt that can be verified."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape as escape_html
from pathlib import Path
from string import Template
from typing import Any

from assistant.answering import escape as escape_markdown
from assistant.answering import quote_lines
from assistant.answers import Answer, Citation
from assistant.web.conversation import Turn, turns_to_json
from assistant.web.markup import day_in_words, in_its_language, lines, quoted, tag
from index import Document

RECEIPT = "assistant-receipt-1"
PAGE = Path(__file__).parent / "assets" / "export.html"


def to_json(turns: Sequence[Turn], documents: Sequence[Document]) -> str:
    """Return the receipt: every turn whole, and the digest of each cited document as it is in the corpus."""
    cited = {citation.document for turn in turns for citation in turn.answer.citations}
    receipt = {
        "format": RECEIPT,
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": {document.name: document.digest for document in documents if document.name in cited},
        "turns": turns_to_json(turns),
    }
    return json.dumps(receipt, ensure_ascii=False, indent=2) + "\n"


def to_markdown(turns: Sequence[Turn], documents: Sequence[Document]) -> str:  # noqa: ARG001  (as the other forms)
    """Return the conversation as Markdown: a heading for each question, its answer, its quotes with their places."""
    return "\n\n".join(part for turn in turns for part in _markdown_turn(turn.answer)) + "\n"


def to_html(turns: Sequence[Turn], documents: Sequence[Document]) -> str:  # noqa: ARG001  (as the other forms)
    """Return the conversation as a web page that stands alone, without script."""
    title = escape_html(turns[0].answer.question)
    body = "\n".join(_html_turn(turn.answer, number) for number, turn in enumerate(turns, start=1))
    return Template(PAGE.read_text(encoding="utf-8")).substitute(title=title, body=body)


FORMS: dict[str, tuple[str, str, Callable[[Sequence[Turn], Sequence[Document]], str]]] = {
    "markdown": ("md", "text/markdown", to_markdown),
    "html": ("html", "text/html", to_html),
    "json": ("json", "application/json", to_json),
}
"""The forms of an export: the file name's suffix, the media type, and the function that writes it."""


def _markdown_turn(answer: Answer) -> list[str]:
    parts = [f"## {escape_markdown(_one_line(answer.question))}"]
    if answer.interpreted_as.strip() not in ("", answer.question.strip()):
        parts.append(f"Understood as: *{escape_markdown(_one_line(answer.interpreted_as))}*")
    parts.append(answer.text)
    if answer.abstained:
        parts.append(escape_markdown(answer.reason))
    return [*parts, *(_markdown_source(citation) for citation in answer.citations)]


def _markdown_source(citation: Citation) -> str:
    quote = "  \n> ".join(escape_markdown(_one_line(line)) for line in quote_lines(citation))
    return f"> [{citation.number}] {quote}\n>\n> — {escape_markdown(_place(citation))}"


def _html_turn(answer: Answer, number: int) -> str:
    parts = [quoted(answer.question, "h2")]
    if answer.interpreted_as.strip() not in ("", answer.question.strip()):
        parts.append(tag("p", ["Understood as ", quoted(answer.interpreted_as, "q")], class_="understood"))
    for statement in answer.statements:
        links = (tag("a", f"[{each}]", href=f"#source-{number}-{each}") for each in statement.citations)
        parts.append(tag("p", [in_its_language(statement.text, "span", lines(statement.text)), " ", *links]))
        if statement.notes:
            parts.append(tag("p", quoted(statement.remarks, "small"), class_="notes"))
    if answer.abstained:
        parts.append(tag("p", escape_html(answer.reason)))
    parts += [_html_source(citation, number) for citation in answer.citations]
    return tag("section", parts)


def _html_source(citation: Citation, number: int) -> str:
    quote = in_its_language(citation.quote, "q", lines("\n".join(quote_lines(citation))))
    parts = [f"[{citation.number}] ", quote, tag("cite", quoted(_place(citation)))]
    return tag("blockquote", parts, id=f"source-{number}-{citation.number}")


def _place(citation: Citation) -> str:
    day = day_in_words(citation.published) if citation.published else ""
    where = f"{citation.document}, characters {citation.start} to {citation.end}"
    return ", ".join(part for part in (citation.title, day, where) if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def file_name(turns: Sequence[Turn], suffix: str) -> str:
    """Return a file name from the first question: "who-built-the-bridge.md"."""
    words = "".join(letter if letter.isalnum() else " " for letter in turns[0].answer.question.lower()).split()
    return f"{'-'.join(words[:8])[:60] or 'conversation'}.{suffix}"


def export(turns: Sequence[Turn], documents: Sequence[Document], form: str) -> dict[str, Any]:
    """Return "name", "type" and "content" of the conversation in one of FORMS; there is at least one turn."""
    suffix, media_type, write = FORMS[form]
    return {"name": file_name(turns, suffix), "type": media_type, "content": write(turns, documents)}
