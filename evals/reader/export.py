"""Write a trained network as the 8-bit ONNX file that the assistant reads."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from evals.reader.train import TrainableReader

INPUTS = ("ids", "types", "mask")
OUTPUT = "score"
# The oldest that has all operators; old engines read it too.
OPSET = 17
# Of unlike length, so that padding and the use of its mask are part of what is recorded.
RECORDED = (("Who came?", "News: The ambassador came."), ("When?", "News: On the first Monday of the month."))


def export(reader: TrainableReader, tokenizer: Path, folder: Path) -> None:
    """Write reader.onnx and tokenizer.json to a folder: any number of pairs of any length go in, their logits come out.

    The weights of products and embeddings are stored in 8 bits, one scale a column; the products' inputs are scaled
    while running.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reader.network.eval()
    free = {name: {0: "pairs", 1: "tokens"} for name in INPUTS} | {OUTPUT: {0: "pairs"}}
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "reader.onnx"
        torch.onnx.export(
            reader.network,
            reader.tensors(RECORDED),
            str(whole),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,  # The other way needs a further package, onnxscript.
        )
        quantize_dynamic(
            whole,
            folder / "reader.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
