# SPDX-License-Identifier: Apache-2.0
"""Mann and Whitney's U: the exact test, and the interval that inverting it gives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import comb, floor, sqrt
from statistics import NormalDist

import numpy as np

from scaling.statistics.level import TAIL
from scaling.statistics.measured import Measured
from scaling.statistics.subsample import subsample

FEWEST = 4
"""Below this the smallest two-sided p value is above 5 %: nothing can be decided."""
LARGEST_EXACT = 20
"""Samples up to this size are tested exactly."""
LARGEST_COUNTED = 3600
"""Pairs up to this many have their orders counted; beyond, U is all but normal."""
MOST_PAIRED = 1000
"""Longer samples are thinned evenly: a million differences are enough."""


def ratio_interval(
    a: Sequence[float], b: Sequence[float], tail: float = TAIL
) -> Measured:
    """The ratio a/b of two positive samples: Hodges and Lehmann's estimate.

    The interval misses by at most `tail` on a side if both differ by a factor only; it
    is left out where the samples are too small for one. On logarithms a factor is a
    shift, and the shifts that the U test does not reject are an interval of ordered
    differences.
    """
    a, b = subsample(a, MOST_PAIRED), subsample(b, MOST_PAIRED)
    logs_a, logs_b = np.log(np.asarray(a)), np.log(np.asarray(b))
    differences = np.sort(np.subtract.outer(logs_a, logs_b), axis=None)
    centre = float(np.exp(np.median(differences)))
    rank = interval_rank(len(a), len(b), tail)
    if rank is None:
        return Measured(centre)
    low, high = np.exp(differences[[rank - 1, -rank]])
    return Measured(centre, float(low), float(high))


@cache
def interval_rank(n_a: int, n_b: int, tail: float = TAIL) -> int | None:
    """The k for which the k-th smallest and largest differences are the interval.

    k - 1 is the largest u with P(U <= u) <= `tail`; None where no u has it.
    """
    if n_a * n_b > LARGEST_COUNTED:
        deviation = sqrt(n_a * n_b * (n_a + n_b + 1) / 12)
        return floor(n_a * n_b / 2 + NormalDist().inv_cdf(tail) * deviation)
    allowed = tail * comb(n_a + n_b, n_a)
    below = 0
    for u, count in enumerate(_arrangements(n_a, n_b)):
        below += count
        if below > allowed:
            return u or None
    return None


def _arrangements(n_a: int, n_b: int) -> list[int]:
    """The number of orders of both samples in which U is 0, 1, ..., n_a n_b.

    The coefficients of the Gaussian binomial, the product of
    (1 - x^(n_b + i)) / (1 - x^i) over i = 1..n_a; exact, in integers.
    """
    size = n_a * n_b + 1
    counts = [1] + [0] * (size - 1)
    for i in range(1, n_a + 1):
        for u in range(size - 1, n_b + i - 1, -1):
            counts[u] -= counts[u - n_b - i]
        for u in range(i, size):
            counts[u] += counts[u - i]
    return counts


def u_statistic(a: Sequence[float], b: Sequence[float]) -> float:
    """The pairs in which a is larger, a tie counting one half."""
    ordered = np.sort(np.asarray(b))
    below = np.searchsorted(ordered, a, side="left").sum()
    up_to = np.searchsorted(ordered, a, side="right").sum()
    return float(below + up_to) / 2


def p_value(a: Sequence[float], b: Sequence[float]) -> float:
    """Two-sided, from scipy; exact for small samples without ties, 1 below FEWEST."""
    from scipy.stats import mannwhitneyu

    if min(len(a), len(b)) < FEWEST:
        return 1.0
    if min(*a, *b) == max(*a, *b):
        return 1.0
    tied = len({*a, *b}) < len(a) + len(b)
    exact = not tied and max(len(a), len(b)) <= LARGEST_EXACT
    method = "exact" if exact else "asymptotic"
    return float(mannwhitneyu(a, b, alternative="two-sided", method=method).pvalue)


def cliffs_delta(a: Sequence[float], b: Sequence[float]) -> float:
    """Cliff's delta, from -1 (every a below every b) to 1.

    0.15, 0.33 and 0.47 are small, medium and large.
    """
    return 2 * u_statistic(a, b) / (len(a) * len(b)) - 1
