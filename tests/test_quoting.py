"""Laying quotations out: Markdown that shows the words as they are, and the plain answer in bold."""

import pytest
from markdown_it import MarkdownIt

from assistant import Statement
from assistant.quoting import emphasis, escape, markdown
from index import Span


def shown(source: str) -> str:
    """Return what a reader sees of Markdown: its text, and its tags other than paragraphs."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    for tag in ("<p>", "</p>", "\n"):
        html = html.replace(tag, "")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, character)
    return html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a *b* _c_ **d** `e` ~~f~~", id="emphasis"),
        pytest.param("[1] [a](b) ![c](http://evil.test)", id="links and pictures"),
        pytest.param("<b>x</b> <script>alert(1)</script> <!-- c -->", id="HTML"),
        pytest.param("1 < 2 > 0 & x | y $z$ \\ \\*", id="signs"),
        pytest.param("&lt;b&gt; &amp; &#42;", id="entities"),
        pytest.param("# heading", id="a heading"),
        pytest.param("- item", id="a list"),
        pytest.param("+ item", id="another list"),
        pytest.param("1. item", id="a numbered list"),
        pytest.param("29) item", id="another numbered list"),
        pytest.param("1947 was a year.", id="a year"),
        pytest.param("“quoted” — it’s", id="typography"),
        pytest.param("a line of words_with_underscores", id="underscores"),
    ],
)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    assert shown(escape(text)) == text


def test_statements_are_paragraphs_with_bold_answers_and_markers() -> None:
    statements = [Statement("Sat in [2024]*.", (1,), (Span(7, 13),)), Statement("Two.", (2, 1)), Statement("Ours.", ())]

    assert markdown(statements) == "Sat in **\\[2024\\]**\\*. [1]\n\nTwo. [2] [1]\n\nOurs."


@pytest.mark.parametrize(
    ("question", "text", "bold"),
    [
        pytest.param("When was it?", "It was on February 29, they said.", ["February 29"], id="the only date"),
        pytest.param("When was it?", "From February 29 to March 2.", [], id="two dates"),
        pytest.param("Who led it?", "It was led by Musa Abu Marzouk.", ["Musa Abu Marzouk"], id="the only name"),
        pytest.param("Who met Bogdanov?", "They met Bogdanov there.", [], id="a name that was asked with"),
        pytest.param("Why?", "Because it rained.", [], id="a reason is a clause"),
        pytest.param("Tell me about it", "It was on February 29.", [], id="no kind"),
    ],
)
def test_the_one_span_of_the_kind_that_is_asked_for_is_bold(question: str, text: str, bold: list[str]) -> None:
    assert [span.of(text) for span in emphasis(text, question)] == bold
