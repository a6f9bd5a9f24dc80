# SPDX-License-Identifier: Apache-2.0
"""A scaling curve: like points on one resource axis, relative to their base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from scaling.model.base import (
    FEWEST,
    UNEVEN,
    Bases,
    curve_is_imported,
    is_given,
    samples_per_unit,
)
from scaling.model.point import Point
from scaling.model.ratio import ratio_of_rates
from scaling.records.metric import Metric
from scaling.records.record import TARGET, BaseRule
from scaling.records.request import Request
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Compared, Ratio

FEWEST_ON_DIAGONAL = 3
"""Core counts; a line through two would say little, and many pairs have two."""


@dataclass(frozen=True)
class Row:
    """A point on a curve; the ratios are None where nothing is measured, or nothing
    that can be divided by.

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

    `base` is the row that the others are relative to, one of another curve where the
    study asks for it, or of another program that an import names; None where nothing
    of it was measured.

    In `like`, nodes, ranks and threads are 0, and so are repetitions; nothing is left
    of what follows these. `samples` is the total of a strong curve and the samples per
    unit of a weak one. `target` is the efficiency that a job size stays above, and
    `time` what the study calls the one time of its programs.
    """

    kind: str
    like: Request
    rows: tuple[Row, ...]
    base: Row | None = None
    rule: BaseRule = FEWEST
    target: float = TARGET
    time: str = ""

    @cached_property
    def measured(self) -> tuple[Row, ...]:
        """The rows that have at least one launch."""
        return tuple(row for row in self.rows if row.point.launches)

    @cached_property
    def fastest(self) -> tuple[Row, ...]:
        """Of each unit count the measured row with the best rate, the fewest first."""
        ordered = sorted(self.measured, key=_units_then_rate)
        return tuple({row.units: row for row in ordered}.values())

    def efficiency(self, row: Row, among: int) -> Measured:
        """A row's, with the wider interval that it needs as one of `among` tried."""
        if among == 1:
            return row.efficiency
        return _relative(row.point, self.base.point, among)[1]

    def base_of(self, row: Row) -> Point:
        """What a row of a curve with a base is relative to: the base, or its copy in
        the row's job."""
        return self.base.point.beside(row.point)

    @property
    def largest(self) -> Row | None:
        """The measured row with most units, the fastest of several."""
        return max(self.measured, key=_units_then_rate, default=None)

    @property
    def metric(self) -> Metric:
        """What is compared along it."""
        return self.rows[0].point.metric

    @property
    def has_rate(self) -> bool:
        """A rate is what is compared or was imported, or work is told by samples."""
        is_imported = self.like.is_imported_rate
        return self.metric.is_rate or self.like.counts_samples or is_imported

    def by(self, metric: Metric) -> Curve:
        """The same points by another number of their launches, over the same base."""
        points = [row.point.by(metric) for row in self.rows]
        base = self.base.point.by(metric) if self.base else None
        if base is None or not base.makes_ratios or not metric.makes_ratios:
            return replace(self, rows=tuple(map(Row, points)), base=None)
        rows = tuple(_row(point, base) for point in points)
        return replace(self, rows=rows, base=_row(base, base))

    @property
    def unit(self) -> str:
        """`core` or `GPU`: what its axis counts."""
        return self.rows[0].unit

    @property
    def is_simulated(self) -> bool:
        return self.like.is_simulated


def make_curves(
    points: Iterable[Point], kind: str, rule: BaseRule = FEWEST
) -> list[Curve]:
    """Groups the points of one series by everything but their resources."""
    members = [point for point in points if kind in point.series]
    return [
        _make_curve(kind, like, part, Bases(members, kind, rule))
        for like, part in _parts(members, kind)
    ]


def _parts(members: list[Point], kind: str) -> Iterator[tuple[Request, list[Point]]]:
    groups: dict[Request, list[Point]] = defaultdict(list)
    for point in members:
        if not _is_base_alone(point):
            groups[_like(point.request, kind)].append(point)
    for like, alike in groups.items():
        for even in _split_uneven(alike) if kind == "weak" else [alike]:
            yield like, even


def diagonals(
    points: Iterable[Point], known: Iterable[Curve], rule: BaseRule = FEWEST
) -> list[Curve]:
    """Weak curves within strong ones of several sizes, but for those `known` already.

    Where the samples grow as the units do, points of one grid are weak scaling.
    """
    weak = {curve.like for curve in known if curve.kind == "weak"}
    members = [point for point in points if "strong" in point.series]
    bases = Bases(members, "weak", rule)
    found = [
        _make_curve("weak", like, part, bases)
        for like, part in _parts(members, "weak")
        if len({p.request.units for p in part if p.launches}) >= FEWEST_ON_DIAGONAL
    ]
    return [curve for curve in found if curve.like not in weak]


def _is_base_alone(point: Point) -> bool:
    """It is of no curve: rows that others measured, beside what was measured here."""
    found = point.request.imported
    return found is not None and found.beside == "base"


def _like(request: Request, kind: str) -> Request:
    samples = request.samples if kind == "strong" else 0
    found = request.imported
    return replace(
        request.without_resources(),
        samples=samples,
        imported=replace(found, is_other_program=False) if found else None,
    )


def _split_uneven(points: list[Point]) -> list[list[Point]]:
    parts: list[list[Point]] = []
    for point in sorted(points, key=samples_per_unit):
        first = samples_per_unit(parts[-1][0]) if parts else None
        if first is not None and samples_per_unit(point) <= first * (1 + UNEVEN):
            parts[-1].append(point)
        else:
            parts.append([point])
    return parts


def _make_curve(kind: str, like: Request, points: list[Point], bases: Bases) -> Curve:
    if kind == "weak":
        like = replace(like, samples=round(samples_per_unit(points[0])))
    ordered = sorted(points, key=lambda p: (p.request.units, p.request.ranks, p.id))
    found = bases.of([p for p in points if p.launches])
    base = max(found, key=lambda p: p.rate.value, default=None)
    rows = tuple(_row(point, base) for point in ordered if not is_given(point))
    rule = FEWEST if curve_is_imported(points) else bases.rule
    return Curve(kind, like, rows, _row(base, base) if base else None, rule)


def _row(point: Point, base: Point | None) -> Row:
    if base is None or not point.makes_ratios:
        return Row(point)
    if point.id == base.id:
        return Row(point, Measured(1.0), Measured(1.0), is_base=True)
    ratio, efficiency = _relative(point, base)
    return Row(point, ratio.measured, efficiency, compared=ratio.compared)


def _relative(point: Point, base: Point, among: int = 1) -> tuple[Ratio, Measured]:
    """The ratio of rates, and the efficiency that it makes."""
    ratio = ratio_of_rates(point, base, among)
    return ratio, ratio.measured.times(base.request.units / point.request.units)


def _units_then_rate(row: Row) -> tuple[int, float]:
    return row.units, row.point.rate.value
