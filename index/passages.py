"""Cut documents into passages of whole blocks under one heading, within a token budget."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, RelatedNodeInfo, TextNode
from pydantic import Field

from index.blocks import Block, BlockKind, Context, headed
from index.documents import Document
from index.reading import blocks, is_markdown, readable
from index.sentences import Span
from index.time_limit import check_time
from index.tokens import count_tokens

# Measured on XQuAD: passages at natural paragraphs, small ones joined to 150-200 tokens and cut above 300.
FEWEST_TOKENS = 150
MOST_TOKENS = 300


# Kinds of which each stands in a line of its own.
IN_LINES = frozenset({BlockKind.ITEM, BlockKind.ROW, BlockKind.PAIR, BlockKind.LINE})
PLAIN = Context()
RECORD_KEYS = ("sentences", "contexts")
CONTEXTS_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document under one heading: `document.text[start:end] == text`.

    `document` is the document's name; `sentences` are the spans of its sentences in the document, in order, and
    `contexts` what each stands under. Between sentences there may be text that says nothing, such as a comment.
    """

    document: str
    title: str
    published: date | None
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    contexts: tuple[Context, ...] = ()

    @property
    def id(self) -> str:
        """The id of its node and of its row in the store; it is unique in a corpus."""
        return f"{self.document}#{self.start}-{self.end}"

    @property
    def heading(self) -> str:
        """Its title and the headings above it, which say what its words are about: "Inns > Inn Rype"."""
        return headed(self.title, self.context(0).headings)

    @property
    def embedded_text(self) -> str:
        """What is embedded for the passage: its words as a person reads them, behind its headings."""
        return f"{self.heading}: {self.words}"

    @property
    def words(self) -> str:
        """The words of the passage as a person reads them, each opening once."""
        return self.in_words(" ")

    def in_words(self, mark: str) -> str:
        """Return the words of the passage with a mark before each row, item and the like that follows another."""
        words: list[str] = []
        before, opened = "", False
        for number in range(len(self.sentences)):
            opening = self.opening(number)
            opens = opening not in ("", before, *words[-1:])
            if opens:
                words += [" ", opening]
            in_line = self.context(number).kind in IN_LINES
            words += [mark if in_line and not opens and opened else " ", self.readable(number)]
            before, opened = opening, in_line
        return "".join(words[1:])

    def embedded_sentences(self) -> list[str]:
        """Return what is embedded for each sentence, in order."""
        return [f"{self.heading}: {self.in_context(number)}" for number in range(len(self.sentences))]

    def context(self, number: int) -> Context:
        """Return what the sentence with this number stands under."""
        return self.contexts[number] if self.contexts else PLAIN

    def opening(self, number: int) -> str:
        """Return what opens the sentence as a person reads it; "" for a row, whose words hold the heads."""
        context = self.context(number)
        if not context.opening or context.kind is BlockKind.ROW:
            return ""
        return readable(context.opening, PLAIN, markdown=is_markdown(self.document))

    def readable(self, number: int) -> str:
        """Return the words of the sentence as a person reads them."""
        return readable(self.sentence(number), self.context(number), markdown=is_markdown(self.document))

    def in_context(self, number: int) -> str:
        """Return the words of the sentence behind what opens it."""
        return " ".join(filter(None, (self.opening(number), self.readable(number))))

    def sentence(self, number: int) -> str:
        """Return the text of the sentence with this number, counted from 0."""
        check_time()
        span = self.sentences[number]
        return self.text[span.start - self.start : span.end - self.start]

    def to_record(self) -> dict[str, Any]:
        """Return what must be kept of the passage beside its document, as JSON takes it."""
        return {
            "sentences": [[span.start, span.end] for span in self.sentences],
            "contexts": [_record(context) for context in self.contexts],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any], document: Document) -> Passage:
        """Return the passage of a document that `to_record` made."""
        spans = tuple(Span(start, end) for start, end in record["sentences"])
        contexts = tuple(map(_context, record["contexts"]))
        start, end = spans[0].start, spans[-1].end
        text = document.text[start:end]
        return cls(document.name, document.title, document.published, start, end, text, spans, contexts)

    def to_node(self) -> TextNode:
        """Return the passage as a LlamaIndex node, with its offsets as start_char_idx and end_char_idx."""
        node = TextNode(
            id_=self.id,
            text=self.text,
            start_char_idx=self.start,
            end_char_idx=self.end,
            metadata={
                "document": self.document,
                "title": self.title,
                "published": self.published.isoformat() if self.published else "",
                "words": self.embedded_text,
                **self.to_record(),
            },
            # What is embedded are the words and their headings, not the text as it is written.
            excluded_embed_metadata_keys=["document", "title", "published", "author", "publisher", *RECORD_KEYS],
            excluded_llm_metadata_keys=["title", *RECORD_KEYS],
            metadata_template="{value}",
            text_template="{metadata_str}",
        )
        node.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=self.document)
        return node

    @classmethod
    def from_node(cls, node: BaseNode) -> Passage:
        """Return the passage of a node that `to_node` made."""
        metadata: dict[str, Any] = node.metadata
        spans = tuple(Span(start, end) for start, end in metadata["sentences"])
        contexts = tuple(map(_context, metadata["contexts"]))
        published = date.fromisoformat(metadata["published"]) if metadata["published"] else None
        start, end = spans[0].start, spans[-1].end
        return cls(metadata["document"], metadata["title"], published, start, end, node.get_content(), spans, contexts)


