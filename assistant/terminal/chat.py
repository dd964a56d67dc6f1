"""A conversation on a terminal: follow-ups, earlier questions by arrow up, sources by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.terminal.showing import answer_text, source_text

GREETING = "Ask the documents. A number shows that source whole, /new begins anew, /help tells more, /quit ends."
HELP = """A question is understood from those before it.
  2        shows the passage around source [2] of the last answer
  /new     begins a new conversation
  /quit    ends, as Ctrl-D does"""
TURNS_KEPT = 8
# Nobody asks these of documents.
ENDS = ("/quit", "/exit", "quit", "exit", "/q")


def converse(
    assistant: Assistant,
    lines: Iterable[str],
    *,
    documents: list[str] | None = None,
    quotes_only: bool = False,
    colour: bool = False,
) -> Iterator[str]:
    """Yield what is shown for each line that a person types, until they type no more or /quit."""
    history: list[tuple[str, str]] = []
    latest: Answer | None = None
    yield GREETING
    for line in map(str.strip, lines):
        if line.lower() in ENDS:
            return
        if line == "/new":
            history, latest = [], None
            yield "A new conversation."
        elif line.startswith("/"):
            yield HELP
        elif line.isdecimal():
            yield _source(assistant, latest, int(line))
        elif line:
            talk = history[-TURNS_KEPT:]
            latest = assistant.answer(line, history=talk, documents=documents, quotes_only=quotes_only)
            history.append((latest.interpreted_as, " ".join(each.text for each in latest.statements)))
            yield answer_text(latest, colour=colour)


def _source(assistant: Assistant, latest: Answer | None, number: int) -> str:
    """Return the passage around a source of the last answer."""
    citations = latest.citations if latest else ()
    if not 1 <= number <= len(citations):
        return f"There is no source [{number}]." + (f" There are {len(citations)}." if citations else "")
    citation = citations[number - 1]
    document = assistant.document(citation.document)
    if document is None:
        return f"{citation.document} is no longer there."
    return source_text(citation, document)


def typed_lines(prompt: Callable[[], str]) -> Iterator[str]:
    """Yield the lines that a person types at a prompt, until they end it; Ctrl-C takes a line back."""
    while True:
        try:
            yield prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
