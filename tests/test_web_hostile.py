"""Hostile text in documents, titles, names, questions and notes is shown as text; it never runs and never loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encode

import pytest
from web_support import Scripted, cite, running, saying

from assistant.web import ServerSettings
from assistant.web.markup import tag, text
from index import Document

if TYPE_CHECKING:
    from web_support import OpenPage

pytest_plugins = ["web_fixtures"]

# `problems` in the page fixture fails the test when any of these reaches for evil.test; window.ran tells of a script.
ATTACKS = [
    pytest.param("<script>window.ran = 1</script>", id="script"),
    pytest.param("<img src=x onerror='window.ran = 1'>", id="event handler"),
    pytest.param("<img src='http://evil.test/a.png'><iframe src='http://evil.test'></iframe>", id="elements that load"),
    pytest.param("![a](http://evil.test/b.png) [b](javascript:window.ran=1) <http://evil.test>", id="Markdown"),
    pytest.param("$$\\href{javascript:window.ran=1}{x}$$ \\(y\\) \\[z\\]", id="LaTeX"),
    pytest.param("```mermaid\ngraph TD; A-->B; click A href 'http://evil.test'\n```", id="mermaid"),
    pytest.param(
        "</div></p><style>body { background: url(http://evil.test/c.png) }</style><form action=http://evil.test>",
        id="style and form",
    ),
    pytest.param("${window.ran = 1} {{value}} {{{value}}} @children `${1}`", id="templates"),
    pytest.param("a\u202egnp.exe \u2066b\u2069 \u200f c", id="right-to-left marks"),
    pytest.param("# h\n\n---\n\n* [x] `c` | t | ~~s~~ &amp; &lt;b&gt; \\* _i_ 1. x", id="Markdown blocks"),
    pytest.param("W" * 10_000, id="a word of 10,000 characters"),
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_shown_as_it_is(open_page: OpenPage, attack: str, tmp_path: Path) -> None:
    document = Document(f"{attack[:60]}.txt", f"It begins here. {attack} So it ends.", attack, author=attack)
    citation = cite(document, attack)
    scripted = Scripted((document,), [saying(citation, interpreted_as=f"Is it {attack}?")])
    feedback = tmp_path / "feedback.jsonl"
    with running(scripted, ServerSettings(feedback_file=feedback)) as url:
        asking = open_page(url)
        asking.send(attack[:2000].replace("\n", " "))
        asking.wait_for_turns(1)
        shown = " ".join(attack.split())
        assert asking.page.locator("#chat .statement span[dir]").text_content() == shown
        assert asking.page.locator("#chat .question").text_content() == shown[:2000]
        assert asking.page.locator("#chat .sources .title").text_content() == shown
        assert (
            asking.page.locator(
                "#chat .message-content :is(img, iframe, form, style, script, .katex, .mermaid, code, h1)"
            ).count()
            == 0
        )
        asking.page.locator("#chat a.marker").first.click()
        asking.wait_for_mark(attack)
        assert asking.page.locator("#reader-text").text_content() == document.text
        assert asking.page.locator("#reader-title").text_content() == attack
        asking.page.locator("#chat a.marker").first.hover()
        asking.wait_for_words("#quote-card-quote", attack[:100])
        asking.page.locator("#chat .act-thumb-up").click()
        asking.page.locator("#note").fill(attack[:2000])
        asking.page.get_by_role("button", name="Send").click()
        asking.wait_for_words("#toast", "Thank you")
        asking.page.reload()
        asking.wait_for_turns(1)
        assert asking.fits_sideways()
        assert asking.page.evaluate("window.ran") is None
    note = json.loads(feedback.read_text(encoding="utf-8"))["note"]
    assert note.split() == attack[:2000].split()


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
