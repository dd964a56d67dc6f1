"""Write a trained network as the 8-bit ONNX file that the assistant reads, and read with it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from evals.training.network import Network
from evals.training.reading import Reading, reading_of
from evals.training.tokens import PairTokenizer
from evals.training.weights import WIDTH, WeightFile

INPUTS = ("words", "mask", "types")
OUTPUTS = ("start", "end", "answerable")
# The oldest that has all operators; old engines read it too.
OPSET = 17
THREADS = 2


def export(network: Network, file: Path) -> None:
    """Write the network: embedded words go in, logits come out, for any number of texts of any length.

    The weights of products are stored in 8 bits, one scale a column. The products' inputs are scaled while running, by
    one scale for all texts of a batch, so texts are to be read one at a time.
    """
    network.eval()
    many = {0: "texts", 1: "tokens"}
    # Of unlike length, so that padding and the use of its mask are part of what is recorded.
    mask = torch.ones(2, 9, dtype=torch.long)
    mask[1, 6:] = 0
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "reader.onnx"
        torch.onnx.export(
            network,
            (torch.randn(2, 9, WIDTH), mask, torch.zeros_like(mask)),
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=dict.fromkeys((*INPUTS, "start", "end"), many) | {"answerable": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,  # The other way needs a further package, onnxscript.
        )
        quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])


class ExportedReader:
    """Reads with an exported file, one text at a time."""

    def __init__(self, file: Path, weights: WeightFile) -> None:
        self._weights = weights
        self._tokenizer = PairTokenizer(weights.pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def read(self, question: str, text: str) -> Reading:
        """Return what is read in a text for a question."""
        (pair,) = self._tokenizer.pairs([(question, text)])
        words = self._weights.words(pair.ids)[None]
        feed = {"words": words, "mask": np.ones_like(pair.ids)[None], "types": pair.types[None]}
        start, end, answerable = self._session.run(list(OUTPUTS), feed)
        return reading_of(pair, start[0], end[0], float(answerable[0]), text)
