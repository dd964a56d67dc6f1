"""The network: the twelve layers of multilingual-e5-small with a head that marks the answer and says if there is one.

BERT (Devlin et al. 2019) with two more outputs. Its input is word embeddings that were looked up, not tokens: the table
of 250,037 words is not trained, so that whoever runs the network may share it with the embedding of texts.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.export import EPSILON, HEADS, LAYER_COUNT
from index.weights import DIMENSIONS, Weights

WIDE = 1536
POSITIONS = 512
# Names in the file of weights, of a layer's parts here.
PARTS = {
    "query": "q", "key": "k", "value": "v", "mixed": "ao", "norm_of_attention": "aln", "widen": "fi", "narrow": "fo",
    "norm": "oln",
}  # fmt: skip


class Layer(nn.Module):
    """One layer of BERT: attention, then two products, each added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(DIMENSIONS, DIMENSIONS) for _ in range(4))
        self.widen, self.narrow = nn.Linear(DIMENSIONS, WIDE), nn.Linear(WIDE, DIMENSIONS)
        self.norm_of_attention, self.norm = nn.LayerNorm(DIMENSIONS, EPSILON), nn.LayerNorm(DIMENSIONS, EPSILON)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the next states; `states` has shape (texts, tokens, 384), `mask` (texts, 1, 1, tokens) is added."""
        heads = (*states.shape[:2], HEADS, DIMENSIONS // HEADS)
        query, key, value = (part(states).view(heads).transpose(1, 2) for part in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.norm_of_attention(states + self.mixed(mixed.transpose(1, 2).reshape(states.shape)))
        return self.norm(states + self.narrow(functional.gelu(self.widen(states))))


class Network(nn.Module):
    """Gives, for each text, logits of the answer's first and last token and the log odds that there is an answer."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.positions, self.types = nn.Embedding(POSITIONS, DIMENSIONS), nn.Embedding(2, DIMENSIONS)
        self.norm = nn.LayerNorm(DIMENSIONS, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYER_COUNT))
        self.span, self.answerable = nn.Linear(DIMENSIONS, 2), nn.Linear(DIMENSIONS, 1)
        self._take(weights)

    def forward(self, words: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return (start, end, answerable) of shapes (texts, tokens) twice and (texts,).

        `words` are the embeddings of tokens, shape (texts, tokens, 384); `mask` is 0 at padding; `types` is 1 at the
        passage's tokens, where alone an answer stands. The first token stands for no answer.
        """
        outside = torch.full_like(words[:, :, 0], torch.finfo(torch.float32).min / 2)
        hidden = torch.where(mask > 0, torch.zeros_like(outside), outside)
        states = self.norm(words + self.positions.weight[: words.shape[1]] + self.types(types))
        for layer in self.layers:
            states = layer(states, hidden[:, None, None, :])
        start, end = self.span(states).float().unbind(-1)
        return start, end, self.answerable(states[:, 0]).float().squeeze(-1)

    def freeze(self, layers: int) -> None:
        """Leave the first layers, and what is added to words, as they are; with 0 nothing is left."""
        for part in (self.positions, self.types, self.norm, *self.layers)[: layers + 3 if layers else 0]:
            part.requires_grad_(False)

    def _take(self, weights: Weights) -> None:
        with torch.no_grad():
            self.positions.weight.copy_(torch.from_numpy(weights.vector("emb.pos").copy()).view(POSITIONS, DIMENSIONS))
            # The embedding never met the second type: it begins as the first, so that passages look as they are known.
            self.types.weight.copy_(torch.from_numpy(weights.vector("emb.type").copy()).view(2, DIMENSIONS)[:1])
            _fill(self.norm, weights, "emb.ln")
            for number, layer in enumerate(self.layers):
                for part, name in PARTS.items():
                    _fill(getattr(layer, part), weights, f"l{number}.{name}")


def _fill(part: nn.Linear | nn.LayerNorm, weights: Weights, name: str) -> None:
    is_product = isinstance(part, nn.Linear)
    stored = weights.matrix(f"{name}.w", part.in_features) if is_product else weights.vector(f"{name}.w").copy()
    part.weight.copy_(torch.from_numpy(stored))
    part.bias.copy_(torch.from_numpy(weights.vector(f"{name}.b").copy()))
