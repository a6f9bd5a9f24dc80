# SPDX-License-Identifier: Apache-2.0
"""A device that was still at work when the host read its clock."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.launches import Launch
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W18"

LARGEST_RATIO = 1.05


def find(study: Study) -> list[Finding]:
    """No fence before the clock, or device time beyond the host's useful time."""
    texts = (
        ([p for p in study.points if _is_unfenced(p)], "no fence before the clock"),
        (
            [p for p in study.points if any(map(_outlasts, p.launches.kinds))],
            "kernels on the device took longer than the region that holds them",
        ),
    )
    return [
        Finding(ID, "error", f"{what} {AT_POINTS}", *places(study, points))
        for points, what in texts
        if points
    ]


def _is_unfenced(point: Point) -> bool:
    return any(x.measurement.extras.fenced is False for x in point.launches.kinds)


def _outlasts(launch: Launch) -> bool:
    events = launch.measurement.extras.kernel_event_s
    phases = launch.measurement.phases
    if not events or not phases:
        return False
    pairs = zip(events, phases.useful_max_s)
    return any(event > LARGEST_RATIO * useful for event, useful in pairs)
