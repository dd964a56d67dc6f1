"""Fixtures of the tests of the web page: one server over the shipped articles and one browser serve all of them.

Every page refuses to leave its server: a request to anywhere else, an error on the console or an exception in a script
fails the test that caused it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browsers
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright
from web_support import VISITORS, AskingPage, OpenPage, running

from assistant import Assistant
from assistant.web import ServerSettings

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
DESKTOP = {"width": 1440, "height": 900}
EXAMPLES = (
    "Who did Bogdanov invite to Moscow?",
    "What is the boiling point of tungsten?",
    "Who led the Hamas delegation?",
    "What does Iran supply to Russia?",
    "Has Russia blacklisted Hamas?",
)


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="session")
def articles_url(assistant: Assistant, feedback_file: Path) -> Iterator[str]:
    settings = ServerSettings(feedback_file=feedback_file, examples=EXAMPLES, requests_per_minute=100_000)
    with running(assistant, settings) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = browsers.find(os.environ.get("PATH", ""))
    if not found:
        pytest.skip(browsers.NONE_FOUND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens a page at an address, in a browser without history, and waits until it can be used.

    Its keywords are those of Playwright's `new_context`; `allow_errors` is for tests that provoke one.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_at(
        url: str, *, allow_errors: bool = False, context: BrowserContext | None = None, **options: Any
    ) -> AskingPage:
        if context is None:
            context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # The machine may be busy.
        origin = "/".join(url.split("/")[:3])
        page.on("request", lambda request: _note_outgoing(request.url, origin, problems))
        asking = AskingPage(page)
        if not allow_errors:
            page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
            page.on("console", lambda message: _note_error(message, asking, problems))
        page.goto(url)
        page.wait_for_selector("#document-list li", state="attached")
        VISITORS[int(origin.rpartition(":")[2])].append(asking)
        return asking

    yield open_at
    for context in contexts:
        context.close()
    VISITORS.clear()
    assert problems == []


def _note_error(message: ConsoleMessage, asking: AskingPage, problems: list[str]) -> None:
    if message.type == "error" and not asking.leaving:
        problems.append(f"console: {message.text}")


def _note_outgoing(url: str, origin: str, problems: list[str]) -> None:
    if not url.startswith((origin, "data:", "blob:")):
        problems.append(f"request to {url}")
