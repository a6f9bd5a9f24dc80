# SPDX-License-Identifier: Apache-2.0
"""Which values stand far from the others: they are flagged and never removed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
    found = np.asarray(values, dtype=float)
    first, centre, third = np.quantile(found, [0.25, 0.5, 0.75])
    distance = np.abs(found - centre)
    mad = np.median(distance)
    reach = IQRS * (third - first)
    far = (mad > 0) & (distance > MADS * mad)
    out = (reach > 0) & ((found < first - reach) | (found > third + reach))
    return np.flatnonzero(far | out).tolist()
