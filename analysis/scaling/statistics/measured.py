# SPDX-License-Identifier: Apache-2.0
"""A value with its 95 % interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """`low` and `high` are both None where there is no interval."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def half_width(self) -> float | None:
        """The larger distance to an end, relative to the value."""
        if self.low is None or self.high is None or self.value == 0:
            return None
        return max(self.high - self.value, self.value - self.low) / abs(self.value)

    def map(self, rising: Callable[[float], float]) -> Measured:
        """The quantity after a function that only rises."""
        if self.low is None or self.high is None:
            return Measured(rising(self.value))
        return Measured(rising(self.value), rising(self.low), rising(self.high))

    def holds(self, value: float) -> bool:
        """Whether `value` is in the interval, which has to be there."""
        return self.low <= value <= self.high

    def times(self, factor: float) -> Measured:
        """The quantity in another unit; `factor` is above 0."""
        return Measured(
            self.value * factor,
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
        )

    def divides(self, numerator: float) -> Measured:
        """`numerator` over this, which is above 0: the ends change places."""
        return Measured(
            numerator / self.value,
            None if self.high is None else numerator / self.high,
            None if self.low is None else numerator / self.low,
        )
