# SPDX-License-Identifier: Apache-2.0
"""A device that was still at work when the host read its clock."""

from __future__ import annotations

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.launches import Launch
from scaling.model.study import Study

ID = "W18"

LARGEST_RATIO = 1.05


def find(study: Study) -> list[Finding]:
    """The device's own time of a repetition is beyond the host's useful time."""
    bad = [p for p in study.points if any(map(_outlasts, p.launches.kinds))]
    if not bad:
        return []
    text = (
        f"kernels on the device took longer than the region that holds them {AT_POINTS}"
    )
    return [Finding(ID, "error", text, *places(study, bad))]


def _outlasts(launch: Launch) -> bool:
    events = launch.measurement.kernel_event_s
    phases = launch.measurement.phases
    if not events or not phases:
        return False
    pairs = zip(events, phases.useful_max_s)
    return any(event > LARGEST_RATIO * useful for event, useful in pairs)
