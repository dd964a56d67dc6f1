"""Cut documents into passages of whole sentences within a token budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, RelatedNodeInfo, TextNode
from pydantic import Field

from index.documents import Document
from index.reading import paragraphs
from index.sentences import Span
from index.tokens import count_tokens

# Measured on XQuAD: passages at natural paragraphs, small ones joined to 150-200 tokens and cut above 300.
FEWEST_TOKENS = 150
MOST_TOKENS = 300


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document: `document.text[start:end] == text`.

    `document` is the document's name; `sentences` are the spans of its sentences in the document, in order.
    """

    document: str
    title: str
    published: date | None
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """The id of its node and of its row in the store; it is unique in a corpus."""
        return f"{self.document}#{self.start}-{self.end}"

    @property
    def embedded_text(self) -> str:
        """What is embedded for the passage: its title says what its words are about."""
        return f"{self.title}: {self.text}"

    def embedded_sentences(self) -> list[str]:
        """Return what is embedded for each sentence, in order."""
        return [f"{self.title}: {self.sentence(number)}" for number in range(len(self.sentences))]

    def sentence(self, number: int) -> str:
        """Return the text of the sentence with this number, counted from 0."""
        span = self.sentences[number]
        return self.text[span.start - self.start : span.end - self.start]

    def to_record(self) -> dict[str, Any]:
        """Return what must be kept of the passage beside its document, as JSON takes it."""
        return {"sentences": [[span.start, span.end] for span in self.sentences]}

    @classmethod
    def from_record(cls, record: Mapping[str, Any], document: Document) -> Passage:
        """Return the passage of a document that `to_record` made."""
        spans = tuple(Span(start, end) for start, end in record["sentences"])
        start, end = spans[0].start, spans[-1].end
        return cls(document.name, document.title, document.published, start, end, document.text[start:end], spans)

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
                "sentences": [[span.start, span.end] for span in self.sentences],
            },
            # Offsets tell an embedding nothing; only the title goes in front of the text.
            excluded_embed_metadata_keys=["document", "published", "author", "publisher", "sentences"],
            excluded_llm_metadata_keys=["sentences"],
            metadata_template="{value}",
            text_template="{metadata_str}: {content}",
        )
        node.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=self.document)
        return node

    @classmethod
    def from_node(cls, node: BaseNode) -> Passage:
        """Return the passage of a node that `to_node` made."""
        metadata: dict[str, Any] = node.metadata
        spans = tuple(Span(start, end) for start, end in metadata["sentences"])
        published = date.fromisoformat(metadata["published"]) if metadata["published"] else None
        text = node.get_content()
        return cls(metadata["document"], metadata["title"], published, spans[0].start, spans[-1].end, text, spans)


class PassageParser(NodeParser):
    """A LlamaIndex NodeParser that cuts at paragraphs and sentences, and carries exact offsets.

    Paragraphs are joined until a passage has `fewest_tokens`, and cut between sentences above `most_tokens`; only a
    single sentence may be longer. No character but blanks is lost, none is in two passages.
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

    def passages(self, document: Document) -> list[Passage]:
        """Return the passages of one document, in reading order."""
        return [
            Passage(
                document=document.name,
                title=document.title,
                published=document.published,
                start=spans[0].start,
                end=spans[-1].end,
                text=document.text[spans[0].start : spans[-1].end],
                sentences=tuple(spans),
            )
            for spans in self._joined(document.text)
        ]

    def _joined(self, text: str) -> Iterator[list[Span]]:
        """Join the pieces of paragraphs, in order, to runs of sentences that are long enough."""
        run: list[Span] = []
        tokens = 0
        for piece, size in self._pieces(text):
            if run and (tokens >= self.fewest_tokens or tokens + size > self.most_tokens):
                yield run
                run, tokens = [], 0
            run = run + piece
            tokens += size
        if run:
            yield run

    def _pieces(self, text: str) -> Iterator[tuple[list[Span], int]]:
        """Cut each paragraph above the budget; yield runs of its sentences with their number of tokens."""
        for paragraph in paragraphs(text):
            piece: list[Span] = []
            tokens = 0
            for sentence in paragraph.sentences:
                size = count_tokens(sentence.of(text))
                if piece and tokens + size > self.most_tokens:
                    yield piece, tokens
                    piece, tokens = [], 0
                piece.append(sentence)
                tokens += size
            yield piece, tokens
