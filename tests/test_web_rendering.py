"""Markdown as the reader shows it: a span is marked where it stands, or the text is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from web_support import Scripted, cite, running, saying

from assistant.web import ServerSettings
from assistant.web.rendering import outline, render, render_table
from index import Document, Span

if TYPE_CHECKING:
    from web_support import OpenPage

pytest_plugins = ["web_fixtures"]

TEXT = """---
owner: Per
---
# Budget *2024*

A **bold** [link](http://a.test/and "t and") and `code  x` \\* &amp; end.

<!-- page 3 -->

## Items

| Item | Cost |
|---|---|
| Crane | 1,950 |

- one
- two **x**
  goes on

```sh
run it
  again
```
"""


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        pytest.param("A **bold** [link]", "A bold link", id="emphasis and a link"),
        pytest.param("and `code  x` \\* &amp; end", "and code  x * & end", id="code, an escape, an entity"),
        pytest.param("| Crane | 1,950 |", "Crane1,950", id="a row"),
        pytest.param("- two **x**\n  goes on", "two x\ngoes on", id="an item of two lines"),
        pytest.param("run it\n  again", "run it\n  again", id="code"),
        pytest.param("owner: Per", "owner: Per", id="front matter"),
    ],
)
def test_a_quote_is_marked_in_the_rendering(quote: str, marked: str) -> None:
    start = TEXT.rindex(quote)
    nodes = render(TEXT, [Span(start, start + len(quote))])
    assert nodes is not None
    assert "".join(run["text"] for run in _runs(nodes) if run["spans"]) == marked


def test_a_quote_is_marked_in_a_text_with_line_ends_of_windows() -> None:
    text = TEXT.replace("\n", "\r\n")
    start = text.index("- two **x**")
    nodes = render(text, [Span(start, start + len("- two **x**\r\n  goes on"))])
    assert nodes is not None
    assert "".join(run["text"] for run in _runs(nodes) if run["spans"]) == "two x\ngoes on"
    assert [node["tag"] for node in nodes] == [node["tag"] for node in render(TEXT, []) or []]


def test_separated_values_are_a_table_in_which_the_quoted_row_is_marked() -> None:
    text = 'Item,Cost,Note\nCrane,1950,"tall, ""red"""\nRope,20,\n'
    start = text.index("Crane")
    nodes = render_table(text, "a.csv", [Span(start, text.index("\nRope"))])
    assert nodes is not None
    (table,) = nodes
    rows = [[(cell["tag"], cell["children"][0]["text"]) for cell in row["children"]]
            for row in table["children"][0]["children"]]  # fmt: skip
    assert rows == [
        [("th", "Item"), ("th", "Cost"), ("th", "Note")],
        [("td", "Crane"), ("td", "1950"), ("td", 'tall, "red"')],
        [("td", "Rope"), ("td", "20"), ("td", "")],
    ]
    assert [run["text"] for run in _runs(nodes) if run["spans"]] == ["Crane", "1950", 'tall, "red"']


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param('Name|Text\nAda|"a\nb"\nBo|3\n', [["Name", "Text"], ["Ada", "a b"], ["Bo", "3"]], id="bars"),
        pytest.param(
            'Name;Text\nAda;"a, b, c\nd"\nBo;3\n',
            [["Name", "Text"], ["Ada", "a, b, c d"], ["Bo", "3"]],
            id="semicolons",
        ),
        pytest.param(
            'Name\tText\nAda\t"a, b\n,c"\nBo\t3\n', [["Name", "Text"], ["Ada", "a, b ,c"], ["Bo", "3"]], id="tabs"
        ),
        pytest.param(
            "Name;Text\nAda;a, b, c\n", [["Name", "Text"], ["Ada", "a, b, c"]], id="more commas than semicolons"
        ),
    ],
)
def test_a_cell_of_several_lines_or_of_other_delimiters_is_one_cell(text: str, shown: list[list[str]]) -> None:
    nodes = render_table(text, "a.csv", [])

    assert nodes is not None
    rows = nodes[0]["children"][0]["children"]
    assert [[cell["children"][0]["text"] for cell in row["children"]] for row in rows] == shown


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "a,b\nc,d\ne,f\n"), ("a.csv", "No table at all. Two sentences.\n")]
)
def test_what_is_no_table_is_not_shown_as_one(name: str, text: str) -> None:
    assert render_table(text, name, []) is None


def test_the_mark_of_a_footnote_is_raised_and_its_note_is_marked() -> None:
    text = "It costs 90 euros[^1].\n\n[^1]: Half for members.\n"
    nodes = render(text, [Span(text.rindex("[^1]"), len(text) - 1)])

    assert nodes is not None
    assert [run["text"] for run in _runs(nodes)] == ["It costs 90 euros", "¹", ".", "¹", " Half for members."]
    assert [run["text"] for run in _runs(nodes) if run["spans"]] == ["¹", " Half for members."]


def test_elements_are_those_of_the_document() -> None:
    nodes = render(TEXT, [])
    assert nodes is not None
    assert [node["tag"] for node in nodes] == ["pre", "h1", "p", "page", "h2", "table", "ul", "pre"]
    assert outline(nodes) == [{"level": 1, "text": "Budget 2024"}, {"level": 2, "text": "Items"}]


@pytest.mark.parametrize(
    "text", ["One.\0Two.", "a [x][ref]\n\n[ref]: http://a.test/b\n\nAnd b", "| a\\|b |\n|---|\n| c |"]
)
def test_what_cannot_be_marked_for_sure_is_shown_as_it_is(text: str) -> None:
    nodes = render(text, [Span(0, len(text))])
    assert nodes is None or "".join(run["text"] for run in _runs(nodes) if run["spans"]).split() == ["a", "xAnd", "b"]


def test_hostile_markdown_is_rendered_as_text_and_loads_nothing(open_page: OpenPage) -> None:
    text = (
        "# T\n\nHe said **so** <img src=x onerror='window.ran = 1'> ![a](http://evil.test/b.png)\n\n"
        "[x](javascript:window.ran=1) [y](data:text/html,z) [z](http://evil.test/c) here\n\n"
        "<script>window.ran = 1</script>\n\n<iframe src='http://evil.test'></iframe>\n\n## U\n\n| a |\n|---|\n| b |\n"
    )
    document = Document("a.md", text, "T")
    with running(Scripted((document,), [saying(cite(document, "He said **so**"))]), ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("What?")
        asking.page.locator("#chat a.marker").first.click()
        asking.wait_for_mark("He said so")
        reader = asking.page.locator("#reader-text")
        assert reader.locator("img, script, iframe, [onerror]").count() == 0
        assert reader.locator("a").evaluate_all("links => links.map(({ href, rel }) => [href, rel])") == [
            ["http://evil.test/c", "noopener noreferrer"]
        ]
        assert reader.locator("table td").text_content() == "b"
        asking.page.locator("#find").fill("window.RAN")
        assert asking.page.text_content("#find-count") == "3 found"
        asking.page.locator("#outline summary").click()
        assert asking.page.locator("#outline-list button").all_text_contents() == ["T", "U"]
        asking.screenshot("rendered")
        assert asking.page.evaluate("window.ran") is None


def _runs(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [run for node in nodes for run in ([node] if "text" in node else _runs(node["children"]))]
