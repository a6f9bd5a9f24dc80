# SPDX-License-Identifier: Apache-2.0
"""How far two points differ within blocks, which no drift between blocks touches.

The interval is the harness's (plan/shift.hpp): tests/contract/shifts.json binds both.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics.measured import Measured
from scaling.statistics.subsample import subsample

LARGEST_COUNTED = 100
"""Differences up to this many have their sums of ranks counted; beyond, normal."""
MOST = 1000
"""More differences are thinned evenly: half a million averages are enough."""


def shift_interval(differences: Sequence[float], tail: float) -> Measured:
    """Hodges' and Lehmann's centre of at least one difference, with its interval.

    The centre is the median of the Walsh averages (d_i + d_j) / 2, i <= j; the interval
    inverts Wilcoxon's signed-rank test (Hollander, Wolfe & Chicken, Nonparametric
    Statistical Methods, 3.2 and 3.3) and is left out where they are too few for one
    that misses by `tail` on a side.
    """
    found = np.asarray(subsample(differences, MOST), dtype=np.float64)
    first, second = np.triu_indices(len(found))
    averages = np.sort((found[first] + found[second]) / 2)
    rank = walsh_rank(len(found), tail)
    centre = float(np.median(averages))
    if not rank:
        return Measured(centre)
    return Measured(centre, float(averages[rank - 1]), float(averages[-rank]))


def signed_rank_p(differences: Sequence[float]) -> float:
    """Wilcoxon's signed-rank test, two-sided, which the interval inverts.

    Equal sizes share their ranks, and those of 0 are half on each side; a sum that is
    no whole number is rounded towards the middle.
    """
    from scipy.stats import rankdata

    found = np.asarray(differences, dtype=np.float64)
    ranks = rankdata(np.abs(found))
    above = float(ranks @ ((np.sign(found) + 1) / 2))
    least = ceil(min(above, float(ranks.sum()) - above))
    return min(1.0, 2 * _chance_up_to(least, len(found)))


def _chance_up_to(sum_of_ranks: int, n: int) -> float:
    if n <= LARGEST_COUNTED:
        return float(_chances(n)[: sum_of_ranks + 1].sum())
    deviation = sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return NormalDist(n * (n + 1) / 4, deviation).cdf(sum_of_ranks + 0.5)


@cache
def walsh_rank(n: int, tail: float) -> int:
    """The k for which the k-th smallest and largest averages are the interval.

    k - 1 is the largest w with P(W <= w) <= `tail`, W being the signed-rank statistic
    of `n` differences; 0 where no w has it.
    """
    if n > LARGEST_COUNTED:
        distance = -NormalDist().inv_cdf(tail)
        deviation = sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return int(n * (n + 1) / 4 - distance * deviation)
    chance = _chances(n)
    return min(int((np.cumsum(chance) <= tail).sum()), len(chance) - 1)


@cache
def _chances(n: int) -> Numbers:
    """Of each sum of ranks: a difference adds its rank or not, as a fair coin falls."""
    chance = np.zeros(n * (n + 1) // 2 + 1)
    chance[0] = 1
    for rank in range(1, n + 1):
        chance[rank:] += chance[:-rank].copy()
        chance /= 2
    return chance
