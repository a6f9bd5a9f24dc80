# SPDX-License-Identifier: Apache-2.0
"""Launches of so few repetitions that none is left beside the warm-up's neighbour."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.study import Study

ID = "W27"

FEWEST = 3


def find(study: Study) -> list[Finding]:
    """A program of the user's may have one; a kernel of ours should have three."""
    bad = [
        point
        for point in study.points
        if not point.request.is_program
        and any(kind.makespan_s.shape[1] < FEWEST for kind in point.launches.kinds)
    ]
    if not bad:
        return []
    text = f"fewer than {FEWEST} repetitions in a launch {AT_POINTS}"
    return [Finding(ID, "warning", text, *places(study, bad))]
