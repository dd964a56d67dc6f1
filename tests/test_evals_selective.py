"""The threshold that is promised: exact tails, the procedure by arithmetic, and the promise kept on drawn answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from math import comb

import pytest

from evals.metrics.selective import THRESHOLDS, binomial_tail, fewest_answers, lowest_threshold

ERROR, CERTAINTY = 0.1, 0.95
Drawn = tuple[Sequence[float], Sequence[bool]]


@pytest.mark.parametrize(("successes", "trials", "rate"), [(0, 36, 0.1), (3, 50, 0.1), (20, 40, 0.5), (7, 7, 0.2)])
def test_the_tail_is_the_sum_of_its_terms(successes: int, trials: int, rate: float) -> None:
    terms = [comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(successes + 1)]

    assert binomial_tail(successes, trials, rate) == pytest.approx(sum(terms))


def test_the_tail_of_ten_thousand_trials_is_a_number() -> None:
    # Half of the mass lies at or below the mean of a binomial, nearly.
    assert binomial_tail(1000, 10_000, 0.1) == pytest.approx(0.5, abs=0.01)


def test_the_fewest_answers_are_those_whose_chance_falls_below_the_share_of_a_start() -> None:
    # The two starts share 5 %: .9 ** 35 = .0250316 is above 2.5 %, .9 ** 36 = .0225 is not.
    assert fewest_answers(error=0.1, certainty=0.95) == 36


@pytest.mark.parametrize(
    ("sure", "expected"),
    [
        pytest.param([0.95] * 36, 0.0, id="36 right answers prove all below, where there are no others"),
        pytest.param([0.95] * 35, None, id="35 prove nothing"),
        pytest.param([0.7] * 36, 0.0, id="a lower start will do"),
        pytest.param([0.5] * 200, None, id="where no answer reaches a start, nothing is tested"),
    ],
)
def test_right_answers_prove_what_they_are_enough_for(sure: list[float], expected: float | None) -> None:
    assert lowest_threshold(sure, [True] * len(sure), error=ERROR, certainty=CERTAINTY) == expected


def test_the_threshold_is_the_last_before_the_first_failure() -> None:
    sure, right = [0.95] * 60 + [0.75] * 4 + [0.3] * 100, [True] * 60 + [False] * 4 + [True] * 100

    # 0 of 60 wrong has a tail of .002; 4 of 64 has P = .22, above any share; 4 of 164 at .3 is too late: .6 has failed.
    assert lowest_threshold(sure, right, error=ERROR, certainty=CERTAINTY) == 0.76


def test_what_a_start_has_proven_is_handed_on_to_the_next() -> None:
    # 1 of 48 wrong has a tail of .9 ** 48 + 48 * .1 * .9 ** 47 = .040: more than a start's share, not than both.
    sure, right = [0.95] * 40 + [0.5] * 8, [True] * 47 + [False]

    assert 0.025 < binomial_tail(1, 48, 0.1) < 0.05
    assert lowest_threshold(sure, right, error=ERROR, certainty=CERTAINTY) == 0.0


def drawn(questions: int, wrong_at: Callable[[float], float], generator: random.Random) -> Drawn:
    """Return confidences, and whether each answer is right, which fails at a rate that depends on the confidence."""
    sure = [generator.betavariate(3, 0.7) for _ in range(questions)]
    return sure, [generator.random() >= wrong_at(each) for each in sure]


def broken_promises(
    choose: Callable[[Drawn], float | None], wrong_at: Callable[[float], float], draws: int = 1000
) -> tuple[float, float]:
    """Return the shares of draws whose threshold has a higher error than promised, and of those with a threshold."""
    # So many that chance hardly counts.
    many = list(zip(*drawn(40_000, wrong_at, random.Random(7)), strict=True))
    generator = random.Random(11)
    chosen = Counter(choose(drawn(200, wrong_at, generator)) for _ in range(draws))
    broken = 0
    for threshold, times in chosen.items():
        if threshold is not None:
            answered = [is_right for sure, is_right in many if sure >= threshold]
            broken += times * (answered.count(False) / len(answered) > ERROR)
    return broken / draws, 1 - chosen[None] / draws


def promised(given: Drawn) -> float | None:
    return lowest_threshold(*given, error=ERROR, certainty=CERTAINTY)


def empirical(given: Drawn) -> float | None:
    """Return the lowest threshold whose error on these answers is small: no promise."""
    for threshold in reversed(THRESHOLDS):
        answered = [is_right for each, is_right in zip(*given, strict=True) if each >= threshold]
        if answered and answered.count(False) / len(answered) <= ERROR:
            return threshold
    return None


WRONG_AT = {
    "calibrated": lambda sure: 1 - sure,
    "too sure": lambda sure: 1 - sure**1.5,
    "just above the error everywhere": lambda _: ERROR + 0.002,
    "wrong where it is surest": lambda sure: 0.25 if sure > 0.97 else 0.04,
}


@pytest.mark.parametrize("wrong_at", WRONG_AT.values(), ids=WRONG_AT)
def test_the_promise_holds_in_19_of_20_draws(wrong_at: Callable[[float], float]) -> None:
    broken, _ = broken_promises(promised, wrong_at)

    assert broken <= 1 - CERTAINTY


def test_the_promise_can_be_given_and_the_error_of_the_answers_at_hand_is_none() -> None:
    assert broken_promises(promised, WRONG_AT["calibrated"], draws=200)[1] > 0.3
    assert broken_promises(empirical, WRONG_AT["calibrated"], draws=200)[0] > 1 - CERTAINTY
