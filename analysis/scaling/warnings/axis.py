# SPDX-License-Identifier: Apache-2.0
"""Hardware threads counted as cores, or axes mixed."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W11"

HARDWARE_THREADS = ("thread", "hardware_thread", "pu", "hwthread")


def find(study: Study) -> list[Finding]:
    """Two threads on one core are one core: a table that counts two is wrong."""
    found = []
    if shared := [point for point in study.points if _shares_cores(point)]:
        text = f"more threads than physical cores, each counted as a core, {AT_POINTS}"
        found.append(Finding(ID, "error", text, *places(study, shared)))
    unit = study.start.resource_unit if study.start else ""
    if unit in HARDWARE_THREADS:
        text = "the study counts hardware threads: they are no resource unit"
        found.append(Finding(ID, "error", text))
    return found


def _shares_cores(point: Point) -> bool:
    placements = {id(x.result.ranks): x.result.ranks for x in point.launches.kinds}
    return any(
        0 < rank.cores < rank.threads for ranks in placements.values() for rank in ranks
    )
