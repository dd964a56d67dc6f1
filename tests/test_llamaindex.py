"""Our parts in engines that LlamaIndex users build of their own."""

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import Document as TheirDocument
from llama_index.core.schema import QueryBundle

from index import SEEDS, Document, HybridRetriever, Index, LocalEmbedding, Passage, PassageParser, read_documents


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
