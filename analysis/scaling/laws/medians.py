# SPDX-License-Identifier: Apache-2.0
"""Medians of the points of a curve, as one job would have given them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.ratio import by_block
from scaling.statistics.bootstrap import Block, medians_of_blocks
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.statistics.ratio import Compared
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Medians:
    """Times in seconds, (c,), and in resamples of blocks, (iterations, c).

    Where launches `are_enough` each time has an interval. `over_copies` are the core
    counts whose job measured the base too: their time is over that, times what the base
    takes. `across` are those of other jobs without it: what these were like is in it.
    """

    times_s: Numbers
    draws_s: Numbers
    are_enough: bool
    over_copies: tuple[int, ...] = ()
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

    A job moves all times in it, those of its copy of the base too: of the blocks that
    both share, their medians are drawn together.
    """
    own = [_counted(row.point) for row in rows]
    copies = {
        place: _beside(curve.base_of(row), own[place])
        for place, row in enumerate(rows)
        if curve.base and curve.base_of(row).request.is_copy
    }
    base = [_counted(curve.base.point)] if copies else []
    measured = [*own, *copies.values(), *base]
    medians, draws = _drawn(measured, iterations)
    of_copy = dict(zip_equal(copies, range(len(own), len(own) + len(copies))))
    return Medians(
        _over_copies(medians, len(own), of_copy),
        _over_copies(draws, len(own), of_copy),
        all(one.are_enough for one in measured),
        tuple(rows[place].units for place in copies),
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


def _over_copies(found: Numbers, points: int, of_copy: Mapping[int, int]) -> Numbers:
    """Of as many points, whose copies have these places; the base has the last."""
    factors = np.ones_like(found[..., :points])
    for point, copy in of_copy.items():
        factors[..., point] = found[..., -1] / found[..., copy]
    return found[..., :points] * factors


def _counted(point: Point) -> _Launches:
    return _Launches(point, by_block(point, len(point.counted_s)).given)


def _beside(copy: Point, own: _Launches) -> _Launches:
    """The launches of a copy in the blocks of a point; all where there is none."""
    times = by_block(copy).given
    shared = {block: times[block] for block in own.times_s if block in times}
    return _Launches(copy, shared or times)
