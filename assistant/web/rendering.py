"""Render Markdown as a tree of elements whose runs of text know where they stand, so that spans can be marked in it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from index import Span
from index.blocks import Block, BlockKind
from index.cells import cells_of, ends_of_cells
from index.reading import blocks, is_table

# The page makes elements of these alone, with no attribute but the address of a link.
TAGS = {"paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote",
        "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td", "strong": "strong",
        "em": "em", "s": "s", "hr": "hr"}  # fmt: skip
LINK = re.compile(r"https?://", re.IGNORECASE)
PAGE = re.compile(r"<!--\s*page (\d+)\s*-->", re.IGNORECASE)
FRONT = re.compile(r"\A\ufeff?(---|\+\+\+)[^\S\n]*\n.*?^\1[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
HEADING = re.compile("h[1-6]")
NOTE = re.compile(r"(\[\^\w+\]:?)")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WORD = re.compile(r"\w")
# What may stand unseen between two pieces of a rendering: anything but words, and the numbers of items.
MARKS = re.compile(r"(?:[\W_]|\d+[.)])*")

Node = dict[str, Any]


class _UnmappedError(Exception):
    """A piece of the rendering stands nowhere in the source that is known for sure."""


def render(text: str, spans: Sequence[Span]) -> list[Node] | None:
    """Return a Markdown text as a tree of {"tag", "children"} and {"text", "spans"}, with the spans marked.

    None if it cannot be told for sure where a span stands in the rendering: the text is then shown as it is.
    """
    text, spans = _with_plain_line_ends(text, spans)
    try:
        nodes = _Renderer(text, spans).nodes()
    except (_UnmappedError, RecursionError):
        return None
    return nodes if all(_is_marked(nodes, number, span.of(text)) for number, span in enumerate(spans)) else None


def _with_plain_line_ends(text: str, spans: Sequence[Span]) -> tuple[str, Sequence[Span]]:
    """Return a text with the line ends that the parser knows, and the spans as they stand in it."""
    if "\r" not in text:
        return text, spans
    moved = [Span(*(edge - text.count("\r\n", 0, edge) for edge in (span.start, span.end))) for span in spans]
    return text.replace("\r\n", "\n").replace("\r", "\n"), moved


def render_table(text: str, name: str, spans: Sequence[Span]) -> list[Node] | None:
    """Return a file of separated values as the tree of a table, with the cells that the spans touch marked.

    None if it is none, or reads as something else.
    """
    found = blocks(text, name) if is_table(name) else ()
    if not found or any(block.kind not in (BlockKind.HEAD, BlockKind.ROW) for block in found):
        return None
    rows = [_element("tr", list(_cells(text, block, spans))) for block in found]
    return [_element("table", [_element("tbody", rows)])]


def _cells(text: str, row: Block, spans: Sequence[Span]) -> Iterator[Node]:
    start = row.span.start
    tag = "th" if row.kind is BlockKind.HEAD else "td"
    words, head = row.span.of(text), row.context.opening
    ends = [*(start + end for end in ends_of_cells(words, head)), row.span.end]
    for end, shown in zip(ends, cells_of(words, head), strict=False):
        covering = [number for number, span in enumerate(spans) if span.start < end and start < span.end]
        yield _element(tag, [{"text": shown, "spans": covering}])
        start = end


def outline(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """Return the headings of a rendering in order: their level and their words."""
    return [
        {"level": int(node["tag"][1]), "text": "".join(run["text"] for run in _runs_of([node]))}
        for node in nodes
        if HEADING.fullmatch(node.get("tag", ""))
    ]


def _is_marked(nodes: Sequence[Node], number: int, quote: str) -> bool:
    """Tell whether what is marked are words of the quote in their order, from its first to its last."""
    marked = "".join(run["text"] for run in _runs_of(nodes) if number in run["spans"])
    # The mark of a footnote is shown raised.
    shown, quoted = ("".join(WORD.findall(unicodedata.normalize("NFKC", each))) for each in (marked, quote))
    letters = iter(quoted)
    return bool(shown) and all(letter in letters for letter in shown)


def _runs_of(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if "text" in node:
            yield node
        else:
            yield from _runs_of(node["children"])


@functools.cache
def _parser() -> MarkdownIt:
    # Joined text would no longer tell which of its characters were written as escapes.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


class _Renderer:
    """Walks the tree of a text with the position up to which its source has been rendered."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        if "\0" in text:  # The parser replaces it.
            raise _UnmappedError
        self._text = text
        self._spans = spans
        self._position = 0
        self._front = FRONT.match(text)
        self._start = self._front.end() if self._front else 0
        lines = [match.end() for match in re.finditer("\n", text[self._start :])]
        self._lines = [self._start, *(self._start + end for end in lines), len(text)]

    def nodes(self) -> list[Node]:
        front = [_element("pre", self._at(0, self._start))] if self._start else []
        self._position = self._start
        tree = SyntaxTreeNode(_parser().parse(self._text[self._start :]))
        return front + [each for node in tree.children for each in self._block(node)]

    def _block(self, node: SyntaxTreeNode) -> list[Node]:
        if node.map and node.type not in ("th", "td", "inline"):
            self._position = max(self._position, self._lines[node.map[0]])
        if node.type == "inline":
            return [each for child in node.children for each in self._inline(child)]
        if node.type in ("fence", "code_block"):
            return [_element("pre", [_element("code", self._listing(node))])]
        if node.type == "html_block":
            return self._html(node.content)
        if node.type == "paragraph" and node.hidden:
            return [each for child in node.children for each in self._block(child)]
        tag = node.tag if node.type == "heading" else TAGS[node.type]
        element = _element(tag, [each for child in node.children for each in self._block(child)])
        if node.type == "ordered_list" and isinstance(start := node.attrs.get("start"), int):
            element["start"] = start
        return [element]

    def _html(self, content: str) -> list[Node]:
        """Return the number of a page for a comment that holds one, nothing for other comments, other HTML as text."""
        if page := PAGE.search(content):
            return [_element("page", [{"text": f"Page {page[1]}", "spans": []}])]
        if content.lstrip().startswith("<!--"):
            return []
        return [_element("p", self._found(line)) for line in content.splitlines() if line.strip()]

    def _listing(self, node: SyntaxTreeNode) -> list[Node]:
        if node.type == "fence" and node.map:
            self._position = self._lines[min(node.map[0] + 1, len(self._lines) - 1)]
        return [run for line in node.content.splitlines(keepends=True) for run in self._found(line)]

    def _inline(self, node: SyntaxTreeNode) -> list[Node]:
        if node.type == "text_special":
            return self._written(node.markup, node.content)
        if node.type == "text":
            return [run for part in NOTE.split(node.content) for run in self._noted(part)]
        if node.type == "html_inline":
            return self._found(node.content)
        if node.type == "code_inline":
            return [_element("code", self._found(node.content))]
        if node.type in ("softbreak", "hardbreak"):
            runs = self._found("\n")
            return runs if node.type == "softbreak" else [*runs, _element("br", [])]
        if node.type == "image":
            shown = _element("em", self._found(node.content) if node.content else [{"text": "image", "spans": []}])
            self._skip_address()
            return [shown]
        children = [each for child in node.children for each in self._inline(child)]
        if node.type != "link":
            return [_element(TAGS[node.type], children)]
        if node.markup != "autolink":
            self._skip_address()
        address = str(node.attrs.get("href", ""))
        return [{**_element("a", children), "href": address}] if LINK.match(address) else children

    def _noted(self, part: str) -> list[Node]:
        """Return the mark of a footnote raised, and other text as it stands."""
        return self._written(part, part.strip("[^]:").translate(RAISED)) if NOTE.fullmatch(part) else self._found(part)

    def _skip_address(self) -> None:
        """Go on behind the address of a link, whose words must not be taken for those behind it."""
        source, helpers = self._text, _parser().helpers
        place = source.find("]", self._position)
        if source[place : place + 2] == "][":
            place = source.find("]", place + 2)
        elif source[place : place + 2] == "](":
            end = len(source)
            address = helpers.parseLinkDestination(source, _past_blanks(source, place + 2), end)
            place = _past_blanks(source, address.pos if address.ok else place + 2)
            title = helpers.parseLinkTitle(source, place, end)
            place = _past_blanks(source, title.pos if title.ok else place)
        self._position = place + 1

    def _found(self, content: str) -> list[Node]:
        """Return the runs of text that stands behind what has been rendered, to the letter."""
        if not content:
            return []
        start = self._text.find(content, self._position)
        if start < 0 or not MARKS.fullmatch(self._text, self._position, start):
            raise _UnmappedError
        self._position = start + len(content)
        return self._at(start, self._position)

    def _written(self, source: str, shown: str) -> list[Node]:
        """Return what an escape or an entity shows; a span marks it whole."""
        start = self._text.find(source, self._position)
        if start < 0 or not MARKS.fullmatch(self._text, self._position, start):
            raise _UnmappedError
        self._position = start + len(source)
        return [{"text": shown, "spans": self._covering(start, self._position)}]

    def _at(self, start: int, end: int) -> list[Node]:
        edges = {edge for span in self._spans for edge in (span.start, span.end) if start < edge < end}
        cuts = pairwise([start, *sorted(edges), end])
        return [{"text": self._text[one:other], "spans": self._covering(one, other)} for one, other in cuts]

    def _covering(self, start: int, end: int) -> list[int]:
        return [number for number, span in enumerate(self._spans) if span.start < end and start < span.end]


def _past_blanks(source: str, place: int) -> int:
    while place < len(source) and source[place].isspace():
        place += 1
    return place


def _element(tag: str, children: list[Node]) -> Node:
    return {"tag": tag, "children": children}
