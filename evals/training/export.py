"""Write a trained network as the 8-bit ONNX file that the assistant reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from evals.training.network import PARTS, Network
from index.export import Graph
from index.weights import Floats


def export(network: Network, file: Path) -> str:
    """Write the network for one text at a time and return the file's SHA-256.

    `words` and `types` go in, `start`, `end` and `answerable` come out.

    Products are of 8-bit numbers with a scale for each token, as in the embedding's file; the head stays in 32 bits.
    """
    graph = Graph(TrainedWeights(network))
    states = graph.layers(graph.embedded("types"))
    spans = graph.dense(states, "span", "spans")
    graph.operator("Split", [spans], "start_column", "end_column", axis=1, num_outputs=2)
    for name in ("start", "end"):
        graph.operator("Squeeze", [f"{name}_column", graph.constant("column", np.array([1]))], name)
    first = graph.operator("Gather", [states, graph.constant("opening", np.array([0]))], "first_state", axis=0)
    graph.operator("Squeeze", [graph.dense(first, "answerable", "told_apart")], "answerable")
    types = helper.make_tensor_value_info("types", TensorProto.INT64, ["tokens"])
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["tokens"]) for name in ("start", "end")]
    outputs.append(helper.make_tensor_value_info("answerable", TensorProto.FLOAT, []))
    content = graph.model([types], outputs).SerializeToString(deterministic=True)
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


class TrainedWeights:
    """A network's weights by the names of the file that it began from."""

    def __init__(self, network: Network) -> None:
        self._state = network.state_dict()

    def vector(self, name: str) -> Floats:
        """Return a tensor, flat."""
        return np.asarray(self._state[self._key(name)].cpu(), dtype=np.float32).reshape(-1)

    def matrix(self, name: str, width: int) -> Floats:
        """Return a tensor as rows of `width` weights."""
        return self.vector(name).reshape(-1, width)

    def _key(self, name: str) -> str:
        parts = {short: part for part, short in PARTS.items()}
        tables = {"emb.pos": "positions.weight", "emb.type": "types.weight"}
        if name in tables:
            return tables[name]
        place, _, kind = name.rpartition(".")
        ends = {"w": "weight", "b": "bias"}
        if place == "emb.ln":
            return f"norm.{ends[kind]}"
        layer, _, part = place.partition(".")
        if layer.startswith("l") and part:
            return f"layers.{layer[1:]}.{parts[part]}.{ends[kind]}"
        return f"{place}.{ends[kind]}"
