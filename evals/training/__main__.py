"""The command line of the reader's training: `python -m evals.training --help`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from assistant.finding.reader import Reader
from evals.errors import EvalsError
from evals.training.examples import Maker, split
from evals.training.sources import Article, read_articles
from evals.training.validation import (
    Exam,
    Read,
    by_group,
    of_benchmark,
    of_examples,
    of_languages,
    report,
    take,
)
from index.weights import Weights

if TYPE_CHECKING:
    from evals.training.training import Progress, Training

FOLDER = Path(__file__).parents[1] / "reports" / "training"
READER, LOG = "reader.onnx", "validation.jsonl"
# Few, because reading them takes from the training: a share is known to a twentieth.
QUESTIONS_OF_VALIDATION = 240
QUESTIONS_OF_BENCHMARK = 100
QUESTIONS_OF_LANGUAGE = 25
BAD_INPUT, STOPPED = 2, 128 + signal.SIGTERM


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, validate and export a reader; return 0, or 2 for bad input."""
    options = parser().parse_args(arguments)
    try:
        make(options)
    except EvalsError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(prog="python -m evals.training", description="Train the assistant's reader.")
    add = parser.add_argument
    add("data", type=Path, metavar="DATA_FOLDER", help="files of SQuAD's form, and QAMR's in `qamr`")
    add("--hours", type=float, default=8.0, help="how long to train, with what went before (default: 8)")
    add("--resume", action="store_true", help="go on from the folder's checkpoint, if there is one")
    add("--folder", type=Path, default=FOLDER, help="where checkpoint, log and reader go (default: %(default)s)")
    add("--benchmarks", type=Path, metavar="FOLDER", help="read its xquad_dev.json, squad2_dev.json, ... as well")
    add("--questions", type=int, default=QUESTIONS_OF_BENCHMARK, help="of each benchmark (default: %(default)s)")
    add("--minutes", type=float, default=30.0, help="between validations (default: 30)")
    add("--frozen", type=int, default=0, help="layers that are not trained, from the first (default: 0)")
    add("--threads", type=int, default=2, help="of the processor (default: 2)")
    add("--seed", type=int, default=1, help="of all that is random (default: 1)")
    return parser


def make(options: argparse.Namespace) -> None:
    """Train, validate now and then, export, and validate what was exported; raises EvalsError for bad input."""
    try:
        # Only here, so that --help and the rest of the evals work without PyTorch.
        import torch

        from evals.training.export import export
        from evals.training.training import Training
    except ModuleNotFoundError as error:
        raise EvalsError(
            f"{error.name} is not installed. Install it with: pip install -r requirements-reader.txt"
        ) from None
    torch.set_num_threads(options.threads)
    articles, held_out = split(read_articles(options.data), options.seed)
    exams = exams_of(held_out, options)
    weights = Weights()
    training = Training(options.folder, weights, options.seed, resume=options.resume, frozen=options.frozen)

    def note(what: str, training: Training, read: Read) -> None:
        write(options.folder / LOG, {"what": what} | facts(training.progress) | figures(exams, read))

    training.train(
        Maker(articles), options.hours, show, lambda: note("in training", training, training.read), options.minutes
    )
    note("trained", training, training.read)
    exported = Reader(options.folder / READER, sha256=export(training.network, options.folder / READER))
    note("exported, in 8 bits", training, lambda question, text: exported.read(question, [text])[0])


def exams_of(held_out: Sequence[Article], options: argparse.Namespace) -> dict[str, list[Exam]]:
    """Return what the reader is examined in: examples of articles kept apart, and benchmarks where there are any."""
    exams = {"held out": of_examples(Maker(held_out).examples(QUESTIONS_OF_VALIDATION, Random(options.seed)))}
    if folder := options.benchmarks:
        xquad = folder / "xquad_dev.json"
        exams["xquad"] = of_benchmark(xquad, options.questions)
        exams["squad2"] = of_benchmark(folder / "squad2_dev.json", options.questions)
        exams["languages"] = of_languages(xquad, folder / "xquad_dev_multilingual.json", options.questions // 4)
    return exams


def facts(progress: Progress) -> dict[str, object]:
    """Return how far a training is."""
    return {
        "step": progress.step,
        "hours": round(progress.seconds / 3600, 3),
        "examples": progress.examples,
        "loss": round(progress.loss, 4),
    }


def figures(exams: Mapping[str, Sequence[Exam]], read: Read) -> dict[str, object]:
    """Return what a reader gets in each exam, as a whole and by the kinds of question in it."""
    found: dict[str, object] = {}
    for name, asked in exams.items():
        marks = take(asked, read)
        found[name] = report(marks)
        found[f"{name}, by kind"] = by_group(marks)
    return found


def write(file: Path, row: Mapping[str, object]) -> None:
    """Append a row to a file of JSON lines, and print it."""
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")
    print(json.dumps(row, indent=1), flush=True)


def show(progress: Progress) -> None:
    """Print how far a training is."""
    print(", ".join(f"{name} {value}" for name, value in facts(progress).items()), flush=True)


if __name__ == "__main__":
    # Who ends it from outside does not lose what was learnt.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    sys.exit(main())
