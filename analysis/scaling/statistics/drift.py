# SPDX-License-Identifier: Apache-2.0
"""Whether values drift with the order in which they were taken (METHOD 3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEWEST = 6
"""Below this, no order of the launches is rare enough for a p value of 1 %."""
LARGEST_P = 0.01
SMALLEST_SHIFT = 0.01


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
    from scipy.stats import kendalltau, theilslopes

    order = list(range(len(values))) if at is None else list(at)
    if len(values) < FEWEST or min(values) == max(values) or min(order) == max(order):
        return Drift(1.0, 0.0)
    p_value = float(kendalltau(order, values).pvalue)
    slope = float(theilslopes(values, order)[0])
    return Drift(p_value, slope * (max(order) - min(order)) / median(values))
