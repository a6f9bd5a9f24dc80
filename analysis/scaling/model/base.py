# SPDX-License-Identifier: Apache-2.0
"""Which points may be the base of a curve: the rule of harness/run/bases.cpp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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
        if self.rule.is_imported and not curve_is_imported(curve):
            return self._of_import(curve)
        if given := [point for point in curve if is_given(point)]:
            return given
        rule = FEWEST if curve_is_imported(curve) else self.rule
        among = self._of_kernel(curve) if rule.kernel else curve
        if not among:
            return []
        is_told = rule.cores and not among[0].request.devices
        units = rule.cores if is_told else min(p.request.units for p in among)
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

    def _of_import(self, curve: Sequence[Point]) -> list[Point]:
        """What others measured of the same work: nothing but its labels tell which."""
        if not curve:
            return []
        like = _least(curve).request
        each = like.samples if self.kind == "strong" else round(_each(like))
        known = {
            "samples": str(each),
            "kernel": like.kernel,
            "program": like.kernel,
            **dict(like.parameters),
        }
        return [
            _with_work(point, each, self.kind)
            for point in self.points
            if is_given(point)
            and point.request.unit == like.unit
            and all(
                _is_alike(known.get(name, ""), value)
                for name, value in point.request.parameters
            )
        ]


FEWEST = BaseRule()


def curve_is_imported(curve: Sequence[Point]) -> bool:
    """One curve never mixes what was imported and what was measured."""
    return bool(curve) and curve[0].request.imported is not None


def is_given(point: Point) -> bool:
    """It is no point of a curve, but what an import, or a study, was told to be the
    base."""
    found = point.request.imported
    return is_other_program(point) or bool(found and found.beside == "base")


def is_other_program(point: Point) -> bool:
    """Its time was given to an import, which knows no more of it."""
    found = point.request.imported
    return bool(found and found.is_other_program)


def _with_work(point: Point, each: int, kind: str) -> Point:
    """A point that did the work of a curve, of which others knew no samples."""
    samples = each if kind == "strong" else each * point.request.units
    return replace(point, request=replace(point.request, samples=samples), whole=None)


def _is_alike(known: str, given: str) -> bool:
    """`1e6` is 1000000, in words that others wrote."""
    try:
        return float(known) == float(given)
    except ValueError:
        return known == given


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
