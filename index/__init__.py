"""From a folder of documents to an index in Chroma that can be searched.

documents -> passages of whole sentences (tiktoken-counted) -> embeddings -> Chroma, with BM25 as a cache beside it.
`build` makes or refreshes the store, `Index` searches it. Documents and passages are LlamaIndex nodes,
`PassageParser`, `LocalEmbedding` and `HybridRetriever` are LlamaIndex parts.
"""

from index.blocks import Block, BlockKind, Context
from index.build import Progress, build, silent
from index.documents import Document, add_document, read_documents, read_examples
from index.embedding import LocalEmbedding
from index.endpoints import Endpoint, ModelSettings
from index.errors import (
    CatalogueError,
    CorpusEmptyError,
    CorpusMissingError,
    DocumentError,
    EmbeddingError,
    IndexingError,
    SettingsError,
    StoreBusyError,
    StoreDamagedError,
    StoreMismatchError,
    StoreMissingError,
    StoreUnreachableError,
    StoreUnwritableError,
)
from index.given_embedding import open_embedding
from index.language import detect_language
from index.lexical import content_terms, inverse_frequency, sentence_terms, terms
from index.passages import Passage, PassageParser
from index.reading import blocks, is_markdown, paragraphs, readable
from index.remote_embedding import RemoteEmbedding
from index.search import Hit, HybridRetriever, Index, SearchWeights
from index.sentences import Span
from index.settings import SEEDS, VARIABLES, Settings, default_store, from_env, parse_port, store_location
from index.store import Store
from index.tokens import count_tokens

__all__ = [
    "SEEDS", "VARIABLES", "Block", "BlockKind", "CatalogueError", "Context", "CorpusEmptyError", "CorpusMissingError",
    "Document", "DocumentError", "EmbeddingError", "Endpoint", "Hit", "HybridRetriever", "Index", "IndexingError",
    "LocalEmbedding", "ModelSettings", "Passage", "PassageParser", "Progress", "RemoteEmbedding", "SearchWeights",
    "Settings", "SettingsError", "Span", "Store", "StoreBusyError", "StoreDamagedError", "StoreMismatchError",
    "StoreMissingError", "StoreUnreachableError", "StoreUnwritableError", "add_document", "blocks", "build",
    "content_terms", "count_tokens", "default_store", "detect_language", "from_env", "inverse_frequency", "is_markdown",
    "open_embedding", "paragraphs", "parse_port", "read_documents", "read_examples", "readable", "sentence_terms",
    "silent", "store_location", "terms",
]  # fmt: skip
