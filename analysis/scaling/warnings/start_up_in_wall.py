# SPDX-License-Identifier: Apache-2.0
"""A wall time that holds much beside the program's own part."""

from __future__ import annotations

from scaling.finding import AT_POINTS, INFORMATION, Finding, places
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import percents

ID = "W28"
GRADE = INFORMATION
FIRES = "how much of a program's wall time is start-up and end"
MEANS = "the wall time of these launches is not that of the work alone"
CURE = (
    "have the program print its own time and name it under metrics, or give it more "
    "work"
)

LARGEST_SHARE = 0.05


def find(study: Study) -> list[Finding]:
    """Of launches timed by the wall, over 5 % lies outside of the program itself."""
    bad = [*filter(is_much, study.points)]
    if not bad:
        return []
    most = max(map(start_up_share, bad))
    text = (
        f"up to {percents(most)} of the wall time is the launcher, start-up and the "
        f"end of MPI {AT_POINTS}{_without(study)}"
    )
    return [Finding(ID, GRADE, text, *places(study, bad))]


def is_much(point: Point) -> bool:
    """Whether so much of the wall time is not of the program itself."""
    return start_up_share(point) > LARGEST_SHARE


def start_up_share(point: Point) -> float:
    """The share of the wall time outside of MPI_Init to MPI_Finalize; 0 where the time
    is not the wall time, or nothing is known."""
    program_s = point.number("program_s")
    if program_s is None or not point.launches or not point.is_timed_by_wall:
        return 0.0
    return max(0.0, 1 - program_s / point.time_s.value)


def _without(study: Study) -> str:
    """The efficiency of each curve's largest point by the program's own part."""
    found = [
        f"{percents(efficiency)} at {curve.largest.units} {curve.unit}s"
        for curve in study.curves
        if curve.largest and (efficiency := _efficiency(curve, curve.largest))
    ]
    return f"; without them the efficiency is {', '.join(found)}" if found else ""


def _efficiency(curve: Curve, row: Row) -> float | None:
    """Relative to the base, of the times between MPI_Init and MPI_Finalize."""
    if curve.base is None:
        return None
    base = curve.base_of(row)
    base_s, own_s = base.number("program_s"), row.point.number("program_s")
    if not base_s or not own_s or row.is_base:
        return None
    work = row.point.request.samples / base.request.samples
    return work * (base_s / own_s) * curve.base.units / row.units
