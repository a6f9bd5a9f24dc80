# SPDX-License-Identifier: Apache-2.0
"""The rate of a point over that of another."""

from __future__ import annotations

from scaling.model.point import Point
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Compared, Ratio, ratio_of_times
from scaling.zipped import zip_equal


def ratio_of_rates(point: Point, base: Point) -> Ratio:
    """Of the launches that count at `point`, and of those of `base` beside them.

    Where either has too few launches to compare, the ratio of their medians.
    """
    work = point.request.samples / base.request.samples
    of_base = dict(zip_equal(_blocks(base), base.times_s))
    counted = _blocks(point)[: len(point.counted_s)]
    of_point = dict(zip_equal(counted, point.counted_s))
    found = ratio_of_times(of_base, of_point, point.looks.tail)
    if found is None:
        medians = Measured(work * base.time_s.value / point.time_s.value)
        return Ratio(medians, Compared.MEDIANS)
    return Ratio(found.measured.times(work), found.compared)


def _blocks(point: Point) -> list[tuple[str, int]]:
    """The job and the block of each launch: each job counts its blocks from 1."""
    column = point.launches.column
    return list(zip_equal(column("job"), column("block")))
