"""What the tests of the web page share: a server in a thread, a scripted assistant, a person at a page."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Locator, Page

from assistant import Answer, Assistant, Citation, Statement
from assistant.finding import Promise
from assistant.web import ServerSettings, build_app
from index import Document, Hit, IndexingError, Progress

SCREENSHOTS = Path(__file__).parent / "screenshots"
PHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., "AskingPage"]
# By the port of their server. They leave before it is stopped; left open, they would tell the console that it is gone.
VISITORS: defaultdict[int, list[AskingPage]] = defaultdict(list)


@dataclass
class Scripted:
    """An assistant that says what a test gives it, over documents without an index; `pause` runs between the parts."""

    documents: tuple[Document, ...]
    answers: Sequence[Answer] = ()
    pause: Callable[[], object] = lambda: None
    library: Path | None = None
    skipped: dict[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    stale: str = ""
    promise: Promise | None = None
    revision: int = 0
    asked: list[tuple[str, Sequence[tuple[str, str]]]] = field(default_factory=list)
    of: list[Sequence[str] | None] = field(default_factory=list)
    in_quotes: list[bool] = field(default_factory=list)
    model: str = ""

    @property
    def uploads(self) -> frozenset[str]:
        return frozenset()

    @property
    def passages(self) -> int:
        return len(self.documents)

    @property
    def document_count(self) -> int:
        return len(self.documents)

    def document(self, name: str) -> Document | None:
        return next((document for document in self.documents if document.name == name), None)

    def search(self, question: str, **choices: Any) -> list[Hit]:  # noqa: ARG002
        return []

    def answer(self, question: str, *, history: Sequence[tuple[str, str]] = (), **choices: Any) -> Answer:
        if not choices.get("quotes_only"):  # To be offered, and not asked by anybody.
            self.asked.append((question, history))
            self.of.append(choices.get("documents"))
        return replace(self.answers[-1] if self.answers else saying(), question=question)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[tuple[str, str]] = (),
        documents: Sequence[str] | None = None,
        quotes_only: bool = False,
    ) -> Iterator[Answer]:
        self.asked.append((question, history))
        self.of.append(documents)
        self.in_quotes.append(quotes_only)
        for number, answer in enumerate(self.answers):
            if number:
                self.pause()
            yield replace(answer, question=question)


@dataclass
class Growing(Scripted):
    """A scripted assistant that takes in documents, and refuses what is not UTF-8."""

    library: Path | None = Path("own/library")
    added: dict[str, Document] = field(default_factory=dict)
    before: dict[str, Document] = field(default_factory=dict)

    @property
    def uploads(self) -> frozenset[str]:
        return frozenset(self.added)

    def upload(self, name: str, data: bytes, *, progress: Progress) -> bool:
        progress(1, 2)
        self.pause()
        try:
            document = Document(name, data.decode(), name)
        except UnicodeDecodeError:
            raise IndexingError(f"{name} is not UTF-8. Convert it.") from None
        replaced = name in self.added
        if replaced:
            self.remove(name)
        self._hold(document)
        return replaced

    def remove(self, name: str) -> None:
        self.before[name] = self.added.pop(name)
        self.documents = tuple(each for each in self.documents if each.name != name)

    def rename(self, name: str, other: str) -> None:
        document = self.added[name]
        self.remove(name)
        self._hold(replace(document, name=other, title=other))

    def restore(self, name: str) -> None:
        document = self.before[name]
        if name in self.added:
            self.remove(name)
        self._hold(document)

    def _hold(self, document: Document) -> None:
        self.added[document.name] = document
        self.documents = (*self.documents, document)


def cite(document: Document, quote: str, number: int = 1) -> Citation:
    """Return the citation of the first place of a quote in a document."""
    start = document.text.index(quote)
    return Citation(number, document.name, document.title, document.published, quote, start, start + len(quote))


def saying(*citations: Citation, **changes: Any) -> Answer:
    """Return an answer that quotes the citations, one statement each."""
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    text = "\n\n".join(f"{citation.quote} [{citation.number}]" for citation in citations)
    answer = Answer(
        question="", interpreted_as="", text=text, statements=statements, citations=citations, abstained=False,
        reason="", confidence=0.9, nearest=(), disagreements=(), documents_searched=5, timings={"search": 20.0},
    )  # fmt: skip
    return replace(answer, **changes)


@contextlib.contextmanager
def running(assistant: Assistant | Scripted, settings: ServerSettings, *, port: int = 0) -> Iterator[str]:
    """Serve the page on this machine in a thread, on a free port; give its address, and stop it at the end."""
    listener = socket.create_server(("127.0.0.1", port))
    built: queue.Queue[uvicorn.Server | BaseException] = queue.Queue()

    async def serve() -> None:
        # Gradio leaves event loops unclosed when its app is built where none runs.
        try:
            app = build_app(assistant, settings)  # type: ignore[arg-type]
        except BaseException as error:
            built.put(error)
            return
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        built.put(server)
        await server.serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=[serve()], daemon=True)
    thread.start()
    server = built.get()
    if isinstance(server, BaseException):
        listener.close()
        raise server
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        for asking in VISITORS.pop(listener.getsockname()[1], []):
            asking.leave()
        server.should_exit = server.force_exit = True
        thread.join(timeout=30)
        listener.close()


@dataclass
class AskingPage:
    """A browser page, and what a person does on it.

    What Gradio's client writes on the console while its document is `leaving` is no fault: it cuts its own streams
    then, and complains of the cut.
    """

    page: Page
    leaving: bool = False

    def reload(self) -> None:
        self.leaving = True
        self.page.reload()
        self.leaving = False

    def leave(self) -> None:
        self.leaving = True
        self.page.close()

    @property
    def box(self) -> Locator:
        return self.page.locator("#question textarea")

    def send(self, question: str) -> None:
        self.box.fill(question)
        self.box.press("Enter")

    def ask(self, question: str) -> None:
        """Ask, and wait until the answer is complete."""
        before = self.page.locator(".answer-end").count()
        self.send(question)
        self.wait_for_turns(before + 1)

    def wait_for_turns(self, count: int) -> None:
        """Wait until the chat shows so many questions, each with its complete answer."""
        self.page.wait_for_function(
            """count => ['#chat .question', '#chat .answer-end'].every(
                (each) => document.querySelectorAll(each).length === count)
                && !document.querySelector('#question .stop-button')""",
            arg=count,
        )

    def questions(self) -> list[str]:
        return self.page.locator("#chat .question").all_text_contents()

    def wait_for_mark(self, quote: str) -> None:
        """Wait until the reader marks exactly this as the current citation."""
        self.page.wait_for_function(
            """quote => [...document.querySelectorAll('#reader-text mark.current')]
                .map((mark) => mark.textContent).join('') === quote""",
            arg=quote,
        )

    def wait_for_words(self, selector: str, words: str) -> None:
        """Wait until an element holds these words."""
        self.page.wait_for_function(
            "([selector, words]) => document.querySelector(selector)?.textContent.includes(words)",
            arg=[selector, words],
        )

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def fits_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
