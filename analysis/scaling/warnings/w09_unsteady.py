# SPDX-License-Identifier: Apache-2.0
"""W09: launches that reach no steady state, or points that drift."""

from __future__ import annotations

from scaling.finding import Finding, at_points, ids
from scaling.point import Point
from scaling.statistics.drift import LARGEST_P, SMALLEST_SHIFT, drift
from scaling.statistics.holm import holm
from scaling.study import Study

UNSTEADY_SHARE = 0.25
UNSTEADY_LEAST = 2
"""Of seven repetitions, one launch in 26 seems unsteady by chance."""


def find(study: Study) -> list[Finding]:
    """The warm-up rule by launch; the drift by point, corrected for their number."""
    measured = [point for point in study.points if point.launches]
    texts = (
        (
            [point for point in measured if _is_unsteady(point)],
            "repetitions reach no steady state",
        ),
        (_drifting(measured), "times drift with the order of the launches"),
    )
    return [
        Finding("W09", "warning", f"{what} {at_points(study, points)}", ids(points))
        for points, what in texts
        if points
    ]


def _is_unsteady(point: Point) -> bool:
    unsteady = point.launches.is_steady.count(False)
    least = max(UNSTEADY_LEAST, UNSTEADY_SHARE * len(point.launches))
    return unsteady >= least


def _drifting(measured: list[Point]) -> list[Point]:
    found = [
        drift(point.times_s, point.launches.column("launch")) for point in measured
    ]
    adjusted = holm([one.p_value for one in found])
    return [
        point
        for point, one, p_value in zip(measured, found, adjusted, strict=True)
        if p_value < LARGEST_P and abs(one.shift) > SMALLEST_SHIFT
    ]
