# SPDX-License-Identifier: Apache-2.0
"""Launches that reach no steady state, or points that drift."""

from __future__ import annotations

from dataclasses import replace

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.statistics.drift import drift
from scaling.statistics.holm import holm
from scaling.zipped import zip_equal

ID = "W09"
GRADE = UNCERTAIN
FIRES = (
    "repetitions reach no steady state, or times drift with the order of the launches"
)
MEANS = "the times still change during the study: a median depends on when it was taken"
CURE = (
    "give more repetitions or a longer warm-up; measure on a machine that nothing "
    "else uses"
)

UNSTEADY_SHARE = 0.25
UNSTEADY_LEAST = 2
"""Launches of seven repetitions seem unsteady by chance, one in 26."""


def find(study: Study) -> list[Finding]:
    """The warm-up rule by launch; the drift by point, corrected for their number."""
    launched = [point for point in study.points if point.launches]
    drifting = _drifting(launched)
    texts = (
        (
            [point for point in launched if _is_unsteady(point)],
            "repetitions reach no steady state",
            "",
        ),
        (
            drifting,
            "times drift with the order of the launches",
            "; ratios are of launches in the same blocks",
        ),
    )
    return [
        Finding(ID, GRADE, f"{what} {AT_POINTS}{more}", *places(study, points))
        for points, what, more in texts
        if points
    ]


def _is_unsteady(point: Point) -> bool:
    unsteady = point.launches.is_steady.count(False)
    least = max(UNSTEADY_LEAST, UNSTEADY_SHARE * len(point.launches))
    return unsteady >= least


def _drifting(launched: list[Point]) -> list[Point]:
    found = [
        drift(point.times_s, point.launches.column("launch")) for point in launched
    ]
    adjusted = holm([one.p_value for one in found])
    return [
        point
        for point, one, p_value in zip_equal(launched, found, adjusted)
        if replace(one, p_value=p_value).is_found
    ]
