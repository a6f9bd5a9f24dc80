# SPDX-License-Identifier: Apache-2.0
"""Work so small that the overhead rules, or so large that nothing is proved."""

from __future__ import annotations

from scaling.finding import AT_POINTS, INFORMATION, Finding, places
from scaling.metrics.planner import smallest_work_at
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.words.text import number, percents

ID = "W06"
GRADE = INFORMATION
FIRES = "work below the smallest for 90 % efficiency, or 10,000 times above it"
MEANS = (
    "with too little work the overhead is all there is to see; with far too much any "
    "program scales well"
)
CURE = "choose the size that you will run in production, and name it in the study"

EFFICIENCY = 0.9
TRIVIAL = 1e4


def find(study: Study) -> list[Finding]:
    """Work against W_min, from the measured reduction and the base's useful time."""
    found = []
    for curve in study.curves:
        if small := [row.point for row in curve.measured if _is_small(curve, row)]:
            text = (
                f"work below the smallest for {percents(EFFICIENCY)} efficiency, given "
                f"the measured reduction, {AT_POINTS}"
            )
            found.append(Finding(ID, GRADE, text, *places(study, small)))
        if curve.largest and (times := _times_smallest(curve, curve.largest)) > TRIVIAL:
            text = (
                f"{curve.kind} scaling: the work is {number(times, 2)} times the "
                f"smallest useful at {curve.largest.units} {curve.unit}s: good scaling "
                "of so much work proves little"
            )
            found.append(Finding(ID, GRADE, text, (curve.largest.point.id,)))
    return found


def _is_small(curve: Curve, row: Row) -> bool:
    return 0 < _times_smallest(curve, row) < 1


def _times_smallest(curve: Curve, row: Row) -> float:
    """W / W_min; 0 where it is not known or where there is nothing to reduce."""
    if curve.base is None or row.point.request.ranks == 1:
        return 0.0
    least = smallest_work_at(row.point, curve.base_of(row), EFFICIENCY)
    return row.point.request.samples / least if least else 0.0
