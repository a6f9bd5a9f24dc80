# SPDX-License-Identifier: Apache-2.0
"""Which points may be the base of a curve: the rule of harness/run/bases.cpp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.model.point import Point
from scaling.records.record import BaseRule
from scaling.records.request import Pairs, Request

UNEVEN = 0.001
"""Samples per unit that differ by less belong to one weak curve (W02)."""


@dataclass(frozen=True)
class Bases:
    """Of the points of one `kind`, those that `rule` makes the base of a curve."""

    points: Sequence[Point]
    kind: str
    rule: BaseRule

    def of(self, curve: Sequence[Point]) -> list[Point]:
        """Those with the fewest units, or as many as asked; of measured points.

        Several where as many units are split differently: the best rate decides. Of
        what was imported, another program whose time was given.
        """
        if given := [point for point in curve if is_given(point)]:
            return given
        among = self._of_kernel(curve) if self.rule.kernel else curve
        if not among:
            return []
        is_told = self.rule.cores and not among[0].request.devices
        units = self.rule.cores if is_told else min(p.request.units for p in among)
        return [point for point in among if point.request.units == units]

    def _of_kernel(self, curve: Sequence[Point]) -> list[Point]:
        return [
            point
            for point in self.points
            if point.launches
            and curve
            and point.request.kernel == self.rule.kernel
            and _is_same_work(_least(curve).request, point.request, self.kind)
        ]


def is_given(point: Point) -> bool:
    """It is another program, whose time an import was told to be the base."""
    found = point.request.imported
    return bool(found and found.is_other_program)


def samples_per_unit(point: Point) -> float:
    """The work of one core or GPU."""
    return _each(point.request)


def _each(request: Request) -> float:
    return request.samples / request.units


def _least(curve: Iterable[Point]) -> Point:
    return min(curve, key=samples_per_unit)


def _is_same_work(request: Request, other: Request, kind: str) -> bool:
    """Of other kernels: as much work, and what both can be told is the same."""
    each = _each(request)
    is_as_much = (
        request.samples == other.samples
        if kind == "strong"
        else abs(_each(other) - each) <= UNEVEN * each
    )
    return (
        is_as_much
        and request.seed == other.seed
        and _agree(request.parameters, other.parameters)
        and _agree(request.env, other.env)
    )


def _agree(pairs: Pairs, others: Pairs) -> bool:
    known = dict(others)
    return all(known.get(name, value) == value for name, value in pairs)
