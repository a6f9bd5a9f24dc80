# SPDX-License-Identifier: Apache-2.0
"""Hardware threads counted as cores."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W11"


def find(study: Study) -> list[Finding]:
    """Two threads on one core are one core: a table that counts two is wrong."""
    shared = [point for point in study.points if _shares_cores(point)]
    if not shared:
        return []
    text = f"more threads than physical cores, each counted as a core, {AT_POINTS}"
    return [Finding(ID, "error", text, *places(study, shared))]


def _shares_cores(point: Point) -> bool:
    placements = {id(x.result.ranks): x.result.ranks for x in point.launches.kinds}
    return any(
        0 < rank.cores < rank.threads for ranks in placements.values() for rank in ranks
    )
