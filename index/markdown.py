"""Read Markdown: its structure by markdown-it, its front matter, and the lines of its paragraphs as plain text's."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from index.blocks import BlockKind
from index.outline import Outline
from index.plaintext import HEADING_CHARACTERS, lines_of, read_lines
from index.sentences import Span, trimmed

FRONT_MATTER = re.compile(
    r"\A\ufeff?(?:---[^\S\n]*\n(?P<yaml>.*?)^(?:---|\.\.\.)|\+\+\+[^\S\n]*\n(?P<toml>.*?)^\+\+\+)[^\S\n]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
FACT = re.compile(r"(?P<key>\w[\w -]*?)\s*[:=]\s*[^\s\[{|>]")
# What front matter says of a file rather than of its matter.
NO_FACTS = frozenset({"title", "tags", "keywords", "categories", "layout", "type", "slug", "id", "template", "draft"})
# What a conversion puts before each page; a comment, so a reader of the Markdown does not see it.
PAGE = re.compile(r"<!--\s*page (\d{1,9})\s*-->", re.IGNORECASE)
LINE_END = re.compile(r"\r\n|\n|\r")
FOOTNOTE = re.compile(r"(?<!\\)\[\^[^\]]*\](?::\s*)?")
# "[^1]" without its note, "[TOC]": they stand for what is elsewhere.
STANDS_FOR = re.compile(r"(?:\[\^[^\]]*\]\s*|\[+_?TOC_?\]+)+", re.IGNORECASE)
# A bold line above a paragraph is a heading below all others.
BOLD_LEVEL = 7
# In characters: a paragraph is no opening of those below it.
LONGEST_OPENING = 200
# Lists nested deeper than this are read as their item's text.
DEEPEST = 8


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def front_matter(text: str) -> dict[str, Any]:
    """Return what the front matter of a Markdown text states (YAML between ---, TOML between +++), or {}.

    What YAML states are strings, lists and mappings: a number or day that is none is a string like any.
    """
    found = FRONT_MATTER.match(text)
    if not found:
        return {}
    try:
        if found["toml"] is not None:
            stated = tomllib.loads(found["toml"])
        else:
            stated = yaml.load(found["yaml"], Loader=yaml.BaseLoader)  # noqa: S506  (It makes strings alone.)
    except (ValueError, RecursionError, yaml.YAMLError):
        return {}
    return {str(key).lower(): value for key, value in stated.items()} if isinstance(stated, dict) else {}


def read_markdown(text: str, outline: Outline) -> None:
    """Add the blocks of a Markdown text to the outline."""
    start = 0
    if front := FRONT_MATTER.match(text):
        start = front.end()
        _facts(text, front, outline)
    ends = [match.end() for match in LINE_END.finditer(text, start)]
    _Reader(text, [start, *ends, len(text)], outline).read()


def _facts(text: str, front: re.Match[str], outline: Outline) -> None:
    """Add the lines of front matter that state a fact ("owner: Aiko"); titles, tags and marks are not such."""
    kind = "toml" if front["toml"] is not None else "yaml"
    for line in lines_of(text, Span(*front.span(kind))) if front[kind].strip() else []:
        fact = FACT.match(line.of(text))
        if fact and fact["key"].lower() not in NO_FACTS:
            outline.add(BlockKind.PAIR, line)


class _Reader:
    """Walks the tree of one text, whose lines begin at `starts`."""

    def __init__(self, text: str, starts: Sequence[int], outline: Outline) -> None:
        self._text = text
        self._starts = starts
        self._outline = outline

    def read(self) -> None:
        tokens = _parser().parse(self._text[self._starts[0] :])
        self._blocks(SyntaxTreeNode(tokens).children, BlockKind.PARAGRAPH, "")

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], kind: BlockKind, opening: str) -> None:
        for node, following in itertools.zip_longest(nodes, nodes[1:]):
            span = self._span(node)
            if span is None:
                continue
            if kind is BlockKind.PARAGRAPH and not opening and _is_bold(node) and _says(following):
                self._outline.heading(BOLD_LEVEL, span, _words(node))
            elif node.type == "heading":
                self._outline.heading(int(node.tag[1]), span, _words(node))
            elif node.type == "paragraph":
                self._paragraph(span, kind, opening)
            elif node.type in ("bullet_list", "ordered_list"):
                for item in node.children:
                    self._item(item, opening)
            elif node.type == "table":
                self._table(node)
            elif node.type == "blockquote":
                self._blocks(node.children, BlockKind.QUOTATION, opening)
            elif node.type in ("fence", "code_block"):
                self._outline.add(BlockKind.CODE, span, opening)
            else:
                self._other(node, span)

    def _other(self, node: SyntaxTreeNode, span: Span) -> None:
        """Add HTML, comments and rules: only HTML with words of its own says something."""
        words = span.of(self._text)
        if page := PAGE.search(words):
            self._outline.page = int(page[1])
        says = node.type == "html_block" and not words.startswith(("<!--", "<script", "<style"))
        self._outline.add(BlockKind.PARAGRAPH if says else BlockKind.FURNITURE, span)

    def _paragraph(self, span: Span, kind: BlockKind, opening: str) -> None:
        """Add the lines of a paragraph; those that a hard break ends are apart."""
        if STANDS_FOR.fullmatch(span.of(self._text)):
            self._outline.add(BlockKind.FURNITURE, span)
            return
        for part in self._hard_lines(span):
            for piece in read_lines(self._text, lines_of(self._text, part), headings=False):
                plain = piece.kind is BlockKind.PARAGRAPH
                self._outline.add(kind if plain else piece.kind, piece.span, piece.opening or opening)

    def _hard_lines(self, span: Span) -> Iterator[Span]:
        start = span.start
        for ended in re.finditer(r"(?: {2,}|\\)\n", span.of(self._text)):
            if part := trimmed(self._text, start, span.start + ended.start()):
                yield part
            start = span.start + ended.end()
        if part := trimmed(self._text, start, span.end):
            yield part

    def _item(self, item: SyntaxTreeNode, opening: str) -> None:
        """Add an item, its mark included, and what is nested in it, which stands under its words if they are few."""
        whole = self._span(item)
        if whole is None:
            return
        children = item.children
        if children and children[0].type == "paragraph" and (first := self._span(children[0])):
            span = Span(whole.start, first.end)
            if _is_bold(children[0]) and len(children) > 1:
                self._outline.label(span, opening)
            else:
                self._outline.add(BlockKind.ITEM, span, opening)
            children = children[1:]
            words = " ".join(span.of(self._text).split())
            opening = words if len(words) <= LONGEST_OPENING or not opening else opening
        self._blocks(children, BlockKind.ITEM, opening)

    def _table(self, table: SyntaxTreeNode) -> None:
        head = ""
        for row in (row for part in table.children for row in part.children):
            span = self._span(row)
            if span is None:
                continue
            if row.parent and row.parent.type == "thead":
                # An empty head is one that a conversion made up.
                head = span.of(self._text) if any(map(str.isalnum, span.of(self._text))) else ""
                self._outline.add(BlockKind.HEAD, span)
                self._delimiters(span)
            else:
                self._outline.add(BlockKind.ROW, span, head)

    def _delimiters(self, head: Span) -> None:
        """Add the line of dashes below the head of a table."""
        line = LINE_END.search(self._text, head.end)
        end = LINE_END.search(self._text, line.end()) if line else None
        if line and (span := trimmed(self._text, line.end(), end.start() if end else len(self._text))):
            self._outline.add(BlockKind.FURNITURE, span)

    def _span(self, node: SyntaxTreeNode) -> Span | None:
        if not node.map:
            return None
        first, last = node.map
        return trimmed(self._text, self._starts[first], self._starts[min(last, len(self._starts) - 1)])


def _is_bold(node: SyntaxTreeNode) -> bool:
    """Tell whether a paragraph is one short bold line that does not end as a sentence does."""
    if node.type != "paragraph":
        return False
    parts = [part for part in node.children[0].children if part.type != "text" or part.content.strip()]
    words = _words(node).strip()
    bold = len(parts) == 1 and parts[0].type == "strong" and "\n" not in words
    return bold and 0 < len(words) <= HEADING_CHARACTERS and words[-1] not in ".:;,!"


def _says(node: SyntaxTreeNode | None) -> bool:
    """Tell whether there is something that is no heading itself."""
    return node is not None and node.type not in ("heading", "hr", "html_block") and not _is_bold(node)


def _words(node: SyntaxTreeNode) -> str:
    """Return the text of a heading or paragraph without its marks."""
    return "".join(
        " " if part.type in ("softbreak", "hardbreak") else part.content
        for part in node.walk()
        if part.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


def without_marks(text: str) -> str:
    """Return the words of a piece of Markdown as a reader sees them: emphasis, links, code marks and escapes undone.

    Of a piece that is cut off inside an emphasis, the lone marks go as well.
    """
    found = _words(SyntaxTreeNode(_parser().parseInline(FOOTNOTE.sub("", text))))
    return found.replace("**", "").replace("__", "")


def code_spans(text: str) -> list[str]:
    """Return what stands between code marks within the lines of a piece of Markdown, in order."""
    return [node.content for node in SyntaxTreeNode(_parser().parse(text)).walk() if node.type == "code_inline"]
