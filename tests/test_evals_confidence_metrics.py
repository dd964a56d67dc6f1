import pytest

from evals.metrics.confidence import (
    Bin,
    Point,
    area_under_risk_coverage,
    auroc,
    expected_calibration_error,
    reliability,
    risk_coverage,
)


@pytest.mark.parametrize(
    ("positives", "negatives", "expected"),
    [
        pytest.param([0.9, 0.8], [0.1, 0.2], 1.0, id="apart"),
        pytest.param([0.1], [0.9], 0.0, id="the wrong way round"),
        pytest.param([0.5, 0.5], [0.5], 1 / 2, id="ties count half"),
        pytest.param([0.9, 0.4], [0.5, 0.1], 3 / 4, id="three of four pairs"),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives, negatives, expected):
    assert auroc(positives, negatives) == expected


def test_auroc_needs_both_classes():
    with pytest.raises(ValueError, match="positives and negatives"):
        auroc([0.5], [])


def test_the_risk_coverage_curve_goes_from_the_surest_to_all():
    assert risk_coverage([0.2, 0.9, 0.5, 0.5], [0, 1, 1, 0]) == [
        Point(0.9, 1 / 4, 0 / 1),
        Point(0.5, 3 / 4, 1 / 3),
        Point(0.2, 4 / 4, 2 / 4),
    ]


def test_the_area_weighs_each_point_by_its_questions():
    # 1 question at risk 0, 2 at 1/3, 1 at 2/4.
    expected = pytest.approx((0 + 1 / 3 + 1 / 3 + 2 / 4) / 4)
    assert area_under_risk_coverage([0.2, 0.9, 0.5, 0.5], [0, 1, 1, 0]) == expected
    assert area_under_risk_coverage([0.5, 0.2, 0.5, 0.9], [1, 0, 0, 1]) == expected


def test_perfect_order_and_no_mistake_have_no_area():
    assert area_under_risk_coverage([0.9, 0.8], [1, 1]) == 0.0


def test_a_confidence_of_one_belongs_to_the_last_bin():
    assert reliability([1.0, 0.95, 0.05], [1, 0, 0]) == [
        Bin(0.0, 0.1, 1, 0.05, 0.0),
        Bin(0.9, 1.0, 2, pytest.approx((1.0 + 0.95) / 2), 1 / 2),
    ]


def test_calibration_error_weighs_bins_by_their_questions():
    # Bin 0: 1 question, confidence .05, right 0; bin 9: 3 questions, confidence .9, right 2/3.
    expected = 1 / 4 * 0.05 + 3 / 4 * (0.9 - 2 / 3)
    assert expected_calibration_error([0.05, 0.9, 0.9, 0.9], [0, 1, 1, 0]) == pytest.approx(expected)