def _record(context: Context) -> list[Any]:
    return [context.kind.value, list(context.headings), context.opening, context.page]


def _context(record: Sequence[Any]) -> Context:
    kind, headings, opening, page = record
    return _same_context(kind, tuple(headings), opening, page)


@functools.lru_cache(CONTEXTS_REMEMBERED)
def _same_context(kind: str, headings: tuple[str, ...], opening: str, page: int | None) -> Context:
    # Most sentences stand under what the one before stands under: each of its own would be a third of all objects.
    return Context(BlockKind(kind), headings, opening, page)


class PassageParser(NodeParser):
    """A LlamaIndex NodeParser that cuts at headings, blocks and sentences, and carries exact offsets.

    Blocks under one heading are joined until a passage has `fewest_tokens`, and cut between sentences above
    `most_tokens`; only a single sentence may be longer. Each block that says something is in one passage.
    """

    fewest_tokens: int = Field(default=FEWEST_TOKENS, gt=0)
    most_tokens: int = Field(default=MOST_TOKENS, gt=0)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises this parser."""
        return "PassageParser"

    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002 (LlamaIndex's signature; cutting is quick)
        **_: Any,
    ) -> list[BaseNode]:
        return [passage.to_node() for node in nodes for passage in self.passages(Document.from_node(node))]

    def passages(self, document: Document, found: Sequence[Block] | None = None) -> list[Passage]:
        """Return the passages of one document, in reading order; `found` are its blocks, if they are known."""
        found = blocks(document.text, document.name) if found is None else found
        return [
            Passage(
                document=document.name,
                title=document.title,
                published=document.published,
                start=run[0].span.start,
                end=run[-1].span.end,
                text=document.text[run[0].span.start : run[-1].span.end],
                sentences=tuple(sentence.span for sentence in run),
                contexts=tuple(sentence.context for sentence in run),
            )
            for run in self._joined(document, found)
        ]

    def _joined(self, document: Document, found: Sequence[Block]) -> Iterator[list[_Sentence]]:
        """Join the pieces of blocks under one heading, in order, to runs of sentences that are long enough."""
        run: list[_Sentence] = []
        tokens = 0
        for piece, size in self._pieces(document, found):
            elsewhere = run and run[-1].context.headings != piece[0].context.headings
            if run and (elsewhere or tokens >= self.fewest_tokens or tokens + size > self.most_tokens):
                yield run
                run, tokens = [], 0
            run = run + piece
            tokens += size
        if run:
            yield run

    def _pieces(self, document: Document, found: Sequence[Block]) -> Iterator[tuple[list[_Sentence], int]]:
        """Cut each block above the budget; yield runs of its sentences with their number of tokens."""
        for block in _telling(found):
            piece: list[_Sentence] = []
            tokens = 0
            for span in block.sentences:
                size = count_tokens(span.of(document.text))
                if piece and tokens + size > self.most_tokens:
                    yield piece, tokens
                    piece, tokens = [], 0
                piece.append(_Sentence(span, block.context))
                tokens += size
            yield piece, tokens


class _Sentence(NamedTuple):
    span: Span
    context: Context


def _telling(found: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks that say something; of a document that is all headings or questions these, or what it has."""
    evidence = [block for block in found if block.is_evidence]
    return evidence or [block for block in found if block.kind is not BlockKind.FURNITURE] or found
