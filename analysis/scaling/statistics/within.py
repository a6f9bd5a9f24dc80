# SPDX-License-Identifier: Apache-2.0
"""Times of which no more is known than the digits that a program printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from scaling.arrays import Numbers

Times = TypeVar("Times")
Others = TypeVar("Others")

FINEST = 1e-15
"""Of a number, what a double holds: it is exact for us."""


@dataclass(frozen=True)
class Within(Generic[Times]):
    """Times as they were given, and the shortest and the longest that they can be.

    Where the clock was read by us all three are one object.
    """

    given: Times
    least: Times
    most: Times

    @property
    def is_exact(self) -> bool:
        return self.least is self.given

    def map(self, change: Callable[[Times], Others]) -> Within[Others]:
        """The same times in another form."""
        given = change(self.given)
        if self.is_exact:
            return Within(given, given, given)
        return Within(given, change(self.least), change(self.most))

    def reciprocals(self: Within[tuple[float, ...]]) -> Within[tuple[float, ...]]:
        """One over each: the shortest becomes the longest."""
        swapped = Within(self.given, self.most, self.least)
        return (self if self.is_exact else swapped).map(
            lambda times: tuple(1 / time for time in times)
        )


def within(times: Sequence[float], resolution: Sequence[float]) -> Within:
    """The times of a point's launches to a step of their last digits; of 0, upwards.

    A whole step to each side, since nothing shows where the digits come from: a time
    may be off by half a step where it was rounded, by a whole one upwards where it was
    cut off, and either way where two readings of a clock that ticks in such steps were
    subtracted. Half a step to each side would hold in 56 % of studies that cut off
    (coverage_study). What was printed as one step is taken for half of one at least. A
    resolution that is not known is NaN.
    """
    given, times = tuple(times), np.asarray(times)
    known = np.nan_to_num(np.asarray(resolution, dtype=float))
    known[known < FINEST * times] = 0
    if not known.any():
        return Within(given, given, given)
    steps = _steps(times, known)
    steps = np.where(times > 0, np.minimum(steps, times), steps)
    least, most = np.maximum(times - steps, times / 2), times + steps
    return Within(given, tuple(least.tolist()), tuple(most.tolist()))


def _steps(times: Numbers, resolution: Numbers) -> Numbers:
    """What one step of each time is, where zeros at the end may not be printed.

    All launches of a point are printed in one way: to as many decimals, or in as many
    digits. Which of both is not known, so that the coarser one is taken.
    """
    finest = resolution[resolution > 0].min()
    steps = np.where(resolution > 0, resolution, finest)
    digits = np.floor(np.log10(np.maximum(np.round(times / steps), 1)))
    return np.maximum(finest, steps * 10.0 ** (digits - digits.max()))
