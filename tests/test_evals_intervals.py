from math import comb

import pytest

from evals.metrics.confidence import auroc
from evals.metrics.intervals import Estimate, estimate, estimate_mean, mcnemar, paired_bootstrap, wilson


def test_the_interval_of_a_mean_holds_it_and_is_the_same_each_time():
    values = [1.0] * 30 + [0.0] * 10
    found = estimate_mean(values)
    assert found == estimate_mean(values)
    assert found.value == 30 / 40
    assert found.n == 40
    # The normal approximation is .75 +- 1.96 x sqrt(.75 x .25 / 40) = .616 to .884.
    assert found.low == pytest.approx(0.616, abs=0.03)
    assert found.high == pytest.approx(0.884, abs=0.03)


def test_more_questions_make_a_narrower_interval():
    few, many = estimate_mean([1.0, 0.0] * 10), estimate_mean([1.0, 0.0] * 1000)
    assert many.high - many.low < (few.high - few.low) / 5


def test_ten_right_of_ten_are_not_certainty():
    assert estimate_mean([1.0] * 10) == Estimate(1.0, pytest.approx(10 / (10 + 1.959964**2)), 1.0, 10)
    assert estimate_mean([0.0] * 10) == Estimate(0.0, 0.0, pytest.approx(1 - 10 / (10 + 1.959964**2)), 10)


def test_equal_values_that_are_no_share_are_their_own_interval():
    assert wilson(2.0, 5) == (2.0, 2.0)


def test_no_values_have_no_estimate():
    assert estimate_mean([]) is None
    assert estimate(auroc, [0.5], []) is None


def test_a_statistic_of_two_samples_keeps_both_classes_in_each_resample():
    found = estimate(auroc, [0.9, 0.8, 0.4], [0.5])
    assert found.value == pytest.approx(2 / 3)
    assert 0.0 <= found.low < found.value < found.high <= 1.0
    assert found.n == 3 + 1


@pytest.mark.parametrize(
    ("fixed", "broken", "p"),
    [
        pytest.param(0, 0, 1.0, id="nothing changed"),
        pytest.param(0, 5, 2 / 2**5, id="five broken"),
        pytest.param(0, 6, 2 / 2**6, id="six broken are significant"),
        pytest.param(2, 2, 1.0, id="as many fixed as broken"),
        pytest.param(1, 7, 2 * (comb(8, 0) + comb(8, 1)) / 2**8, id="one fixed, seven broken"),
    ],
)
def test_mcnemar_counts_only_the_questions_that_changed(fixed, broken, p):
    unchanged = 20
    before = [False] * fixed + [True] * broken + [True] * unchanged
    after = [True] * fixed + [False] * broken + [True] * unchanged
    found = mcnemar(before, after)
    assert found.p == pytest.approx(p)
    assert found.change == (fixed - broken) / (fixed + broken + unchanged)


def test_equal_scores_are_no_change():
    found = paired_bootstrap([0.5, 1.0], [0.5, 1.0])
    assert (found.change, found.p, found.n) == (0.0, 1.0, 2)
    assert paired_bootstrap([], []).p == 1.0


def test_a_small_fall_everywhere_is_significant_and_noise_is_not():
    before = [0.5 + (i % 5) / 20 for i in range(60)]
    assert paired_bootstrap(before, [score - 0.05 - (i % 3) / 50 for i, score in enumerate(before)]).p < 0.01
    assert paired_bootstrap(before, [score + (-1) ** i * 0.1 for i, score in enumerate(before)]).p > 0.5


def test_large_samples_are_drawn_in_blocks_and_stay_the_same():
    values = [float(i % 3 == 0) for i in range(3000)]
    assert estimate_mean(values) == estimate_mean(values)
