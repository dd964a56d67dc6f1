"""Fitting the confidence: the likeliest weights, and what a threshold would decline."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.finding.confidence import Calibration, Signals
from evals.__main__ import main
from evals.calibrate import Observation, fit, right_by_confidence, trade_off


def seen(score: float, answerable: bool, *, source: str = "ours", weight: float = 1.0) -> Observation:
    return Observation(Signals(score, 1.0, 0.0), answerable, source, weight, False, 0.0, True, answerable)


OBSERVED = [seen(1, False), seen(1, False), seen(1, False), seen(1, True), seen(3, True), seen(3, True), seen(3, True),
            seen(3, False)]  # fmt: skip


def test_fitted_probabilities_are_the_observed_shares() -> None:
    calibration = Calibration(**fit(OBSERVED), threshold=0.0)

    # A logistic regression with one weight for two groups meets both: 1 of 4 at score 1, 3 of 4 at score 3.
    assert calibration.probability(Signals(1, 1, 0)) == pytest.approx(1 / 4, abs=0.01)
    assert calibration.probability(Signals(3, 1, 0)) == pytest.approx(3 / 4, abs=0.01)


def test_an_observation_of_double_weight_counts_twice() -> None:
    doubled = [*OBSERVED[1:], seen(1, False, weight=2.0)]

    # At score 1 there are then 4 unanswerable ones by weight beside 1 answerable.
    assert Calibration(**fit(doubled), threshold=0.0).probability(Signals(1, 1, 0)) == pytest.approx(1 / 5, abs=0.01)


def test_a_threshold_declines_the_share_below_it_of_each_source() -> None:
    table = trade_off([*OBSERVED, seen(1, False, source="other")], Calibration(**fit(OBSERVED), threshold=0.0))

    assert [row[:3] for row in table.rows] == [("ours", "yes", "4"), ("ours", "no", "4"), ("other", "no", "1")]
    # Below .3 lie those with score 1: one of four answerable, three of four of the others, and all of the other source.
    at = table.headers.index("< 0.3")
    assert [row[at] for row in table.rows] == ["0.250", "0.750", "1.000"]


def told(confidence: float, right: bool, *, foreign: bool = False, shown: bool = True, **more: Any) -> Observation:
    return replace(seen(1, True, **more), confidence=confidence, right=right, foreign=foreign, shown=shown)


def test_how_often_answers_are_right_is_told_by_confidence_source_and_language() -> None:
    table = right_by_confidence([
        told(0.95, True), told(0.9, False), told(0.6, True, source="other", weight=3.0), told(0.5, False),
        told(0.2, False, shown=False), told(0.8, True, foreign=True),
    ])  # fmt: skip

    assert table.headers == ("language", "source", ">= 0.9", ">= 0.75", ">= 0.5", ">= 0.0")
    assert table.rows == (
        ("the documents'", "all", "0.50 (2)", "-", "0.75 (2)", "-"),  # 3 of 4 by weight
        ("the documents'", "ours", "0.50 (2)", "-", "0.00 (1)", "-"),
        ("the documents'", "other", "-", "-", "1.00 (1)", "-"),
        ("other", "all", "-", "1.00 (1)", "-", "-"),
        ("other", "ours", "-", "1.00 (1)", "-", "-"),
    )


def test_a_run_with_a_model_needs_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_LLM", raising=False)

    assert main(["--llm"]) == 2
    assert "Name one with ASSISTANT_LLM" in capsys.readouterr().err
