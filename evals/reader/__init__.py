"""Train the weights of the assistant's reader, which reads a question and a sentence together.

SQuAD file -> articles for training and for validation -> examples (with perturbed questions) -> batches -> training ->
8-bit ONNX -> validation. Only training and export need PyTorch: see requirements-reader.txt.
"""

from evals.reader.examples import Example, make_examples, split_articles
from evals.reader.validation import Logits, validate

__all__ = ["Example", "Logits", "make_examples", "split_articles", "validate"]
