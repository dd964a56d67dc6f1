"""Our parts in engines that LlamaIndex users build of their own, and theirs in ours."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import awaited
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import CustomLLM, MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import Document as TheirDocument
from llama_index.core.schema import QueryBundle

from assistant import Answer, Assistant
from index import (
    SEEDS,
    Document,
    HybridRetriever,
    Index,
    IndexingError,
    LocalEmbedding,
    Passage,
    PassageParser,
    read_documents,
)
from index.errors import EmbeddingError
from index.given_embedding import open_embedding


def test_the_parser_cuts_documents_in_an_ingestion_pipeline(embedding: LocalEmbedding) -> None:
    document = read_documents(SEEDS)[2]

    nodes = IngestionPipeline(transformations=[PassageParser(), embedding]).run(documents=[document.to_node()])

    assert [Passage.from_node(node) for node in nodes] == PassageParser().passages(document)
    assert [node.embedding for node in nodes] == embedding.get_text_embedding_batch(
        [passage.embedded_text for passage in PassageParser().passages(document)]
    )


def test_the_parser_cuts_documents_that_know_nothing_of_ours() -> None:
    nodes = PassageParser().get_nodes_from_documents([TheirDocument(text="The cat sat. It purred.", id_="their id")])

    assert [Passage.from_node(node) for node in nodes] == PassageParser().passages(
        Document("their id", "The cat sat. It purred.", "")
    )


def test_the_embedding_serves_a_vector_store_index(embedding: LocalEmbedding) -> None:
    index = VectorStoreIndex.from_documents(
        [TheirDocument(text="Cats purr."), TheirDocument(text="The bank was robbed.")],
        embed_model=embedding, transformations=[PassageParser()],
    )  # fmt: skip

    found = index.as_retriever(similarity_top_k=1).retrieve("Who stole the money?")

    assert [node.get_content() for node in found] == ["The bank was robbed."]


def test_the_search_serves_a_query_engine(shipped_index: Index) -> None:
    question = "who did Bogdanov invite?"
    engine = RetrieverQueryEngine.from_args(HybridRetriever(shipped_index, limit=3), llm=MockLLM())

    response = engine.query(question)

    hits = shipped_index.search(question, limit=3)
    assert [(Passage.from_node(found.node), found.score) for found in response.source_nodes] == [
        (hit.passage, pytest.approx(hit.score)) for hit in hits
    ]


def test_the_search_takes_a_vector_that_is_known_already(shipped_index: Index) -> None:
    vector = shipped_index.embed("who did Bogdanov invite?")

    found = HybridRetriever(shipped_index, limit=2).retrieve(QueryBundle("anything", embedding=vector))

    expected = shipped_index.search("anything", limit=2, vector=vector)
    assert [node.score for node in found] == [hit.score for hit in expected]


class Longer(BaseEmbedding):
    """An embedding of somebody else: ours at ten times its length, and with no scale of its own."""

    model_name: str = "longer"

    def _get_query_embedding(self, query: str) -> list[float]:
        return _longer(LocalEmbedding().get_query_embedding(query))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _longer(LocalEmbedding().get_text_embedding(text))


def _longer(vector: list[float]) -> list[float]:
    return [10 * value for value in vector]


def test_any_embedding_can_be_searched_with(cats_and_dogs: Path, tmp_path: Path) -> None:
    with Assistant.open(cats_and_dogs, tmp_path / "store", embedding=Longer()) as assistant:
        answer = assistant.answer("Where did the cat sit?")
        (hit, *_) = assistant.search("Where did the cat sit?")

    assert [citation.quote for citation in answer.citations] == ["The cat sat on the mat."]
    assert -1 < hit.passage_cosine < 1.5  # Scaled, not ten times as long.
    with pytest.raises(IndexingError, match="was built with the embedding longer"):
        Assistant.open(cats_and_dogs, tmp_path / "store")


def test_an_embedding_that_tells_nothing_apart_is_refused(cats_and_dogs: Path, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="does not tell an answer from another text"):
        Assistant.open(cats_and_dogs, tmp_path / "store", embedding=MockEmbedding(embed_dim=8))


def test_an_embedding_without_direction_is_refused() -> None:
    class Nothing(MockEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:  # noqa: ARG002
            return [0.0] * self.embed_dim

    with pytest.raises(EmbeddingError, match="has no direction"):
        open_embedding(Nothing(embed_dim=8)).get_text_embedding_batch(["x"])


class Saying(CustomLLM):
    """A language model that says what a test gives it, and keeps what it was told."""

    says: Callable[[], Iterator[str]]
    told: list[str] = []  # noqa: RUF012 - pydantic copies it

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="saying", context_window=4096)

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:  # noqa: ARG002
        return CompletionResponse(text="".join(self.says()))

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:  # noqa: ARG002
        self.told.append(prompt)
        for piece in self.says():
            yield CompletionResponse(text=piece, delta=piece)


def asked(model: Saying, shipped_store: Path) -> Answer:
    with Assistant.open(SEEDS, shipped_store, model=model) as assistant:
        return assistant.answer("Who led the Hamas delegation in October?")


def test_any_language_model_can_write_and_only_what_is_proven_is_shown(shipped_store: Path) -> None:
    proven, invented = "The Hamas delegation in October was led by Musa Abu Marzouk [1].", " It had 999 members [1]."
    model = Saying(says=lambda: iter([proven[:20], proven[20:], invented]))

    answer = asked(model, shipped_store)

    assert (answer.written_by, [statement.text for statement in answer.statements]) == (
        "saying", ["The Hamas delegation in October was led by Musa Abu Marzouk."],
    )  # fmt: skip
    assert [withheld.text for withheld in answer.withheld] == ["It had 999 members."]
    assert "Who led the Hamas delegation in October?" in model.told[-1]


def _raises() -> Iterator[str]:
    raise LookupError("anything at all")
    yield ""


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(_raises, id="it raises what it likes"),
        pytest.param(lambda: iter(()), id="it says nothing"),
        pytest.param(lambda: iter(["word " * 1000] * 1000), id="it does not end"),
    ],
)
def test_a_language_model_that_fails_leaves_the_quotes(says: Callable[[], Iterator[str]], shipped_store: Path) -> None:
    answer = asked(Saying(says=says), shipped_store)

    assert answer.written_by == ""
    assert answer.statements[0].text.startswith("In October a Hamas delegation went to Moscow, led by Musa Abu Marzouk")
    assert answer.note


def test_the_query_engine_gives_quotes_as_source_nodes_with_their_citations(assistant: Assistant) -> None:
    engine, question = assistant.as_query_engine(), "who did Bogdanov invite?"
    answer = assistant.answer(question)

    response = engine.query(question)

    assert str(response) == answer.text
    texts = {document.name: document.text for document in assistant.documents}
    for found, citation in zip(response.source_nodes, answer.citations, strict=True):
        assert found.node.get_content() == citation.quote
        assert found.score == answer.confidence
        metadata = found.node.metadata
        assert texts[metadata["document"]][metadata["start"] : metadata["end"]] == citation.quote
        assert (metadata["number"], metadata["title"]) == (citation.number, citation.title)
    assert json.loads(json.dumps(response.metadata))["abstained"] is False
    assert str(awaited(engine.aquery(question))) == answer.text


def test_an_abstention_of_the_query_engine_has_the_nearest_passages(assistant: Assistant) -> None:
    question = "How is chocolate mousse prepared?"

    response = assistant.as_query_engine().query(question)

    nearest = assistant.answer(question).nearest
    assert [(Passage.from_node(found.node), found.score) for found in response.source_nodes] == [
        (passage, None) for passage in nearest
    ]
    assert nearest
    assert response.metadata["abstained"] is True
