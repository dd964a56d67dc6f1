"""A training of a few steps: it learns, stops, goes on, and what it exports reads alike. Needs PyTorch."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from assistant.finding.reader import Reader
from evals.training.__main__ import LOG, READER, main
from evals.training.examples import Example
from evals.training.sources import Article, Asked, Paragraph
from index import Span
from index.weights import Weights

torch = pytest.importorskip("torch", reason="only to train the reader: requirements-reader.txt")
pytest.importorskip("onnx", reason="only to export the reader: requirements-reader.txt")

# PyTorch's exporter warns of itself; the other one needs a further package.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
TEXT = "The mill was built in 1812."
SECONDS = 8 / 3600


def squad(folder: Path, articles: int) -> Path:
    """Write a file of SQuAD's form with a question to each article."""
    folder.mkdir()
    data = []
    for number in range(articles):
        text = f"The mill of village {number} was built in {1800 + number}. It ground rye. Ann {number} sold it in May."
        rows = [(f"When was the mill of village {number} built?", str(1800 + number)), ("What did it grind?", "rye")]
        asked = [
            {"id": question, "question": question, "answers": [{"text": answer, "answer_start": text.index(answer)}]}
            for question, answer in rows
        ]
        data.append({"title": f"Village {number}", "paragraphs": [{"context": text, "qas": asked}]})
    (folder / "squad.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    return folder


class Always:
    """Makes one example over and over."""

    def examples(self, count: int, random: Random) -> list[Example]:
        del random
        return [Example("When was it built?", TEXT, Span(22, 26), "as it is")] * count


def test_a_training_learns_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    from evals.training.training import Training

    weights = Weights()
    training = Training(tmp_path, weights, 1, resume=False)
    training.train(Always(), SECONDS, lambda _: None, lambda: None, 60)  # type: ignore[arg-type]
    resumed = Training(tmp_path, weights, 2, resume=True)

    assert training.progress.step > 0
    assert resumed.progress == training.progress
    assert resumed.read("When was it built?", TEXT) == training.read("When was it built?", TEXT)


def test_layers_that_are_frozen_stay_as_they_are(tmp_path: Path) -> None:
    from evals.training.training import Training

    training = Training(tmp_path, Weights(), 1, resume=False, frozen=11)
    before = {name: weights.clone() for name, weights in training.network.state_dict().items()}
    training.train(Always(), SECONDS, lambda _: None, lambda: None, 60)  # type: ignore[arg-type]
    changed = {name for name, weights in training.network.state_dict().items() if not weights.equal(before[name])}

    assert {name.split(".")[0] for name in changed} == {"layers", "span", "answerable"}
    assert {name.split(".")[1] for name in changed if name.startswith("layers")} == {"11"}


def test_the_command_trains_validates_and_exports(tmp_path: Path) -> None:
    data = squad(tmp_path / "data", 20)
    arguments = [str(data), "--folder", str(tmp_path / "out"), "--hours", str(SECONDS)]

    assert main(arguments) == 0
    trained, exported = (json.loads(line) for line in (tmp_path / "out" / LOG).read_text().splitlines())
    assert (trained["what"], exported["what"]) == ("trained", "exported, in 8 bits")
    assert trained["held out"]["n"] == exported["held out"]["n"] > 0
    assert 15e6 < (tmp_path / "out" / READER).stat().st_size < 30e6
    assert main(["--resume", *arguments]) == 0


def test_the_exported_network_reads_nearly_as_the_trained_one(tmp_path: Path) -> None:
    from evals.training.export import export
    from evals.training.training import Training

    weights = Weights()
    training = Training(tmp_path, weights, 1, resume=False)
    digest = export(training.network, tmp_path / "reader.onnx")
    reader = Reader(tmp_path / "reader.onnx", digest)
    pairs = [("When was it built?", TEXT), ("Who sold it?", TEXT * 8)]

    for question, text in pairs:
        one, (two,) = training.read(question, text), reader.read(question, [text])
        assert np.isclose(one.margin, two.margin, atol=0.5)
        assert np.isclose(one.answerable, two.answerable, atol=0.5)


def test_too_few_articles_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(squad(tmp_path / "data", 3)), "--folder", str(tmp_path / "out")]) == 2
    assert "are too few" in capsys.readouterr().err


def test_answers_that_are_not_at_their_place_are_left_out() -> None:
    assert Paragraph(TEXT, (Asked("When?", 22, 26),)).sentences == (Span(0, len(TEXT)),)
    assert Article("", "squad", "en", (Paragraph(TEXT, ()),)).text == TEXT
