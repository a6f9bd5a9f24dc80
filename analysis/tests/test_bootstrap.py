# SPDX-License-Identifier: Apache-2.0
"""The bootstrap against distributions that are enumerated completely."""

from __future__ import annotations

from collections import Counter
from itertools import product
from statistics import median

import numpy as np
import pytest

from scaling.statistics.bootstrap import percentile_interval, resampled_medians

DRAWS = 200_000


def test_three_values_by_hand() -> None:
    # Of 27 resamples of (1, 2, 3), the median is 1 if at least two of three draws are
    # 1: 3 * 2 + 1 = 7 of them; 3 likewise; 2 in the 13 that are left.
    draws = resampled_medians([3.0, 1.0, 2.0], "a", DRAWS)
    share = {value: np.mean(draws == value) for value in (1.0, 2.0, 3.0)}
    for value, expected in {1.0: 7 / 27, 2.0: 13 / 27, 3.0: 7 / 27}.items():
        sigma = (expected * (1 - expected) / DRAWS) ** 0.5
        assert abs(share[value] - expected) < 5 * sigma
    assert sum(share.values()) == pytest.approx(1)


@pytest.mark.parametrize("values", [(1.0, 2.0), (1.0, 2.0, 4.0, 8.0), (1, 5, 6, 7, 9)])
def test_every_resample_enumerated(values: tuple[float, ...]) -> None:
    exact = Counter(median(found) for found in product(values, repeat=len(values)))
    total = len(values) ** len(values)
    draws = resampled_medians(values, "b", DRAWS)
    assert set(np.unique(draws)) == set(exact)
    for value, times in exact.items():
        share = times / total
        sigma = (share * (1 - share) / DRAWS) ** 0.5
        assert abs(np.mean(draws == value) - share) < 5 * sigma


def test_interval_of_an_enumerated_ratio() -> None:
    # Base (2, 4): medians 2, 3, 4 with 1/4, 1/2, 1/4. Point (1, 1): always 1. The ratio
    # is 2 in a quarter of all cases and 4 in another: both ends are well inside.
    base = resampled_medians([2.0, 4.0], "base")
    assert percentile_interval(base / resampled_medians([1.0, 1.0], "p")) == (2.0, 4.0)


def test_fixed_seed() -> None:
    values = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0]
    first = resampled_medians(values, "3f2a90c1d4e5b677")
    assert np.array_equal(first, resampled_medians(values, "3f2a90c1d4e5b677"))
    assert not np.array_equal(first, resampled_medians(values, "other"))
    assert first[:5].tolist() == FIRST_FIVE


FIRST_FIVE = [6.5, 4.0, 5.0, 1.5, 5.0]
