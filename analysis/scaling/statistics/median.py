# SPDX-License-Identifier: Apache-2.0
"""The median and its exact interval from order statistics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import median

from scaling.statistics.measured import Measured

LEVEL = 0.95
FEWEST_FOR_INTERVAL = 6
"""Five values cover the median with at most 93.75 %, whatever they are."""


@cache
def interval_ranks(n: int) -> tuple[int, int] | None:
    """Ranks (l, u), from 1, whose values enclose the median; None where n is too small.

    With X ~ Bin(n, 1/2), l is the largest rank with P(X <= l - 1) <= (1 - LEVEL) / 2;
    the coverage 1 - 2 P(X <= l - 1) holds for every continuous distribution.
    """
    # In whole numbers: those of a thousand launches are beyond a double.
    allowed = round(1000 * (1 - LEVEL) / 2) * 2**n
    below, low, ways = 0, 0, 1
    while low < n and 1000 * (below := below + ways) <= allowed:
        ways = ways * (n - low) // (low + 1)
        low += 1
    return (low, n + 1 - low) if low > 0 else None


def median_interval(values: Sequence[float]) -> Measured:
    """The median of at least one value, with its exact interval where there is one."""
    ordered = sorted(values)
    ranks = interval_ranks(len(ordered))
    if ranks is None:
        return Measured(median(ordered))
    return Measured(median(ordered), ordered[ranks[0] - 1], ordered[ranks[1] - 1])
