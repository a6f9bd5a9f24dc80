# SPDX-License-Identifier: Apache-2.0
"""Whether values drift with the order in which they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import median

import numpy as np
from numpy.typing import NDArray

from scaling.thinned import thinned

FEWEST = 6
"""Below this, no order of the launches is rare enough for a p value of 1 %."""
LARGEST_P = 0.01
SMALLEST_SHIFT = 0.01
CLEARLY_CHANCE = 0.03
"""A rough p value above this belongs to an exact one above 1 %, from 6 launches on."""
MOST_PAIRED = 500
"""The slope is the median of all pairs' slopes: 125,000 of them are enough."""


@dataclass(frozen=True)
class Drift:
    """Kendall's p value, and the change over all launches relative to the median."""

    p_value: float
    shift: float

    @property
    def is_found(self) -> bool:
        """Both unlikely to be chance and large enough to matter."""
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
    y, x = thinned(values, MOST_PAIRED), thinned(order, MOST_PAIRED)
    rise, run = _differences(y), _differences(x)
    slope = float(np.median(rise[run != 0] / run[run != 0]))
    shift = slope * span / median(values)
    rough = _normal_p(float(np.sign(rise * run).sum()), len(y))
    if abs(shift) <= SMALLEST_SHIFT or rough > CLEARLY_CHANCE:
        # Not found whatever the exact p value is, which costs the start of scipy.
        return Drift(max(rough, LARGEST_P), shift)
    from scipy.stats import kendalltau

    return Drift(float(kendalltau(order, values).pvalue), shift)


def _differences(values: Sequence[float]) -> NDArray[np.float64]:
    """Of all pairs, the later less the earlier."""
    found = np.asarray(values, dtype=float)
    first, second = np.triu_indices(len(found), 1)
    return found[second] - found[first]


def _normal_p(concordance: float, n: int) -> float:
    """Kendall's two-sided p value as the normal distribution has it."""
    return erfc(abs(concordance) / sqrt(n * (n - 1) * (2 * n + 5) / 9))
