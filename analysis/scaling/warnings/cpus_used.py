# SPDX-License-Identifier: Apache-2.0
"""A program that leaves cores idle which its cost counts, or has more at work."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.metrics.processors import cpus_used
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import percents

ID = "W27"
GRADE = UNCERTAIN
FIRES = "a program kept its cores over 20 % less busy than asked, or kept more busy"
MEANS = (
    "the cores that are paid for were not all at work, or the program used more than "
    "it was given"
)
CURE = (
    "where it starts fewer threads than the study says, or more, set their number "
    "(OMP_NUM_THREADS and its like); where it waits, its parts and factors say for what"
)

LARGEST_DIFFERENCE = 0.2
SHORTEST_S = 0.5
"""A process that lives less is mostly its own start, for the judge as well."""


def find(study: Study) -> list[Finding]:
    """CPU time over wall time is over 20 % beside the cores asked for."""
    idle = [p for p in study.points if _share(p, "program_s") < 1 - LARGEST_DIFFERENCE]
    busy = [
        p for p in study.points if _share(p, "processes_s") > 1 + LARGEST_DIFFERENCE
    ]
    found = []
    if idle:
        least = min(_share(point, "program_s") for point in idle)
        text = (
            f"the program kept as few as {percents(least)} of its cores busy (it "
            "starts fewer threads, waits for files or for others, or other work took "
            f"them) {AT_POINTS}"
        )
        found.append(Finding(ID, GRADE, text, *places(study, idle)))
    if busy:
        text = f"more CPUs were at work than cores were asked for {AT_POINTS}"
        found.append(Finding(ID, GRADE, text, *places(study, busy)))
    return found


def _share(point: Point, wall: str) -> float:
    """CPU time over that wall time of the cores asked for; 1 where nothing is known.

    What starts MPI waits: it counts for the program where cores seem idle, and not
    where they seem busy.
    """
    used = cpus_used(point, wall)
    if used is None or point.number(wall) < SHORTEST_S:
        return 1.0
    return used / point.request.cores
