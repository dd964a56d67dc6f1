"""Read a quote as a person does: its lines, without marks."""

from __future__ import annotations

from assistant.answering.structure import lines_of
from assistant.answers import Citation
from index import Document, Span
from index.blocks import BlockKind, Context
from index.reading import blocks, is_markdown, readable


def quote_lines(citation: Citation) -> list[str]:
    """Return the lines of a quote without marks; a row that stands alone is a line of its cells."""
    quote, markdown = citation.quote, is_markdown(citation.document)
    if markdown and quote.startswith("|") and all(block.kind is BlockKind.PARAGRAPH for block in blocks(quote, ".md")):
        return [readable(row, Context(BlockKind.ROW), markdown=True) for row in quote.splitlines()]
    return lines_of(Document(citation.document, quote, citation.title), Span(0, len(quote)))
