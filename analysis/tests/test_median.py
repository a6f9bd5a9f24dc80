# SPDX-License-Identifier: Apache-2.0
"""The exact interval of the median against values worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from scaling.statistics.level import TAIL
from scaling.statistics.looks import FIXED, look_at, looks_of
from scaling.statistics.median import median_interval

# By hand, with X ~ Bin(n, 1/2) and 0.025 allowed below:
#   n = 5: P(X = 0) = 1/32 = 0.03125 > 0.025: no interval
#   n = 6: P(X = 0) = 1/64 = 0.0156;  P(X <= 1) = 7/64 = 0.109  -> l = 1
#   n = 7: P(X = 0) = 1/128;          P(X <= 1) = 8/128 = 0.0625 -> l = 1
#   n = 8: P(X <= 1) = 9/256 = 0.0352 > 0.025                    -> l = 1
#   n = 9: P(X <= 1) = 10/512 = 0.0195; P(X <= 2) = 46/512       -> l = 2
#   n = 10: P(X <= 1) = 11/1024 = 0.0107; P(X <= 2) = 56/1024 = 0.0547 -> l = 2
BY_HAND = {6: (1, 6), 7: (1, 7), 8: (1, 8), 9: (2, 8), 10: (2, 9)}
PUBLISHED = {12: (3, 10), 15: (4, 12), 20: (6, 15), 30: (10, 21)}


def interval_ranks(n: int) -> tuple[int, int]:
    low = look_at(n, TAIL).low
    return low, n + 1 - low


@pytest.mark.parametrize(("n", "ranks"), (BY_HAND | PUBLISHED).items())
def test_ranks(n: int, ranks: tuple[int, int]) -> None:
    assert interval_ranks(n) == ranks


@pytest.mark.parametrize("n", range(1, 6))
def test_no_interval_below_six(n: int) -> None:
    assert look_at(n, TAIL).low == 0
    found = median_interval([float(i) for i in range(n)])
    assert found.low is None
    assert found.high is None


@pytest.mark.parametrize("n", range(6, 200))
def test_ranks_are_the_narrowest_that_cover(n: int) -> None:
    low, high = interval_ranks(n)

    def coverage(rank: int) -> Fraction:
        below = sum(comb(n, k) for k in range(rank))
        return 1 - 2 * Fraction(below, 2**n)

    assert low + high == n + 1
    assert coverage(low) >= Fraction(95, 100)
    assert coverage(low + 1) < Fraction(95, 100)


def test_interval_of_unsorted_values() -> None:
    found = median_interval([3.0, 9.0, 1.0, 7.0, 5.0, 8.0, 2.0, 6.0, 10.0, 4.0])
    assert (found.value, found.low, found.high) == (5.5, 2.0, 9.0)
    assert found.half_width == pytest.approx(3.5 / 5.5)


def test_ranks_of_many_are_those_of_scipy() -> None:
    """Beyond what a double can count."""
    from scipy.stats import binom

    for n in (1_000, 1_100, 9_615):
        low, high = interval_ranks(n)
        assert low == binom.ppf(0.025, n, 0.5)
        assert high == n + 1 - low


def test_the_interval_is_that_of_the_last_look() -> None:
    looks = looks_of(6, 12)
    assert [look.launches for look in looks.at] == [6, 9, 12]
    values = [4.0, 3.0, 1.0, 2.0, 6.0, 5.0, 100.0, 200.0]
    found = median_interval(values, looks)
    assert (found.value, found.low, found.high) == (3.5, 1.0, 6.0)
    assert median_interval(values, FIXED).high == 200.0
    assert median_interval(values, looks_of(10, 50)).high == 200.0


@pytest.mark.parametrize("rule", [(6, 10), (7, 50), (10, 50), (10, 200)])
def test_whichever_look_is_taken_the_median_is_in_it(rule: tuple[int, int]) -> None:
    """The worst rule of all: it stops at the first interval that misses."""
    looks = looks_of(*rule)
    rng = np.random.default_rng(1)
    signs = rng.random((20_000, rule[1])) < 0.5
    missed = np.zeros(len(signs), dtype=bool)
    for look in looks.at:
        below = signs[:, : look.launches].sum(axis=1)
        missed |= (below < look.low) | (below > look.launches - look.low)
    assert missed.mean() < 0.05 + 3 * (0.05 * 0.95 / len(signs)) ** 0.5
