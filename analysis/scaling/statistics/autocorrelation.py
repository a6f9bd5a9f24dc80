# SPDX-License-Identifier: Apache-2.0
"""How many independent values a series with memory is worth."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt


def lag_one(values: Sequence[float]) -> float:
    """Correlation of a value with the next; 0 for a constant series."""
    mean = sum(values) / len(values)
    off = [value - mean for value in values]
    spread = sum(x * x for x in off)
    if spread == 0:
        return 0.0
    return sum(x * y for x, y in zip(off, off[1:])) / spread


def effective_size(values: Sequence[float]) -> float:
    """n (1 - rho) / (1 + rho) where rho is above 2 / sqrt(n), else n."""
    n, rho = len(values), lag_one(values)
    return n * (1 - rho) / (1 + rho) if rho > 2 / sqrt(n) else float(n)
