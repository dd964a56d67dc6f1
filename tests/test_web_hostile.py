"""Hostile text in documents, titles, names, questions and notes is shown as text; it never runs and never loads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encode

import pytest
from web_support import Scripted, cite, running, saying

from assistant import Answer
from assistant.web import ServerSettings
from assistant.web.markup import tag, text
from index import Document

if TYPE_CHECKING:
    from web_support import OpenPage

pytest_plugins = ["web_fixtures"]

# `problems` in the page fixture fails the test when any of these reaches for evil.test; window.ran tells of a script.
ATTACKS = {
    "<script>window.ran = 1</script>": "script",
    "<img src=x onerror='window.ran = 1'>": "event handler",
    "<img src='http://evil.test/a.png'><iframe src='http://evil.test'></iframe>": "elements that load",
    "![a](http://evil.test/b.png) [b](javascript:window.ran=1) <http://evil.test> www.evil.test": "Markdown",
    "$$\\href{javascript:window.ran=1}{x}$$ \\(y\\) \\[z\\]": "LaTeX",
    "```mermaid\ngraph TD; A-->B; click A href 'http://evil.test'\n```": "mermaid",
    "</div></p><style>* { background: url(//evil.test) }</style><form action=http://evil.test>": "style and form",
    "${window.ran = 1} {{value}} {{{value}}} @children `${1}`": "templates",
    "a\u202egnp.exe \u2066b\u2069 \u200f c": "right-to-left marks",
    "# h\n\n---\n\n* [x] `c` | t | ~~s~~ &amp; &lt;b&gt; \\* _i_ 1. x": "Markdown blocks",
    "W" * 10_000: "a word of 10,000 characters",
}
ACTIVE = "img, iframe, form, style, script, .katex, .mermaid, code, pre, h1, hr, li:not(.source), a[href*='//']"


class Echoing(Scripted):
    """An assistant that quotes the document of the number that it is asked for."""

    def stream(self, question: str, *, history: Sequence[tuple[str, str]] = (), **_: Any) -> Iterator[Answer]:  # noqa: ARG002
        document = self.documents[int(question)]
        citation = cite(document, document.text.partition(": ")[2])
        yield saying(citation, question=document.title, interpreted_as=f"Is it {document.title}?")


@pytest.fixture(scope="module")
def hostile_feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "feedback.jsonl"


@pytest.fixture(scope="module")
def hostile_url(hostile_feedback: Path) -> Iterator[str]:
    documents = tuple(
        Document(f"{attack[:60]}.txt", f"It says: {attack}", attack, author=attack, publisher=attack)
        for attack in ATTACKS
    )
    with running(Echoing(documents, [saying()]), ServerSettings(feedback_file=hostile_feedback)) as url:
        yield url


@pytest.mark.parametrize("name", ATTACKS.values(), ids=str)
def test_hostile_text_is_shown_as_it_is(hostile_url: str, open_page: OpenPage, name: str) -> None:
    number, attack = next((number, attack) for number, attack in enumerate(ATTACKS) if ATTACKS[attack] == name)
    asking = open_page(hostile_url)
    asking.ask(str(number))
    shown = " ".join(attack.split())
    for selector in (".statement .words", ".question", ".sources .title"):
        assert asking.page.locator(f"#chat {selector}").text_content() == shown, selector
    assert asking.page.locator("#chat .message-content").locator(ACTIVE).count() == 0
    asking.page.locator("#chat a.marker").first.click()
    asking.wait_for_mark(attack)
    assert asking.page.locator("#reader-text").text_content() == f"It says: {attack}"
    assert asking.page.locator("#reader-title").text_content() == attack
    asking.page.locator("#chat a.marker").first.hover()
    asking.wait_for_words("#quote-card-quote", attack[:100])
    assert asking.fits_sideways()
    assert asking.page.evaluate("window.ran") is None


def test_a_conversation_full_of_hostile_text_is_rated_saved_and_restored(
    hostile_url: str, hostile_feedback: Path, open_page: OpenPage
) -> None:
    asking = open_page(hostile_url)
    for number in range(len(ATTACKS)):
        asking.ask(str(number))
    note = " ".join(ATTACKS)[:2000]
    asking.page.locator("#chat .act-thumb-up").last.click()
    asking.page.locator("#note").fill(note)
    asking.page.get_by_role("button", name="Send").click()
    asking.wait_for_words("#toast", "Thank you")
    assert json.loads(hostile_feedback.read_text(encoding="utf-8"))["note"].split() == note.split()
    asking.reload()
    asking.wait_for_turns(len(ATTACKS))
    asking.page.locator("#tab-conversations").click()
    assert asking.page.locator("#conversation-list .item-title").text_content() == next(iter(ATTACKS))
    assert asking.page.locator("#chat .message-content").locator(ACTIVE).count() == 0
    assert asking.page.evaluate("window.ran") is None


def test_a_link_to_a_document_with_a_hostile_name_opens_nothing_else(open_page: OpenPage) -> None:
    name = '"><img src=x onerror=window.ran=1>'
    with running(Scripted((Document("a.txt", "Some text.", "A"),)), ServerSettings()) as url:
        asking = open_page(f"{url}/?document={percent_encode(name)}")
        asking.wait_for_words("#toast", f"There is no document {name}.")
        assert asking.page.evaluate("window.ran") is None


@pytest.mark.parametrize(
    "hostile", ["<b>", "&lt;", "**b**", "[a](b)", "`c`", "$$x$$", "http://a.b", "\n\n    code", "\x00a"]
)
def test_text_in_a_message_holds_no_sign_of_html_or_markdown(hostile: str) -> None:
    written = text(hostile)
    assert not set("<>*_[]()`$#!~|\\\n\0") & set(written.replace("&#", "").replace(";", ""))


def test_an_attribute_cannot_be_left() -> None:
    assert tag("a", "x", href="\" onclick='y' <b>\n\n") == '<a href="&quot; onclick=&#x27;y&#x27; &lt;b&gt; ">x</a>'
