# SPDX-License-Identifier: Apache-2.0
"""Ranks that may move among cores."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.placement import placed_alike
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W10"
GRADE = UNCERTAIN
FIRES = "ranks may move among more cores than they have threads"
MEANS = (
    "the system may move a rank between cores during a run, which adds noise and "
    "hides the cost of placement"
)
CURE = (
    "bind the ranks: --bind-to core of mpiexec, --cpu-bind=cores of srun, "
    "OMP_PROC_BIND=true for threads"
)


def find(study: Study) -> list[Finding]:
    """What the ranks of launches that count reported of their own place.

    That none has too few cores, or shares one, the judge has seen to.
    """
    bad = [point for point in study.points if _may_move(point)]
    if not bad:
        return []
    text = (
        f"ranks may move among more cores than they have threads: not bound {AT_POINTS}"
    )
    return [Finding(ID, GRADE, text, *places(study, bad))]


def _may_move(point: Point) -> bool:
    return any(
        rank.cores > rank.threads > 0
        for _, ranks in placed_alike([point])
        for rank in ranks
    )
