"""What a stock LlamaIndex would find in the same passages, to hold our search against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import bm25s
import Stemmer
from llama_index.core import VectorStoreIndex
from llama_index.core.schema import BaseNode, MetadataMode

from evals.run import Retrieve
from evals.scoring import DEPTH
from index import LocalEmbedding, Passage

VECTOR, BM25 = "LlamaIndex vector", "LlamaIndex BM25"


def stock_retrievers(passages: Sequence[Passage]) -> Mapping[str, Retrieve]:
    """Return LlamaIndex's vector retriever with our embedding, and BM25 as its BM25Retriever does it, by name."""
    nodes = [passage.to_node() for passage in passages]
    return {VECTOR: vector_retriever(nodes), BM25: bm25_retriever(nodes)}


def vector_retriever(nodes: Sequence[BaseNode]) -> Retrieve:
    """Return the retriever of a VectorStoreIndex over these nodes, with the embedding that our index uses."""
    retriever = VectorStoreIndex(nodes, embed_model=LocalEmbedding()).as_retriever(similarity_top_k=DEPTH)
    return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]


def bm25_retriever(nodes: Sequence[BaseNode]) -> Retrieve:
    """Return BM25 over these nodes with all defaults of LlamaIndex's BM25Retriever 0.8, which wraps bm25s.

    The wrapper itself cannot be installed beside this project: it needs PyStemmer below 3. It fills its list up with
    nodes that score 0; those are dropped.
    """
    stemmer = Stemmer.Stemmer("english")
    texts = [node.get_content(metadata_mode=MetadataMode.EMBED) for node in nodes]
    bm25 = bm25s.BM25()
    bm25.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def retrieve(question: str) -> list[str]:
        tokens = bm25s.tokenize(question, stemmer=stemmer, show_progress=False)
        places, scores = bm25.retrieve(tokens, k=min(DEPTH, len(nodes)), show_progress=False)
        return [nodes[place].node_id for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return retrieve
