# SPDX-License-Identifier: Apache-2.0
"""A projection shown as a measurement."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.study import Study

ID = "W19"


def find(study: Study) -> list[Finding]:
    """Times that were computed, or a model's points among measured ones.

    Fits are drawn by scaling.laws, which refuses what goes too far beyond the data,
    and no table of measurements holds them.
    """
    measured = [point for point in study.points if point.launches]
    found = []
    projected = [
        p
        for p in measured
        if any(kind.measurement.extras.projected for kind in p.launches.kinds)
    ]
    if projected:
        text = f"times that were projected, not measured, {AT_POINTS}"
        found.append(Finding(ID, "error", text, *places(study, projected)))
    simulated = [point for point in measured if point.request.is_simulated]
    if simulated and len(simulated) < len(measured):
        text = (
            f"a model's answers beside measurements {AT_POINTS}: "
            "they are no measurement"
        )
        found.append(Finding(ID, "error", text, *places(study, simulated)))
    return found
