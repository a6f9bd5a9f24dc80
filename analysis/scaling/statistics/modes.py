# SPDX-License-Identifier: Apache-2.0
"""Whether values fall into two groups with nothing between them (W12)."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, log
from statistics import median

FEWEST = 20
GAPS = 10.0
DECAY = 0.43
"""Gaps above G median gaps in one group become rarer by exp(-DECAY G) (simulated)."""
SMALLEST_SHARE = 0.2
OUTLIERS = 0.1
"""So many values may be slow without being a mode: they are flagged one by one."""
LARGEST_P = 0.05


def split(
    values: Sequence[float], tested: int = 1
) -> tuple[list[float], list[float]] | None:
    """The two groups, or None: fewer than 20 values cannot tell.

    The largest gap between neighbours in order must be over ten median gaps, with a
    fifth of the values on either side, and more than outliers account for. Where
    `tested` samples are looked at, both limits grow, so that chance finds two groups
    in one of them as rarely as in a single one.
    """
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    gaps = [y - x for x, y in zip(ordered, ordered[1:])]
    largest = max(range(len(gaps)), key=gaps.__getitem__)
    low, high = ordered[: largest + 1], ordered[largest + 1 :]
    smaller = min(len(low), len(high))
    enough = smaller >= SMALLEST_SHARE * len(values) and (
        _tail(len(values), smaller) * tested < LARGEST_P
    )
    least = (GAPS + log(tested) / DECAY) * median(gaps)
    return (low, high) if enough and gaps[largest] > max(least, 0.0) else None


def _tail(n: int, at_least: int) -> float:
    """The probability that chance makes so many of n values outliers."""
    return sum(
        comb(n, k) * OUTLIERS**k * (1 - OUTLIERS) ** (n - k)
        for k in range(at_least, n + 1)
    )
