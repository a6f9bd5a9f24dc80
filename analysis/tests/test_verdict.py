# SPDX-License-Identifier: Apache-2.0
"""Two samples compared: test, interval, correction, and the verdict of all of them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import t, ttest_ind

from scaling.statistics.holm import holm
from scaling.statistics.mann_whitney import (
    _arrangements,
    cliffs_delta,
    interval_rank,
    p_value,
    ratio_interval,
    u_statistic,
)
from scaling.statistics.random_effects import Effect, level, shift
from scaling.statistics.shift import signed_rank_p
from scaling.statistics.verdict import BAND, compare, verdicts


@pytest.mark.parametrize(
    ("n", "k"),
    [(3, None), (4, 1), (5, 3), (6, 6), (8, 14), (10, 24), (15, 65), (20, 128)],
)
def test_ranks_of_the_method(n: int, k: int | None) -> None:
    assert interval_rank(n, n) == k


def test_arrangements_by_enumeration() -> None:
    n_a, n_b = 3, 4
    counted = [0] * (n_a * n_b + 1)
    for chosen in itertools.combinations(range(n_a + n_b), n_a):
        counted[sum(chosen) - n_a * (n_a - 1) // 2] += 1
    assert _arrangements(n_a, n_b) == counted


def test_p_value_by_hand() -> None:
    # Fully separated: two of the C(8,4) = 70 orders are as extreme.
    assert p_value([1, 2, 3, 4], [5, 6, 7, 8]) == pytest.approx(2 / 70)
    assert u_statistic([1, 2, 3, 4], [5, 6, 7, 8]) == 0


def test_three_launches_are_not_tested() -> None:
    assert p_value([1, 2, 3], [7, 8, 9]) == 1.0


def test_equal_constants_are_not_different() -> None:
    assert p_value([1.0] * 10, [1.0] * 10) == 1.0


def test_hodges_lehmann_by_hand() -> None:
    found = ratio_interval([2, 4, 8, 16], [1, 1, 1, 1])
    assert found.value == pytest.approx(math.sqrt(4 * 8))
    assert (found.low, found.high) == (pytest.approx(2), pytest.approx(16))


def test_cliffs_delta() -> None:
    assert cliffs_delta([3, 4], [1, 2]) == 1
    assert cliffs_delta([1, 2], [1, 2]) == 0
    assert cliffs_delta([1, 2], [3, 4]) == -1


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([]) == []


def spread(centre: float, n: int = 10, noise: float = 0.003) -> list[float]:
    """Evenly spread quantiles around a centre: no chance is involved."""
    return [centre * (1 + noise * (i - (n - 1) / 2) / n) for i in range(n)]


@pytest.mark.parametrize(
    ("centre", "expected"),
    [(1.0, "SAME"), (1.1, "SLOWER"), (0.9, "FASTER"), (1.02, "UNDECIDED")],
)
def test_verdicts(centre: float, expected: str) -> None:
    assert verdicts([compare(spread(1.0), spread(centre * 1.00001))]) == [expected]


def test_a_difference_within_the_band_is_none_however_certain() -> None:
    found = compare(spread(1.0, 30), spread(1.01, 30))
    assert found.p_value == 1
    assert found.p_of_difference < 1e-6
    assert verdicts([found]) == ["SAME"]


def test_many_comparisons_need_more_evidence() -> None:
    clear = compare(spread(1.0, 4), spread(1.1, 4))
    assert verdicts([clear]) == ["SLOWER"]
    assert verdicts([clear] * 2) == ["UNDECIDED"] * 2


def test_too_few_launches_decide_nothing() -> None:
    assert verdicts([compare(spread(1.0, 3), spread(2.0, 3))]) == ["UNDECIDED"]


def test_the_band_is_the_callers() -> None:
    found = compare(spread(1.0), spread(1.04), band=0.1)
    assert verdicts([found]) == ["SAME"]
    assert BAND == 0.02


def test_coverage_of_the_inverted_interval() -> None:
    """The true ratio is inside in at least 95 % and not in nearly all cases."""
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(2000):
        a, b = 1.5 * rng.lognormal(0, 0.05, 8), rng.lognormal(0, 0.05, 8)
        found = ratio_interval(a, b)
        hits += found.low <= 1.5 <= found.high
    assert 0.94 <= hits / 2000 <= 0.97


def test_signed_ranks_as_in_a_book() -> None:
    """Hollander, Wolfe & Chicken, table 3.1: nine patients, one-sided P 0.0195."""
    before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    found = signed_rank_p([b - a for a, b in zip(before, after)])
    assert found == pytest.approx(2 * 10 / 2**9)
    assert signed_rank_p([0.0] * 6) == 1.0
    assert signed_rank_p([1.0] * 6) == pytest.approx(2 / 2**6)
    many = [i + 1 - (3 * i % 200 < 100) * 2 * (i + 1) for i in range(120)]
    assert 0 < signed_rank_p(many) <= 1


def test_random_effects_by_hand() -> None:
    """With equal errors below the spread it is Student's t of the sessions' levels."""
    a, b = [0.00, 0.03, -0.02], [0.10, 0.12, 0.05]
    found = shift([Effect(x, 0.001) for x in a], [Effect(x, 0.001) for x in b])
    known = ttest_ind(b, a)
    assert found.measured.value == pytest.approx(np.mean(b) - np.mean(a))
    assert found.p_value(0.0) == pytest.approx(known.pvalue, rel=1e-6)
    reach = found.measured.high - found.measured.value
    assert reach == pytest.approx(t.isf(0.025, 4) * found.error)


def test_sessions_alike_are_known_no_better_than_each() -> None:
    """The residuals happen to vanish; the errors of the sessions do not."""
    same = [Effect(0.0, 0.01)] * 3
    found = shift(same, same)
    assert found.error == pytest.approx(0.01 * (2 / 3) ** 0.5)


def test_the_level_of_a_side() -> None:
    """DerSimonian and Laird by hand: Q = 2, tau^2 = (2 - 1) / (200 - 100)."""
    found = level([Effect(0.0, 0.1), Effect(0.2, 0.1)])
    assert found.value == pytest.approx(0.1)
    assert level([Effect(0.3, 0.1)]).low is None


def test_a_precise_session_weighs_little_more_where_sessions_differ() -> None:
    """By hand: Q = 7.2, tau^2 = (7.2 - 1) / (125 - 10625 / 125)."""
    own, other = 1 / (0.1**2 + 0.155), 1 / (0.2**2 + 0.155)
    found = level([Effect(0.0, 0.1), Effect(0.6, 0.2)])
    assert found.value == pytest.approx(0.6 * other / (own + other))


def test_p_values_grow_with_the_looks() -> None:
    a, b = spread(1.0, 12), spread(1.1, 12)
    fixed, looked = compare(a, b), compare(a, b, tail=0.01)
    assert looked.p_value == pytest.approx(2.5 * fixed.p_value)
    assert looked.low < fixed.low
