# SPDX-License-Identifier: Apache-2.0
"""Launches that other processes or other guests disturbed."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study

ID = "W14"
GRADE = UNCERTAIN
FIRES = (
    "others disturbed so many launches of a point that too few were quiet; or a launch "
    "that was not judged while it ran has over 0.1 CPUs of others, 0.5 % of the time "
    "taken by another guest, or 20 % of it waited for others"
)
MEANS = (
    "others used the same processors during some launches, so that these times are "
    "longer than the program needs"
)
CURE = (
    "ask for whole nodes (--exclusive), or launch again on a quiet machine "
    "(assay run --retry-failed)"
)

LIMITS = {
    "others_cpus": (0.1, "other processes used up to {:.2g} CPUs"),
    "steal_share": (0.005, "another guest took up to {:.1f} % of the time"),
    "others_pressure_share": (0.2, "processes waited up to {:.0f} % of the time"),
}
"""The fixed limits of the harness, and the words of what was seen: for launches that it
did not judge."""

_EARLIER = {"others_pressure_share": "pressure_share"}
"""What earlier harnesses recorded in its place."""


def find(study: Study) -> list[Finding]:
    """By the verdict where there is one; what was not recorded is not judged."""
    is_judged = study.start is not None and study.start.noise_limits is not None
    unsure = [point for point in study.points if point.is_disturbed]
    found = [_too_few(study, unsure)] if unsure else []
    return found + ([] if is_judged else _beyond(study))


def _too_few(study: Study, unsure: list[Point]) -> Finding:
    text = (
        "others disturbed so many launches that too few were quiet: the numbers are of "
        f"disturbed ones too, without an interval {AT_POINTS}"
    )
    return Finding(ID, GRADE, text, *places(study, unsure))


def _beyond(study: Study) -> list[Finding]:
    """Each source by itself."""
    found = []
    judged = [point for point in study.points if not point.is_disturbed]
    for name, (largest, what) in LIMITS.items():
        worst = {p.id: max(_noise(p, name), default=0.0) for p in judged}
        if bad := [p for p in judged if worst[p.id] > largest]:
            most = max(worst.values()) * (100 if "share" in name else 1)
            text = f"{what.format(most)} {AT_POINTS}"
            found.append(Finding(ID, GRADE, text, *places(study, bad)))
    return found


def _noise(point: Point, name: str) -> list[float]:
    return point.noise(name) or point.noise(_EARLIER.get(name, name))
