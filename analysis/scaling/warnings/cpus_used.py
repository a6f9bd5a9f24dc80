# SPDX-License-Identifier: Apache-2.0
"""A program that leaves cores idle which its cost counts, or has more at work."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.metrics.processors import cpus_used
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W27"

LARGEST_DIFFERENCE = 0.2
SHORTEST_S = 0.1
"""A process that lives less is mostly its own start."""


def find(study: Study) -> list[Finding]:
    """CPU time over wall time is over 20 % beside the cores asked for."""
    measured = [(p, share) for p in study.points if (share := _share(p)) is not None]
    idle = [p for p, share in measured if share < 1 - LARGEST_DIFFERENCE]
    busy = [p for p, share in measured if share > 1 + LARGEST_DIFFERENCE]
    found = []
    if idle:
        least = min(share for _, share in measured)
        text = (
            f"the program kept as few as {least:.0%} of its cores busy (it starts "
            f"fewer threads, or waits for files or for others) {AT_POINTS}"
        )
        found.append(Finding(ID, "warning", text, *places(study, idle)))
    if busy:
        text = f"more CPUs were at work than cores were asked for {AT_POINTS}"
        found.append(Finding(ID, "warning", text, *places(study, busy)))
    return found


def _share(point: Point) -> float | None:
    """CPUs used over cores asked for; None where that says nothing."""
    used, lives_s = cpus_used(point), point.number("processes_s")
    if used is None or lives_s < SHORTEST_S:
        return None
    return used / point.request.cores
