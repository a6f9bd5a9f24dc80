# SPDX-License-Identifier: Apache-2.0
"""Launches that other processes or other guests disturbed."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.study import Study

ID = "W14"
GRADE = UNCERTAIN
FIRES = (
    "during a launch other processes used over 0.1 CPUs, another guest took over 0.5 "
    "% of the time, or processes waited for a CPU over 20 % of it"
)
MEANS = (
    "others used the same processors during some launches, so that these times are "
    "longer than the program needs"
)
CURE = "ask for whole nodes (--exclusive), or measure again on a quiet machine"

LIMITS = {
    "others_cpus": (0.1, "other processes used up to {:.2g} CPUs"),
    "steal_share": (0.005, "another guest took up to {:.1%} of the time"),
    "pressure_share": (0.2, "processes waited for a CPU up to {:.0%} of the time"),
}
"""Largest value of each noise, which the harness warns above too, and its words of
what was seen."""


def find(study: Study) -> list[Finding]:
    """Each source by itself; what was not recorded is not judged."""
    found = []
    for name, (largest, what) in LIMITS.items():
        worst = {p.id: max(p.noise(name), default=0.0) for p in study.points}
        if bad := [p for p in study.points if worst[p.id] > largest]:
            text = f"{what.format(max(worst.values()))} {AT_POINTS}"
            found.append(Finding(ID, GRADE, text, *places(study, bad)))
    return found
