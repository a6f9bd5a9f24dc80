# SPDX-License-Identifier: Apache-2.0
"""Medians of the points of a curve, as one job would have given them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.ratio import counted_by_block, in_shared_blocks
from scaling.statistics.bootstrap import Block, medians_of_blocks
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.statistics.ratio import Compared
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Medians:
    """Times in seconds, (c,), and in resamples of blocks, (iterations, c).

    Where launches `are_enough` each time has an interval. `over_base` are the core
    counts whose time is over that of the base in the same blocks, times what the base
    takes: their job measured it too, or several jobs both. `across` are those of other
    jobs without it: what these were like is in it.
    """

    times_s: Numbers
    draws_s: Numbers
    are_enough: bool
    over_base: tuple[int, ...] = ()
    across: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Launches:
    """Those of a point that count, by block."""

    of: Point
    times_s: Mapping[Block, float]

    @property
    def are_enough(self) -> bool:
        has_interval = self.of.time_s.low is not None
        return has_interval and len(self.times_s) >= FEWEST_FOR_INTERVAL

    @property
    def median_s(self) -> float:
        return float(np.median([*self.times_s.values()]))


def medians_of(curve: Curve, rows: Sequence[Row], iterations: int) -> Medians:
    """Of rows of the curve, each of another core count.

    A job moves all times in it, those of the base too: where there are several, the
    medians of both are of the blocks that both share, and drawn together.
    """
    own = [_counted(row.point) for row in rows]
    beside: dict[int, _Launches] = {}
    for place, row in enumerate(rows):
        if (shared := _in_shared_blocks(curve, row)) is not None:
            own[place], beside[place] = shared
    base = [_counted(curve.base.point)] if beside else []
    measured = [*own, *beside.values(), *base]
    medians, draws = _drawn(measured, iterations)
    of_base = dict(zip_equal(beside, range(len(own), len(own) + len(beside))))
    return Medians(
        _over_base(medians, len(own), of_base),
        _over_base(draws, len(own), of_base),
        all(one.are_enough for one in measured),
        tuple(rows[place].units for place in beside),
        tuple(row.units for row in rows if _is_of_another_job(row)),
    )


def _is_of_another_job(row: Row) -> bool:
    """Of what was imported no job is known."""
    is_imported = row.point.request.imported is not None
    return row.compared is Compared.SESSIONS and not is_imported


def _drawn(measured: Sequence[_Launches], iterations: int) -> tuple[Numbers, Numbers]:
    """Of launches too few for an interval the median alone: they tell no scatter."""
    medians = np.array([one.median_s for one in measured])
    draws = medians_of_blocks([one.times_s for one in measured], iterations)
    are_few = np.array([not one.are_enough for one in measured])
    return medians, np.where(are_few, medians, draws)


def _over_base(found: Numbers, points: int, of_base: Mapping[int, int]) -> Numbers:
    """Of as many points; of some the base beside them has these places, and that of all
    its launches the last."""
    factors = np.ones_like(found[..., :points])
    for point, beside in of_base.items():
        factors[..., point] = found[..., -1] / found[..., beside]
    return found[..., :points] * factors


def _counted(point: Point) -> _Launches:
    return _Launches(point, counted_by_block(point))


def _in_shared_blocks(curve: Curve, row: Row) -> tuple[_Launches, _Launches] | None:
    if curve.base is None or row.is_base:
        return None
    base = curve.base_of(row)
    found = in_shared_blocks(row.point, base)
    return found and (_Launches(row.point, found[0]), _Launches(base, found[1]))
