# SPDX-License-Identifier: Apache-2.0
"""The median and its exact interval from order statistics."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scaling.statistics.looks import FIXED, Looks
from scaling.statistics.measured import Measured
from scaling.statistics.within import Within

FEWEST_FOR_INTERVAL = 6
"""Five values cover the median with at most 93.75 %, whatever they are."""


def median_interval(values: Sequence[float], looks: Looks = FIXED) -> Measured:
    """The median of at least one value, with its exact interval where there is one.

    The values, in the order of their launches, are those of the last of the `looks`
    that they reach; the coverage holds for every continuous distribution.
    """
    look = looks.of(len(values))
    ordered = sorted(values[: look.launches])
    if not look.low:
        return Measured(median(ordered))
    return Measured(median(ordered), ordered[look.low - 1], ordered[-look.low])


def median_within(times: Within[Sequence[float]], looks: Looks = FIXED) -> Measured:
    """The median of times of which printed digits are known: each end is further out
    by what the time at that end may be."""
    found = median_interval(times.given, looks)
    if times.is_exact:
        return found
    low = median_interval(times.least, looks).low
    return Measured(found.value, low, median_interval(times.most, looks).high)
