# SPDX-License-Identifier: Apache-2.0
"""The bootstrap against distributions that are enumerated completely."""

from __future__ import annotations

from collections import Counter
from itertools import product
from statistics import median

import numpy as np
import pytest

from coverage_study.alone import resampled_medians
from scaling.statistics.bootstrap import (
    medians_of_blocks,
    percentile_interval,
)

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


def in_blocks(times: list[float], job: str = "") -> dict[tuple[str, int], float]:
    return {(job, block): time for block, time in enumerate(times)}


def test_what_a_block_adds_is_in_all_points_of_a_draw() -> None:
    """The ratio of two points that differ by a factor alone is known exactly."""
    state = [1.0, 1.3, 0.9, 1.1, 1.4, 0.8, 1.2]
    draws = medians_of_blocks(
        [in_blocks(state), in_blocks([2 * time for time in state])], DRAWS
    )
    assert np.ptp(draws[:, 0]) > 0.2
    assert draws[:, 1] == pytest.approx(2 * draws[:, 0])


def test_of_one_point_blocks_are_its_launches() -> None:
    for values in ([3.0, 1.0, 2.0], [3.0, 1.0, 2.0, 5.0]):
        blocks = medians_of_blocks([in_blocks(values)], DRAWS)[:, 0]
        alone = resampled_medians(values, "a", DRAWS)
        for value in set(alone):
            share = np.mean(alone == value)
            assert np.mean(blocks == value) == pytest.approx(share, abs=0.015)


def test_a_point_takes_the_blocks_that_it_has() -> None:
    """One that stopped early, and one of another job, which has blocks of its own."""
    long, early = [1.0, 2, 3, 4, 5, 6, 7, 8], [1.0, 2, 3, 4, 5, 6]
    draws = medians_of_blocks(
        [in_blocks(long), in_blocks(early), in_blocks(early, "7")], DRAWS
    )
    assert set(draws[:, 1]) <= {n / 2 for n in range(2, 13)}
    assert np.corrcoef(draws[:, 0], draws[:, 1])[0, 1] > 0.1
    assert abs(np.corrcoef(draws[:, 0], draws[:, 2])[0, 1]) < 0.03
