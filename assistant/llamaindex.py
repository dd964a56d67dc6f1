"""LlamaIndex's language models, and its query engine: the one place of this package that names them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import LLM
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from assistant.answers import Answer, Citation
from index import ModelSettings

__all__ = ["LLM", "AnswerEngine", "BaseEmbedding", "chat", "is_thinking", "pieces", "served_model"]

# No server refuses it, and without any the client would take the one in OPENAI_API_KEY, which is another server's.
NO_KEY = "none"
AZURE_PATH = "/openai/deployments/"


class AnswerEngine(BaseQueryEngine):
    """A query engine whose responses are our answers.

    A response's text is the answer's, with its markers; a source node is a quotation, in the order of the markers,
    with the fields of its citation as metadata and the confidence of the answer as its score. An abstention has the
    nearest passages as source nodes, without a score. The response's metadata is the whole answer as JSON values.
    """

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        super().__init__(callback_manager=None)
        self._answer = answer

    def _query(self, query_bundle: QueryBundle) -> Response:
        return response_of(self._answer(query_bundle.query_str))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def response_of(answer: Answer) -> Response:
    """Return an answer as a response of LlamaIndex."""
    if answer.abstained:
        nodes = [NodeWithScore(node=passage.to_node()) for passage in answer.nearest]
    else:
        nodes = [NodeWithScore(node=node_of(citation), score=answer.confidence) for citation in answer.citations]
    return Response(answer.text, source_nodes=nodes, metadata=answer.to_json())


def node_of(citation: Citation) -> TextNode:
    """Return a citation as a node whose text is the quote, with its other fields as metadata."""
    metadata = asdict(citation) | {"published": str(citation.published or "")}
    del metadata["quote"]
    return TextNode(
        id_=f"{citation.document}#{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata=metadata,
        # Of these only the title says something about the words.
        excluded_embed_metadata_keys=[name for name in metadata if name != "title"],
        excluded_llm_metadata_keys=[name for name in metadata if name != "title"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.document)},
    )


def chat(talk: Sequence[tuple[str, str]]) -> list[ChatMessage]:
    """Return turns, as (role, text), as LlamaIndex passes them to a model."""
    return [ChatMessage(role=role, content=text) for role, text in talk]


def pieces(llm: LLM, talk: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the pieces of what a model says to a talk; all of it at once if it does not stream."""
    try:
        for response in llm.stream_chat(chat(talk)):
            yield response.delta or ""
    except NotImplementedError:
        yield llm.chat(chat(talk)).message.content or ""


def is_thinking(response: ChatResponse) -> bool:
    """Tell whether a piece of an answer is a thought, in a field of its own."""
    return bool(response.additional_kwargs.get("thinking_delta"))


def served_model(settings: ModelSettings, *, answer_tokens: int) -> Callable[[Any, float, Collection[str]], LLM]:
    """Return a function that gives the model behind a server, for an HTTP client and so many seconds; it asks once.

    It is also given which parameters the server has refused: "max_tokens" has another name then, and "temperature" is
    left out.
    """
    # It takes seconds to import, which a question's time should not pay, nor an assistant without a model.
    import openai
    import openai.resources.chat  # The first question would import it else.
    from llama_index.llms.openai_like import OpenAILike

    def with_client(client: Any, seconds: float, refused: Collection[str]) -> LLM:
        is_renamed = "max_tokens" in refused
        otherwise: dict[str, Any] = {"max_completion_tokens": answer_tokens} if is_renamed else {}
        if "temperature" in refused:
            otherwise["temperature"] = openai.omit
        model: LLM = OpenAILike(
            model=settings.endpoint.model,
            api_base=_base(settings),
            api_key=settings.endpoint.key or NO_KEY,
            is_chat_model=True,
            context_window=settings.context_tokens,
            max_tokens=None if is_renamed else answer_tokens,
            additional_kwargs=otherwise,
            temperature=0.0,
            default_headers=dict(settings.headers),
            max_retries=0,
            timeout=seconds,
            async_http_client=client,
        )
        return model

    return with_client


def _base(settings: ModelSettings) -> str:
    """Return the URL below which a model is asked; on Azure that is its deployment."""
    url = settings.endpoint.url
    return f"{url}{AZURE_PATH}{quote(settings.endpoint.model, safe='')}" if settings.api_version else url
