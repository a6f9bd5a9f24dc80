# SPDX-License-Identifier: Apache-2.0
"""Phases and kernels of a program, as its witness saw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, Union

from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.ratio import ratio_by_blocks
from scaling.records.witness import Kernel, Phase, Witness
from scaling.statistics.looks import Looks
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval

Part = Union[Phase, Kernel]
Kind = TypeVar("Kind", Phase, Kernel)


def phases_of(points: Iterable[Point]) -> list[Phase]:
    """All that any launch had, by their numbers."""
    return _parts_of(points, lambda witness: witness.phases)


def kernels_of(points: Iterable[Point]) -> list[Kernel]:
    """All that any launch had, by their names."""
    return _parts_of(points, lambda witness: witness.kernels)


def _parts_of(
    points: Iterable[Point], of: Callable[[Witness], Sequence[Kind]]
) -> list[Kind]:
    records = (kind.first for point in points for kind in point.launches.kinds)
    return sorted({part for r in records if r.witness for part in of(r.witness)})


def number_of(point: Point, part: Part, name: str) -> Measured | None:
    """The median over launches with its interval; None where one lacks the part."""
    values = _values(point, part, name)
    if not values:
        return None
    if point.is_disturbed:
        return Measured(median_interval(values).value)
    return median_interval(values, Looks(tail=point.looks.tail))


def efficiency_of(curve: Curve, row: Row, part: Part) -> Measured | None:
    """That of the part alone, by its time; None where it is not known of the base."""
    point = row.point
    if curve.base is None:
        return None
    base = curve.base_of(row)
    if point.id == base.id:
        return Measured(1.0) if _values(point, part, "time_s") else None
    times_s = _values(point, part, "time_s")
    of_base_s = _values(base, part, "time_s")
    if not times_s or not of_base_s or min(*times_s, *of_base_s) <= 0:
        return None
    medians = median_interval(of_base_s).value / median_interval(times_s).value
    ratio = ratio_by_blocks((base, of_base_s), (point, times_s)) or Measured(medians)
    units = base.request.units / point.request.units
    return ratio.times(point.request.samples / base.request.samples * units)


def _values(point: Point, part: Part, name: str) -> list[float]:
    """Of the launches that count; empty where one has none."""
    found = point.launches.recorded("numbers", part.column(name))
    found = found[: len(point.counted_s)]
    return [] if any(value != value for value in found) else found
