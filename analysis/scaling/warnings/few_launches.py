# SPDX-License-Identifier: Apache-2.0
"""Too few launches, or an interval wider than asked for."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.statistics.median import FEWEST_FOR_INTERVAL

ID = "W03"
GRADE = UNCERTAIN
FIRES = (
    "a point has fewer than six launches, or they ended before the interval was as "
    "narrow as asked"
)
MEANS = (
    "without enough launches the interval is missing or wider than asked for, and the "
    "number may be off by that much"
)
CURE = (
    "raise launches.max, or limits.wall where time ran out, and run the study again: "
    "it goes on where it ended"
)
CURE_OF_IMPORT = (
    "import the time of every run, six of each point or more, in place of a mean or of "
    "one run"
)


def find(study: Study) -> list[Finding]:
    """Fewer than 6 launches have no 95 % interval; that of more may be too wide. Where
    others disturbed them more launches help no more: W14 says what does."""
    measured = [point for point in study.points if point.launches]
    none = [p for p in measured if len(p.launches) < FEWEST_FOR_INTERVAL]
    wide = [p for p in measured if _is_wide(study, p)]
    texts = (
        (
            none,
            f"fewer than {FEWEST_FOR_INTERVAL} launches, so no 95 % interval exists,",
        ),
        (wide, "launches ended before the interval was as narrow as asked"),
    )
    return [
        Finding(ID, GRADE, f"{what} {AT_POINTS}", *places(study, points))
        for points, what in texts
        if points
    ]


def _is_wide(study: Study, point: Point) -> bool:
    goal = study.start.launches.goal if study.start else None
    half_width = point.time_given_s.half_width
    if goal is None or half_width is None or not point.stop or point.is_disturbed:
        return False
    return half_width > goal
