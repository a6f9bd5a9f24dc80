# SPDX-License-Identifier: Apache-2.0
"""Times that a program prints to 1 ms, of 3 to 16 ms.

`before` is what this analysis claimed until it knew of the digits: the times given are
taken for what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coverage_study.noise import QUIET
from coverage_study.rate import COVERS, Rate
from scaling.arrays import Numbers
from scaling.statistics.level import TAIL
from scaling.statistics.median import median_interval, median_within
from scaling.statistics.ratio import ratio_of_times, ratio_within
from scaling.statistics.within import Within, within

SECTION = "Times of few digits"
STEP_S = 0.001
SHORTEST_S, MIDDLE_S, LONGEST_S = 0.003, 0.008, 0.016


@dataclass(frozen=True)
class Printer:
    """How a program turns times into whole steps; `drops` zeros at the end."""

    name: str
    steps: Callable[[np.random.Generator, Numbers], Numbers]
    drops: bool = False

    def known(self, rng: np.random.Generator, times: Numbers) -> Within:
        """What the analysis makes of what is printed of them."""
        steps = np.maximum(self.steps(rng, times / STEP_S), 1).astype(int)
        is_short = self.drops & (steps % 10 == 0)
        return within(steps * STEP_S, np.where(is_short, 10, 1) * STEP_S)


def _of_two_readings(rng: np.random.Generator, steps: Numbers) -> Numbers:
    begin = rng.random(len(steps))
    return np.floor(begin + steps) - np.floor(begin)


ROUNDED = Printer("rounded", lambda _, steps: np.round(steps))
OTHERS = (
    Printer("rounded, zeros at the end dropped", ROUNDED.steps, drops=True),
    Printer("cut off", lambda _, steps: np.floor(steps)),
    Printer("between two readings of a clock", _of_two_readings),
)


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    """Times, and ratios of a base that takes 8 to 16 ms to a point of 3 to 8."""
    for printer, n in ((ROUNDED, 6), (ROUNDED, 10), (ROUNDED, 20)):
        yield from _rates(printer, n, trials, rng)
    for printer in OTHERS:
        yield from _rates(printer, 10, trials, rng)


def _rates(
    printer: Printer, n: int, trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    times, ratios, times_before, ratios_before = [], [], [], []
    for _ in range(trials):
        truths = rng.uniform((MIDDLE_S, SHORTEST_S), (LONGEST_S, MIDDLE_S))
        drawn = truths[:, None] * QUIET.draw(rng, (2, n))
        base, point = (printer.known(rng, one) for one in drawn)
        times.append(median_within(point).holds(truths[1]))
        times_before.append(median_interval(point.given).holds(truths[1]))
        a, b = (one.map(lambda found: dict(enumerate(found))) for one in (base, point))
        ratio, before = ratio_within(a, b, TAIL), ratio_of_times(a.given, b.given)
        assert ratio is not None and before is not None
        ratios.append(ratio.measured.holds(truths[0] / truths[1]))
        ratios_before.append(before.measured.holds(truths[0] / truths[1]))
    where = f"n = {n}, {QUIET.name}, printed to 1 ms, {printer.name}"
    for what, hits, before in (
        ("time", times, times_before),
        ("efficiency", ratios, ratios_before),
    ):
        yield Rate(SECTION, what, where, sum(hits), trials, COVERS, before)
