# SPDX-License-Identifier: Apache-2.0
"""The capped squared loss, in which no single value weighs much.

P. Fearnhead and G. Rigaill, Changepoint detection in the presence of outliers, Journal
of the American Statistical Association 114 (2019): the biweight loss of a value is the
square of its distance from the level in standard deviations, at most CAP squared.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from scaling.arrays import Flags, Numbers

CAP = 3.0
"""Standard deviations; what is further away counts as if it were there."""
STEP = 0.1
"""Of a level, in usual standard deviations: a tenth costs a hundredth of a unit."""
MOST_LEVELS = 4096
"""In a row; of a wider range, only those about the values are tried."""


class CappedLoss:
    """Of values with their standard deviations, about any level: (values, levels)."""

    def __init__(self, values: Numbers, spreads: Numbers) -> None:
        self._values, self._spreads = values, spreads
        step = STEP * float(np.median(spreads))
        levels = _tried(np.round(values / step)) * step
        distances = (values[:, None] - levels) / spreads[:, None]
        self._each = np.minimum(distances**2, CAP**2)

    @cached_property
    def _losses(self) -> Numbers:
        """Of all values about each level: (levels,)."""
        return self._each.sum(axis=0)

    @property
    def level(self) -> float:
        """The mean of the values that are no outliers at the best level."""
        kept = ~self.outliers
        weights = self._spreads[kept] ** -2.0
        return float(np.average(self._values[kept], weights=weights))

    @property
    def error(self) -> float:
        """The standard deviation of that mean."""
        return float(np.sum(self._spreads[~self.outliers] ** -2.0)) ** -0.5

    @cached_property
    def outliers(self) -> Flags:
        """The values that are further than the cap from the best level: (values,)."""
        return self._each[:, self._losses.argmin()] >= CAP**2

    @property
    def least(self) -> float:
        """The loss about the best level."""
        return float(self._losses.min())


def _tried(values: Numbers) -> Numbers:
    """The levels that may be best, in steps: each is the mean of some values, and no
    further than the cap from them."""
    low, high = values.min(), values.max()
    if high - low < MOST_LEVELS:
        return np.arange(low, high + 1)
    reach = round(CAP / STEP)
    return np.unique(values[:, None] + np.arange(-reach, reach + 1))
