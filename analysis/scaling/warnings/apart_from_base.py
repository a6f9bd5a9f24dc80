# SPDX-License-Identifier: Apache-2.0
"""Points measured at another time than the base of their curve, or in other jobs."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.statistics.ratio import Compared

ID = "W24"
GRADE = UNCERTAIN
FIRES = "all launches of a point ran before or after all of its base, or in other jobs"
MEANS = "whatever is not the same in the machine of the two is part of the ratio"
CURE = (
    "run again with --fresh, so that the base is measured in every block; of a study "
    "that is submitted, ask for it in each job: base: {in_each_job: yes}"
)

FEWEST_TO_JUDGE = 4


def find(study: Study) -> list[Finding]:
    """Launches that were not interleaved: the machine may have changed in between."""
    return [f for curve in study.curves if curve.base for f in _of_curve(study, curve)]


def _of_curve(study: Study, curve: Curve) -> Iterator[Finding]:
    others = [row for row in curve.measured if not row.is_base]
    if bad := [row.point for row in others if _is_apart(row, curve.base_of(row))]:
        text = f"{curve.kind} scaling: launches were not interleaved with the base's"
        yield Finding(ID, GRADE, f"{text} {AT_POINTS}", *places(study, bad))


def _is_apart(row: Row, base: Point) -> bool:
    """All of one ran before all of the other; times are ISO 8601 in UTC."""
    if row.compared is Compared.SESSIONS:
        return True
    point = row.point
    own, other = point.launches.span_utc, base.launches.span_utc
    fewest = min(len(point.launches), len(base.launches))
    if fewest < FEWEST_TO_JUDGE or own is None or other is None:
        return False
    return own[1] < other[0] or other[1] < own[0]
