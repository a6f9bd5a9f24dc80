# SPDX-License-Identifier: Apache-2.0
"""A scaling curve: like points on one resource axis, relative to their base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from scaling.model.point import Point
from scaling.model.ratio import ratio_of_rates
from scaling.read.metric import Metric
from scaling.read.request import Request
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Compared, Ratio

FEWEST_ON_DIAGONAL = 3
"""Core counts; a line through two would say little, and many pairs have two."""

UNEVEN = 0.001
"""Samples per unit that differ by less belong to one weak curve (W02)."""


@dataclass(frozen=True)
class Row:
    """A point on a curve; the ratios are None where there is nothing measured.

    `compared` tells what its launches were compared with; the base's with themselves.
    """

    point: Point
    speedup: Measured | None = None
    efficiency: Measured | None = None
    is_base: bool = False
    compared: Compared = Compared.PAIRS

    @property
    def units(self) -> int:
        """Where it stands on the axis of its curve."""
        return self.point.request.units

    @property
    def unit(self) -> str:
        """`core` or `GPU`."""
        return self.point.request.unit


@dataclass(frozen=True)
class Curve:
    """Rows by cores or GPUs; `kind` is strong or weak. `like` is what all rows share.

    In `like`, nodes, ranks and threads are 0, and so are repetitions; `samples` is the
    total of a strong curve and the samples per unit of a weak one.
    """

    kind: str
    like: Request
    rows: tuple[Row, ...]

    @cached_property
    def base(self) -> Row | None:
        """The row that the others are relative to; None where nothing was measured."""
        return next((row for row in self.rows if row.is_base), None)

    @cached_property
    def measured(self) -> tuple[Row, ...]:
        """The rows that have at least one launch."""
        return tuple(row for row in self.rows if row.point.launches)

    def efficiency(self, row: Row, among: int) -> Measured:
        """A row's, with the wider interval that it needs as one of `among` tried."""
        if among == 1:
            return row.efficiency
        return _relative(row.point, self.base.point, among)[1]

    @property
    def largest(self) -> Row | None:
        """The measured row with most units, the fastest of several."""
        return max(self.measured, key=_units_then_rate, default=None)

    @property
    def metric(self) -> Metric:
        """What is compared along it."""
        return self.rows[0].point.metric

    def by(self, metric: Metric) -> Curve:
        """The same points by another number of their launches, over the same base."""
        points = [row.point.by(metric) for row in self.rows]
        base = next(
            (p for p in points if self.base and p.id == self.base.point.id), None
        )
        if base is None or not base.launches or not metric.makes_ratios:
            return replace(self, rows=tuple(map(Row, points)))
        return replace(self, rows=tuple(_row(point, base) for point in points))

    @property
    def unit(self) -> str:
        """`core` or `GPU`: what its axis counts."""
        return self.rows[0].unit

    @property
    def is_simulated(self) -> bool:
        return self.like.is_simulated


def make_curves(points: Iterable[Point], kind: str) -> list[Curve]:
    """Groups the points of one series by everything but their resources."""
    groups: dict[Request, list[Point]] = defaultdict(list)
    for point in points:
        if kind in point.series:
            groups[_like(point.request, kind)].append(point)
    curves = []
    for like, members in groups.items():
        for even in _split_uneven(members) if kind == "weak" else [members]:
            curves.append(_make_curve(kind, like, even))
    return curves


def diagonals(points: Iterable[Point], known: Iterable[Curve]) -> list[Curve]:
    """Weak curves within strong ones of several sizes, but for those `known` already.

    Where the samples grow as the units do, points of one grid are weak scaling.
    """
    weak = {curve.like for curve in known if curve.kind == "weak"}
    groups: dict[Request, list[Point]] = defaultdict(list)
    for point in points:
        if "strong" in point.series:
            groups[_like(point.request, "weak")].append(point)
    parts = (
        (like, part)
        for like, members in groups.items()
        for part in _split_uneven(members)
        if len({p.request.units for p in part if p.launches}) >= FEWEST_ON_DIAGONAL
    )
    found = [_make_curve("weak", like, part) for like, part in parts]
    return [curve for curve in found if curve.like not in weak]


def _like(request: Request, kind: str) -> Request:
    samples = request.samples if kind == "strong" else 0
    found = request.imported
    return replace(
        request,
        samples=samples,
        nodes=0,
        ranks=0,
        threads=0,
        repetitions=0,
        imported=replace(found, is_other_program=False) if found else None,
    )


def _split_uneven(points: list[Point]) -> list[list[Point]]:
    parts: list[list[Point]] = []
    for point in sorted(points, key=_samples_per_unit):
        first = _samples_per_unit(parts[-1][0]) if parts else None
        if first is not None and _samples_per_unit(point) <= first * (1 + UNEVEN):
            parts[-1].append(point)
        else:
            parts.append([point])
    return parts


def _samples_per_unit(point: Point) -> float:
    return point.request.samples / point.request.units


def _make_curve(kind: str, like: Request, points: list[Point]) -> Curve:
    if kind == "weak":
        like = replace(like, samples=round(_samples_per_unit(points[0])))
    ordered = sorted(points, key=lambda p: (p.request.units, p.request.ranks, p.id))
    return Curve(kind, like, _relative_rows(ordered))


def _relative_rows(points: list[Point]) -> tuple[Row, ...]:
    base = _choose_base(points)
    if base is None:
        return tuple(Row(point) for point in points)
    return tuple(_row(point, base) for point in points)


def _choose_base(points: list[Point]) -> Point | None:
    """The fewest units; the best rate where several points have as many."""
    measured = [point for point in points if point.launches]
    return min(measured, key=lambda p: (p.request.units, -p.rate.value), default=None)


def _row(point: Point, base: Point) -> Row:
    if not point.launches:
        return Row(point)
    if point is base:
        return Row(point, Measured(1.0), Measured(1.0), is_base=True)
    ratio, efficiency = _relative(point, base)
    return Row(point, ratio.measured, efficiency, compared=ratio.compared)


def _relative(point: Point, base: Point, among: int = 1) -> tuple[Ratio, Measured]:
    """The ratio of rates, and the efficiency that it makes."""
    ratio = ratio_of_rates(point, base, among)
    return ratio, ratio.measured.times(base.request.units / point.request.units)


def _units_then_rate(row: Row) -> tuple[int, float]:
    return row.units, row.point.rate.value
