# SPDX-License-Identifier: Apache-2.0
"""A timed region too short for its clock, or ranks that start too far apart."""

from __future__ import annotations

from collections.abc import Callable

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import percents

ID = "W05"
GRADE = UNCERTAIN
FIRES = (
    "a region is shorter than 10 ms or 10 ticks of its clock (of a program that says "
    "its time itself, which may be a mean of many, W29 looks at its digits), reading "
    "the clock takes over 5 % of it, or ranks may start over 1 % of the time apart"
)
MEANS = (
    "the clock, or the ranks' different starts, are a visible part of such a short time"
)
CURE = (
    "give more work (samples, or a larger problem) so that the shortest time is at "
    "least 10 ms"
)

SHORTEST_S = 0.010
LARGEST_SKEW = 0.01
LARGEST_OVERHEAD = 0.05
FEWEST_TICKS = 10

_RULES: tuple[tuple[str, Callable[[Point], bool]], ...] = (
    (
        f"reading the clock takes over {percents(LARGEST_OVERHEAD)} of the region",
        lambda p: _overhead_s(p) > LARGEST_OVERHEAD * p.run_s.value,
    ),
    (
        f"region shorter than {SHORTEST_S * 1000:.0f} ms, or {FEWEST_TICKS} ticks of "
        "its clock,",
        lambda p: (
            not _says_its_time(p)
            and p.run_s.value < max(SHORTEST_S, FEWEST_TICKS * _resolution_s(p))
        ),
    ),
    (
        f"ranks may start over {percents(LARGEST_SKEW)} of the time apart",
        lambda p: p.skew_share > LARGEST_SKEW,
    ),
)


def find(study: Study) -> list[Finding]:
    """Ask for more samples where this fires. Nobody timed one unit of work, of which
    the times of imported rates are."""
    timed = (point for point in study.points if not point.request.is_imported_rate)
    measured = [point for point in timed if point.launches]
    found = []
    for what, is_bad in _RULES:
        if bad := [point for point in measured if is_bad(point)]:
            text = f"{what} {AT_POINTS}"
            found.append(Finding(ID, GRADE, text, *places(study, bad)))
    return found


def _says_its_time(point: Point) -> bool:
    return point.request.is_program and not point.is_timed_by_wall


def _resolution_s(point: Point) -> float:
    found = (kind.result.clock.resolution_s for kind in point.launches.kinds)
    return max((value for value in found if value is not None), default=0.0)


def _overhead_s(point: Point) -> float:
    """Seconds that the slowest clock of a launch takes to be read."""
    found = point.launches.column("overhead_s")
    return max((value for value in found if value == value), default=0.0)
