"""The command line of the reader's training: `python -m evals.reader --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import AssistantError
from assistant.finding import Reader
from evals.errors import EvalsError
from evals.reader.examples import make_examples, split_articles
from evals.reader.validation import validate
from evals.report.tables import as_text
from evals.squad import read_squad

FOLDER = Path(__file__).parents[1] / "reports" / "reader"
# They give a share to two hundredths, 95 times of 100.
QUESTIONS_OF_VALIDATION = 1000
BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and export a reader and print how good it is; return 0, or 2 for bad input."""
    options = parser().parse_args(arguments)
    try:
        make(options)
    except (EvalsError, AssistantError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.reader", description="Train the weights of the assistant's reader."
    )
    parser.add_argument("squad", type=Path, metavar="SQUAD_TRAIN_JSON", help="the training half of SQuAD 1.1")
    parser.add_argument("minilm", type=Path, metavar="MINILM_FOLDER", help="the model all-MiniLM-L6-v2")
    parser.add_argument("--hours", type=float, default=1.1, help="how long to train (default: 1.1)")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (default: 1)")
    parser.add_argument("--trained", type=Path, metavar="FILE", help="export this trained.safetensors, do not train")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the weights go (default: %(default)s)")
    return parser


def make(options: argparse.Namespace) -> None:
    """Make the examples, train, export, and validate what was exported; raises EvalsError for bad input."""
    try:
        # Only here, so that --help and the rest of the evals work without PyTorch.
        from evals.reader.export import export
        from evals.reader.train import TrainableReader
    except ModuleNotFoundError as error:
        raise EvalsError(
            f"{error.name} is not installed. Install it with: pip install -r requirements-reader.txt"
        ) from None
    reader = TrainableReader(options.minilm, options.seed)
    training, validation = split_articles(read_squad(options.squad), options.seed)
    if options.trained:
        reader.load(options.trained)
    else:
        examples = make_examples(training, options.seed)
        print(f"{len(examples)} examples", flush=True)
        reader.train(examples, options.hours, show)
        reader.save(options.folder / "trained.safetensors")
    unseen = make_examples(validation, options.seed)[:QUESTIONS_OF_VALIDATION]
    print(as_text(validate(unseen, reader.logits, "As trained")), flush=True)
    export(reader, options.minilm / "tokenizer.json", options.folder)
    print(as_text(validate(unseen, Reader(options.folder).logits, "In 8 bits")))
    print(f"Written: {options.folder}. Copy its reader.onnx and tokenizer.json to assistant/weights to use them.")


def show(step: int, seconds: float, loss: float) -> None:
    """Print how far the training is."""
    print(f"step {step}, {seconds / 60:.0f} minutes, loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
