# SPDX-License-Identifier: Apache-2.0
"""What a series of launches or repetitions tells about itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau

from scaling.statistics.autocorrelation import effective_size, lag_one
from scaling.statistics.drift import drift, kendall_p
from scaling.statistics.kruskal_wallis import kruskal_wallis
from scaling.statistics.level import TAIL
from scaling.statistics.measured import Measured
from scaling.statistics.modes import split
from scaling.statistics.outliers import outliers
from scaling.statistics.shift import shift_interval, walsh_rank
from scaling.statistics.warm_up import warm_up

TRIALS = 1000


def noise(rng, n: int) -> np.ndarray:
    """One percent, and every twelfth value slow, as simulated."""
    return rng.lognormal(0, 0.01, n) * np.where(rng.random(n) < 0.08, 1.06, 1.0)


def test_outliers_by_hand() -> None:
    values = [1.00, 1.01, 0.99, 1.02, 0.98, 1.00, 1.5]
    assert outliers(values) == [6]
    assert outliers(values[:6]) == []
    assert outliers([1.0] * 9 + [1.2]) == []
    assert outliers([1, 1, 1, 1, 99]) == []


def test_warm_up_by_hand() -> None:
    assert warm_up([1.3, 1, 1, 1, 1, 1, 1]) == 1
    assert warm_up([1.3, 1.2, 1, 1, 1, 1, 1]) == 2
    assert warm_up([1.3, 1.2, 1.2, 1, 1, 1, 1]) == 3
    assert warm_up([1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1]) is None
    assert warm_up([9, 1, 1]) == 1


@pytest.mark.parametrize("n", [10, 20])
def test_warm_up_of_stationary_launches(n: int) -> None:
    rng = np.random.default_rng(n)
    found = [warm_up(list(noise(rng, n))) for _ in range(TRIALS)]
    assert found.count(None) < 0.01 * TRIALS
    assert found.count(1) > 0.85 * TRIALS


def test_transients_are_caught() -> None:
    rng = np.random.default_rng(2)
    caught = 0
    for _ in range(TRIALS):
        times = noise(rng, 20)
        times[:4] *= 1.3
        caught += (warm_up(list(times)) or 99) >= 4
    assert caught >= 0.99 * TRIALS


def test_drift_is_found_and_chance_is_not() -> None:
    rng = np.random.default_rng(3)
    grows = [drift(noise(rng, 20) * np.linspace(1, 1.05, 20)) for _ in range(200)]
    assert sum(found.is_found for found in grows) > 0.75 * 200
    assert np.median([found.shift for found in grows]) == pytest.approx(0.05, abs=0.01)
    still = sum(drift(noise(rng, 12)).is_found for _ in range(TRIALS))
    assert still < 0.015 * TRIALS


def test_a_drift_that_hardly_moves_the_median_is_none() -> None:
    """In strict order, by half a per cent and by five."""
    small, large = ([1 + by * i / 19 for i in range(20)] for by in (0.005, 0.05))
    assert drift(small).p_value < 1e-9
    assert not drift(small).is_found
    assert drift(large).is_found


def test_drift_uses_the_order_given() -> None:
    values = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7]
    assert drift(values).is_found
    assert not drift(values, [5, 2, 8, 1, 7, 3, 6, 4]).is_found
    assert drift([1.0] * 9).p_value == 1.0


@pytest.mark.parametrize("n", [6, 12, 33, 34, 80])
@pytest.mark.parametrize("decimals", [9, 1], ids=["no ties", "ties"])
def test_kendalls_p_value_is_scipys(n: int, decimals: int) -> None:
    rng = np.random.default_rng(n)
    for slope in (0.0, 0.05, -0.2):
        x = rng.permutation(n)
        y = np.round(rng.normal(size=n) + slope * x, decimals)
        assert kendall_p(x, y) == pytest.approx(kendalltau(x, y).pvalue, abs=1e-12)
    tied = np.round(x / 3)
    assert kendall_p(tied, y) == pytest.approx(kendalltau(tied, y).pvalue, abs=1e-12)


def test_memory() -> None:
    assert lag_one([1, 2, 1, 2]) == pytest.approx(-0.75)
    assert lag_one([5, 5, 5]) == 0
    ramp = list(range(30))
    rho = lag_one(ramp)
    assert effective_size(ramp) == pytest.approx(30 * (1 - rho) / (1 + rho))
    assert effective_size([1, 2, 1, 2]) == 4


def test_kruskal_wallis_by_hand() -> None:
    # Ranks 1-3 and 4-6: H = 12/42 (36/3 + 225/3) - 21 = 27/7, chi-squared with 1.
    assert kruskal_wallis([[1, 2, 3], [4, 5, 6]]) == pytest.approx(0.0495, abs=1e-4)
    assert kruskal_wallis([[1, 1], [1, 1]]) == 1.0
    assert kruskal_wallis([[1, 2]]) == 1.0


def test_two_modes() -> None:
    rng = np.random.default_rng(4)
    mixed = [*rng.normal(1, 0.003, 12), *rng.normal(1.1, 0.003, 8)]
    low, high = split(mixed)
    assert (len(low), len(high)) == (12, 8)
    assert split(mixed[:19]) is None
    single = sum(split(rng.lognormal(0, 0.01, 20)) is not None for _ in range(TRIALS))
    assert single < 0.05 * TRIALS


def test_two_modes_of_one_of_many_samples_must_be_rarer() -> None:
    """Five of twenty are slow by chance in 4.3 %, and in one of two samples oftener."""
    values = [1 + i / 1000 for i in range(15)] + [2 + i / 1000 for i in range(5)]
    assert split(values)
    assert split(values, tested=2) is None


def test_shift_by_hand() -> None:
    assert shift_interval([1.0, 2.0, 6.0], TAIL) == Measured(2.75)
    six = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert shift_interval(six, TAIL) == Measured(3.5, 1.0, 6.0)


def test_ranks_of_shifts_are_published() -> None:
    """Hollander, Wolfe & Chicken, table A.4: P(W <= w) <= 0.025."""
    known = {6: 0, 7: 2, 8: 3, 9: 5, 10: 8, 15: 25, 20: 52, 25: 89, 30: 137}
    assert {n: walsh_rank(n, TAIL) - 1 for n in known} == known
    assert abs(walsh_rank(101, TAIL) - walsh_rank(100, TAIL) - 40) <= 1
