# SPDX-License-Identifier: Apache-2.0
"""Changes in a series of sessions: found, placed, and not seen where there are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sessions import noisy

from coverage_study import best_history, histories
from scaling.statistics import capped_loss, change_points
from scaling.statistics.capped_loss import CappedLoss
from scaling.statistics.change_points import find_changes

ERROR = 0.004


def found(factors: list) -> change_points.Changes:
    return find_changes(factors, [ERROR] * len(factors))


def broken(trials: int = 40) -> list[str]:
    """The promises of the study, small, that were not kept."""
    rates = histories.study(trials, np.random.default_rng(1))
    return [rate.what for rate in rates if not rate.is_kept]


def test_the_study_sees_a_level_that_is_too_high(monkeypatch) -> None:
    monkeypatch.setattr(change_points, "LEVEL", 0.25)
    assert "no change, one or a drift told" in broken()


def test_the_study_sees_sessions_that_are_not_held(monkeypatch) -> None:
    monkeypatch.setattr(change_points, "REACH", 1e6)
    change_points._largest_gains.cache_clear()
    try:
        assert "no change, one or a drift told" in broken()
    finally:
        change_points._largest_gains.cache_clear()


def test_a_clear_step_is_where_it_is() -> None:
    for at in (2, 7, 15, 28):
        (change,) = found(noisy(30, at, sd=0.005, step=1.1, at=at)).changes
        assert (change.first, change.at, change.last) == (at, at, at)
        assert change.ratio.holds(1.1)


def test_two_steps() -> None:
    factors = noisy(30, 1, sd=0.01, step=1.1, at=10)
    factors[20:] = [x / 1.07 for x in factors[20:]]
    changes = found(factors).changes
    assert [change.at for change in changes] == [10, 20]
    assert [change.ratio.value > 1 for change in changes] == [True, False]


@pytest.mark.parametrize("factor", [0.8, 1.1, 1.3, 3.0])
@pytest.mark.parametrize(("begin", "end"), [(10, 20), (5, 9), (12, 16), (3, 27)])
def test_a_level_that_is_left_again_is_no_row_of_odd_days(
    factor: float, begin: int, end: int
) -> None:
    factors = noisy(30, 4, sd=0.015)
    factors[begin:end] = [x * factor for x in factors[begin:end]]
    seen = found(factors)
    assert [change.at for change in seen.changes] == [begin, end]
    assert seen.drift is None


@pytest.mark.parametrize("at", [0, 1, 12, 29])
def test_an_odd_day_is_no_change(at: int) -> None:
    factors = noisy(30, 3, sd=0.01)
    factors[at] *= 1.2
    seen = found(factors)
    assert (seen.changes, seen.outliers, seen.drift) == ((), (at,), None)


def test_a_drift_is_no_step() -> None:
    factors = [x * 1.01**i for i, x in enumerate(noisy(30, 5, sd=0.01))]
    seen = found(factors)
    assert seen.changes == ()
    assert seen.drift.shift == pytest.approx(0.3, abs=0.1)


def test_a_step_in_a_drift_that_it_explains_is_a_step() -> None:
    seen = found(noisy(30, 7, sd=0.01, step=1.3, at=15))
    assert seen.drift is None
    assert [change.at for change in seen.changes] == [15]


MEETING = [
    1.0229, 0.9891, 0.9935, 0.9984, 1.026, 1.0507, 1.0437, 1.0665, 1.0441, 1.0403,
    1.0844, 1.1012, 1.0686, 1.1245, 1.0692, 1.1268, 1.1174, 1.1347, 1.121, 1.1359,
    1.1442, 1.1879, 1.2128, 1.1802, 1.1966, 1.2409, 1.1941, 1.2028, 1.2836, 1.2832,
]  # fmt: skip
"""Of the study of coverage: two changes, each placed between the other's old place."""


def test_changes_that_are_placed_again_do_not_meet() -> None:
    found = find_changes(MEETING, [0.004] * len(MEETING))
    assert len(found.levels) == len(MEETING)
    places = [change.at for change in found.changes]
    assert places == sorted({*places})


def test_noise_between_sessions() -> None:
    seen = found(noisy(400, 11, sd=0.02))
    assert seen.noise == pytest.approx(0.02, rel=0.2)
    assert seen.between == pytest.approx(math.sqrt(seen.noise**2 - ERROR**2))


def test_a_session_that_is_badly_known_weighs_little() -> None:
    factors = noisy(12, 2, sd=0.005)
    factors[10:] = [1.2, 1.2]
    assert find_changes(factors, [0.001] * 12).changes
    errors = [0.2 if i in (10, 11) else 0.001 for i in range(12)]
    assert find_changes(factors, errors).changes == ()


def test_too_few_sessions_tell_nothing() -> None:
    assert not found([1, 1, 1, 2, 2]).is_told
    assert [change.at for change in found([1, 1, 1, 2, 2, 2]).changes] == [3]


def test_equal_values_do_not_change() -> None:
    seen = find_changes([1.0] * 20, [0.0] * 20)
    assert (seen.changes, seen.outliers, seen.drift) == ((), (), None)


def test_a_wide_range_of_levels() -> None:
    loss = CappedLoss(np.log([1.0] * 6 + [1e6] * 4), np.full(10, 1e-4))
    assert loss.level == pytest.approx(0.0)
    assert loss.least == pytest.approx(4 * capped_loss.CAP**2, rel=1e-3)


def test_the_level_is_the_mean_of_what_is_no_outlier() -> None:
    loss = CappedLoss(np.array([0.0, 0.1, -0.1, 50.0]), np.ones(4))
    assert loss.level == pytest.approx(0.0)
    assert loss.outliers.tolist() == [False, False, False, True]
    assert loss.error == pytest.approx(3**-0.5)


def test_no_rule_does_better_than_the_best() -> None:
    """The bounds of docs/history.md, known to 0.7 % here."""
    rng = np.random.default_rng(2)
    without, also = (best_history.histories(rng, 2000, 0.0) for _ in range(2))
    for score in (best_history.estimates, best_history.knows_noise):
        limit = float(np.quantile(score(without).max(axis=1), 0.95))
        for place, least, most in ((16, 0.91, 0.97), (9, 0.88, 0.95)):
            step = best_history.BY * (np.arange(30) >= place - 1)
            share = best_history.found(score(also + step), limit, place - 1)
            assert least < share < most, (score, place)
