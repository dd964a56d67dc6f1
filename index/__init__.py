"""From a folder of documents to an index in Chroma that can be searched.

documents -> passages of whole sentences (tiktoken-counted) -> embeddings -> Chroma, with BM25 as a cache beside it.
`build` makes or refreshes the store, `Index` searches it. Documents and passages are LlamaIndex nodes,
`PassageParser`, `LocalEmbedding` and `HybridRetriever` are LlamaIndex parts. Each thing that can go wrong has an error
of its own in `index.errors`; IndexingError is their base.
"""

from index.build import Progress, build
from index.documents import Document, read_documents
from index.embedding import LocalEmbedding
from index.endpoints import Endpoint, ModelSettings
from index.errors import IndexingError
from index.passages import Passage, PassageParser
from index.search import Hit, HybridRetriever, Index
from index.sentences import Span
from index.server import ChromaServer
from index.settings import SEEDS, from_env

__all__ = [
    "SEEDS", "ChromaServer", "Document", "Endpoint", "Hit", "HybridRetriever", "Index", "IndexingError",
    "LocalEmbedding", "ModelSettings", "Passage", "PassageParser", "Progress", "Span", "build", "from_env",
    "read_documents",
]  # fmt: skip
