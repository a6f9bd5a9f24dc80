# SPDX-License-Identifier: Apache-2.0
"""Which values stand far from the others: they are flagged and never removed."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scaling.statistics.quartiles import quartiles

MADS = 14.8
"""Ten standard deviations of a normal distribution, in median absolute deviations."""
IQRS = 3.0
"""Beyond the quartiles by this many interquartile ranges: Tukey's "far out"."""
FEWEST = 6


def outliers(values: Sequence[float]) -> list[int]:
    """Indices of the values that either rule below flags; none of few values.

    A rule whose spread is 0, since most values are equal, cannot judge.
    """
    if len(values) < FEWEST:
        return []
    centre = median(values)
    mad = median(abs(value - centre) for value in values)
    first, third = quartiles(values)
    reach = IQRS * (third - first)
    return [
        index
        for index, value in enumerate(values)
        if (mad > 0 and abs(value - centre) > MADS * mad)
        or (reach > 0 and not first - reach <= value <= third + reach)
    ]
