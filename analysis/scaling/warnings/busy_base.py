# SPDX-License-Identifier: Apache-2.0
"""A base measured under another load, or at another time, than the rest."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W24"
GRADE = UNCERTAIN

LARGEST_RATIO = 2.0
FEWEST_TO_JUDGE = 4
_MATTERS = {"load_before": 0.5, "pressure_share": 0.002}
"""Loads below these are idle, whatever their ratio."""


def find(study: Study) -> list[Finding]:
    """Loads that differ over twofold, and launches that were not interleaved."""
    return [f for curve in study.curves if curve.base for f in _of_curve(study, curve)]


def _of_curve(study: Study, curve: Curve) -> Iterator[Finding]:
    base = curve.base.point
    others = [row.point for row in curve.measured if not row.is_base]
    for bad, what in (
        (
            [p for p in others if any(_differs(p, base, name) for name in _MATTERS)],
            "the machine's load differs over twofold from that of the base's launches",
        ),
        (
            [p for p in others if _is_apart(p, base)],
            "launches were not interleaved with the base's",
        ),
    ):
        if bad:
            text = f"{curve.kind} scaling: {what} {AT_POINTS}"
            yield Finding(ID, GRADE, text, *places(study, bad))


def _differs(point: Point, base: Point, name: str) -> bool:
    own, other = point.noise(name), base.noise(name)
    if not own or not other:
        return False
    low, high = sorted((median(own), median(other)))
    return high > _MATTERS[name] and high > LARGEST_RATIO * low


def _is_apart(point: Point, base: Point) -> bool:
    """All of one ran before all of the other; times are ISO 8601 in UTC."""
    own, other = point.launches.span_utc, base.launches.span_utc
    fewest = min(len(point.launches), len(base.launches))
    if fewest < FEWEST_TO_JUDGE or own is None or other is None:
        return False
    return own[1] < other[0] or other[1] < own[0]
