# SPDX-License-Identifier: Apache-2.0
"""Efficiency over cores and samples, and how the samples must grow to keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np

from scaling.arrays import Numbers
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.ratio import counted_by_block, in_shared_blocks
from scaling.records.request import Request
from scaling.statistics.bootstrap import ITERATIONS, medians_of_blocks
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Times
from scaling.zipped import zip_equal

TARGETS = (0.5, 0.7, 0.8, 0.9)
FEWEST_SIZES = 2
FEWEST_CORE_COUNTS = 2
FEWEST_FOR_GROWTH = 3
"""Core counts that must have the samples of an efficiency, to tell how they grow."""


@dataclass(frozen=True)
class Grid:
    """Strong curves that differ in their samples only, with one base of core count."""

    curves: tuple[Curve, ...]

    @cached_property
    def cores(self) -> list[int]:
        """Core counts beyond the base that two sizes at least were measured on."""
        found = [cores for sizes in self._fastest.values() for cores in sizes]
        return sorted(
            cores
            for cores in set(found)
            if found.count(cores) >= FEWEST_SIZES and cores > self.base_cores
        )

    @property
    def unit(self) -> str:
        """`core` or `GPU`: what all these counts are of."""
        return self.curves[0].unit

    @property
    def base_cores(self) -> int:
        return self.curves[0].base.units

    @cached_property
    def _fastest(self) -> dict[int, dict[int, Row]]:
        """The fastest split, which one would run, by samples and by cores."""
        found: dict[int, dict[int, Row]] = defaultdict(dict)
        for curve in self.curves:
            for row in sorted(curve.measured, key=lambda row: row.point.rate.value):
                found[curve.like.samples][row.units] = row
        return found

    @cached_property
    def has_intervals(self) -> bool:
        """Every time of the grid has one; else it has launches too few for any."""
        rows = (row for rows in self._fastest.values() for row in rows.values())
        return all(row.point.time_s.low is not None for row in rows)

    def column(self, cores: int) -> list[tuple[int, Row]]:
        """Samples and the row on that many cores, by samples."""
        return [
            (samples, rows[cores])
            for samples, rows in sorted(self._fastest.items())
            if cores in rows
        ]

    def samples_for(self, cores: int, efficiency: float) -> Measured | str:
        """Samples at which the efficiency is reached; in words where none is known."""
        column = self.column(cores)
        logs = np.log([float(samples) for samples, _ in column])
        own = np.array([[row.efficiency.value for _, row in column]])
        value = float(_crossings(logs, own, efficiency)[0])
        if not self.has_intervals:
            known = np.isfinite(value)
            return (
                Measured(float(np.exp(value)))
                if known
                else _in_words(column, value, value, value)
            )
        low, high = np.quantile(
            self._draws(cores, efficiency), [0.025, 0.975], method="nearest"
        )
        if np.isfinite([low, value, high]).all():
            low, high = min(low, value), max(high, value)
            return Measured(*(float(np.exp(x)) for x in (value, low, high)))
        return _in_words(column, value, low, high)

    def growth(self, efficiency: float) -> Measured | None:
        """The k of samples ~ cores^k at this efficiency; None where it is not known."""
        known = [
            cores
            for cores in self.cores
            if isinstance(self.samples_for(cores, efficiency), Measured)
        ]
        if len(known) < FEWEST_FOR_GROWTH:
            return None
        x = np.log([float(cores) for cores in known])
        off = x - x.mean()
        found = [self.samples_for(cores, efficiency).value for cores in known]
        growth = float(np.log(found) @ off / (off @ off))
        if not self.has_intervals:
            return Measured(growth)
        draws = np.column_stack([self._draws(cores, efficiency) for cores in known])
        slopes = draws[np.isfinite(draws).all(axis=1)] @ off / (off @ off)
        low, high = np.quantile(slopes, [0.025, 0.975])
        return Measured(growth, float(low), float(high))

    def _draws(self, cores: int, efficiency: float) -> Numbers:
        """Logarithms of the samples in each resample of the blocks, (ITERATIONS,)."""
        if cores not in self._efficiencies:
            self._efficiencies[cores] = np.column_stack(
                [self._resampled(row) for _, row in self.column(cores)]
            )
        logs = np.log([float(samples) for samples, _ in self.column(cores)])
        return _crossings(logs, self._efficiencies[cores], efficiency)

    @cached_property
    def _efficiencies(self) -> dict[int, Numbers]:
        return {}

    def _resampled(self, row: Row) -> Numbers:
        """The efficiency of a row in each resample of the blocks: (ITERATIONS,)."""
        time_s, base_s = self._medians[row.point.id]
        return base_s / time_s * self.base_cores / row.units

    @cached_property
    def _medians(self) -> dict[str, tuple[Numbers, Numbers]]:
        """Of each point, by its id, its median and that of its base in each resample of
        the blocks: what the machine was like in one moves all of them together."""
        rows = [row for cores in self.cores for _, row in self.column(cores)]
        pairs = {row.point.id: self._beside_base(row) for row in rows}
        draws = medians_of_blocks([*chain(*pairs.values())], ITERATIONS).T
        return dict(zip_equal(pairs, zip_equal(draws[::2], draws[1::2])))

    def _beside_base(self, row: Row) -> tuple[Times, Times]:
        """The times of a row and of its base, by block."""
        base = self._base_of(row)
        shared = in_shared_blocks(row.point, base)
        return shared or (counted_by_block(row.point), counted_by_block(base))

    def _base_of(self, row: Row) -> Point:
        """The point of the same samples that it is compared with."""
        base = self._fastest[row.point.request.samples][self.base_cores].point
        return base.beside(row.point)


def _crossings(logs: Numbers, efficiencies: Numbers, wanted: float) -> Numbers:
    """Where each row rises above `wanted` for good, between two sizes: (draws,).

    `logs` are the logarithms of the sizes, (sizes,), and `efficiencies` those of each
    draw at them, (draws, sizes). Minus infinity where it is above from the first size
    on, infinity where it is below at the last.
    """
    below = efficiencies < wanted
    last = below.shape[1] - 1 - below[:, ::-1].argmax(axis=1)
    rows = np.arange(len(below))
    above = np.minimum(last + 1, below.shape[1] - 1)
    low, high = efficiencies[rows, last], efficiencies[rows, above]
    rise = np.where(high > low, high - low, 1.0)
    at = logs[last] + (logs[above] - logs[last]) * (wanted - low) / rise
    at = np.where(below[:, -1], np.inf, at)
    return np.where(below.any(axis=1), at, -np.inf)


def _in_words(
    column: Sequence[tuple[int, Row]], value: float, low: float, high: float
) -> str:
    first, last = column[0][0], column[-1][0]
    if high == -np.inf:
        return f"below {first:.3g}"
    if low == np.inf:
        return f"above {last:.3g}"
    return f"near {first:.3g}" if value == -np.inf else "not determined"


def make_grids(curves: Iterable[Curve]) -> list[Grid]:
    """Grids of the strong curves of a study that differ in their samples only."""
    families: dict[Request, list[Curve]] = defaultdict(list)
    for curve in curves:
        if curve.kind == "strong" and curve.base:
            families[replace(curve.like, samples=0)].append(curve)
    found = []
    for family in families.values():
        base = min(curve.base.units for curve in family)
        fitting = [curve for curve in family if _spans(curve, base)]
        if len(fitting) >= FEWEST_SIZES:
            ordered = sorted(fitting, key=lambda curve: curve.like.samples)
            found.append(Grid(tuple(ordered)))
    return [grid for grid in found if grid.cores]


def _spans(curve: Curve, base_cores: int) -> bool:
    counts = {row.units for row in curve.measured}
    return base_cores in counts and len(counts) >= FEWEST_CORE_COUNTS
