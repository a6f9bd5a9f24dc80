# SPDX-License-Identifier: Apache-2.0
"""Other processes, other guests or the frequency governor disturbed launches."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.environment import environment
from scaling.model.study import Study

ID = "W14"

LIMITS = {
    "others_cpus": (0.1, "other processes used over 0.1 CPUs"),
    "steal_share": (0.005, "another guest took over 0.5 % of the time"),
    "pressure_share": (0.2, "processes waited for a CPU over 20 % of the time"),
}
"""Largest value of each noise, which the harness warns above too, and its words."""


def find(study: Study) -> list[Finding]:
    """Each source by itself; what was not recorded is not judged."""
    return [*_launches(study), *_system(study)]


def _launches(study: Study) -> Iterator[Finding]:
    for name, (largest, what) in LIMITS.items():
        bad = [p for p in study.points if max(p.noise(name), default=0.0) > largest]
        if bad:
            text = f"{what} {AT_POINTS}"
            yield Finding(ID, "warning", text, *places(study, bad))


def _system(study: Study) -> Iterator[Finding]:
    known = environment(study)
    governors = [g for g in known.get("machine.governor", []) if g != "performance"]
    if governors:
        text = f"the frequency governor is {', '.join(governors)}, not performance"
        yield Finding(ID, "warning", text)
    x86 = "x86_64" in known.get("machine.architecture", [])
    sources = [s for s in known.get("machine.clocksource", []) if s != "tsc"]
    if x86 and sources:
        text = f"the clock source is {', '.join(sources)}, not tsc: slow to read"
        yield Finding(ID, "note", text)
