# SPDX-License-Identifier: Apache-2.0
"""Whether values drift with the order in which they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import erfc, factorial, sqrt
from statistics import median

import numpy as np

from scaling.arrays import Counts, Numbers
from scaling.statistics.subsample import subsample

FEWEST = 6
"""Below this, no order of the launches is rare enough for a p value of 1 %."""
LARGEST_P = 0.01
SMALLEST_SHIFT = 0.01
LARGEST_EXACT = 33
"""Up to this many values without ties Kendall's distribution is counted."""
MOST_PAIRED = 500
"""Longer series are thinned evenly: 125,000 pairs are enough."""


@dataclass(frozen=True)
class Drift:
    """Kendall's p value, and the change over all launches relative to the median."""

    p_value: float
    shift: float

    @property
    def is_found(self) -> bool:
        """The drift is unlikely to be chance, and large enough to matter."""
        return self.p_value < LARGEST_P and abs(self.shift) > SMALLEST_SHIFT


def drift(values: Sequence[float], at: Sequence[float] | None = None) -> Drift:
    """`at` says when each value was taken; its index unless given.

    The shift is Theil and Sen's slope times the span. Constant or few values do not
    drift.
    """
    order = list(range(len(values))) if at is None else list(at)
    if len(values) < FEWEST or min(values) == max(values) or min(order) == max(order):
        return Drift(1.0, 0.0)
    span = max(order) - min(order)
    y, x = subsample(values, MOST_PAIRED), subsample(order, MOST_PAIRED)
    rise, run = _differences(y), _differences(x)
    slope = float(np.median(rise[run != 0] / run[run != 0]))
    shift = slope * span / median(values)
    return Drift(kendall_p(x, y), shift)


def kendall_p(x: Sequence[float], y: Sequence[float]) -> float:
    """Two-sided p value of Kendall's tau; of our own, for scipy takes long to start.

    Exact for few values without ties, else by the normal distribution with the variance
    that ties leave (Kendall, Rank Correlation Methods, 1970).
    """
    n = len(x)
    concordance = int(np.sign(_differences(x) * _differences(y)).sum())
    ties = [_ties(x), _ties(y)]
    if n <= LARGEST_EXACT and not any(len(sizes) for sizes in ties):
        inversions = (n * (n - 1) // 2 - abs(concordance)) // 2
        return min(1.0, 2 * sum(_orders(n)[: inversions + 1]) / factorial(n))
    variance = _variance(n, *ties)
    return erfc(abs(concordance) / sqrt(2 * variance)) if variance > 0 else 1.0


@cache
def _orders(n: int) -> tuple[int, ...]:
    """How many orders of n values have 0, 1, 2, ... inversions."""
    counts = [1]
    for size in range(2, n + 1):
        longer = [0] * (len(counts) + size - 1)
        for inversions, count in enumerate(counts):
            for more in range(size):
                longer[inversions + more] += count
        counts = longer
    return tuple(counts)


def _ties(values: Sequence[float]) -> Counts:
    """Sizes of the groups of equal values."""
    sizes = np.unique(np.asarray(values), return_counts=True)[1]
    return sizes[sizes > 1]


def _variance(n: int, x: Counts, y: Counts) -> float:
    """The variance of the concordance; x and y hold the sizes of their ties."""
    free = n * (n - 1) * (2 * n + 5)
    lost = sum(int((t * (t - 1) * (2 * t + 5)).sum()) for t in (x, y))
    pairs, triples = (
        [int(np.prod([t - i for i in range(size)], axis=0).sum()) for t in (x, y)]
        for size in (2, 3)
    )
    return (
        (free - lost) / 18
        + pairs[0] * pairs[1] / (2 * n * (n - 1))
        + triples[0] * triples[1] / (9 * n * (n - 1) * (n - 2))
    )


def _differences(values: Sequence[float]) -> Numbers:
    """The later value less the earlier one, of all pairs."""
    found = np.asarray(values, dtype=float)
    first, second = np.triu_indices(len(found), 1)
    return found[second] - found[first]
