# SPDX-License-Identifier: Apache-2.0
"""Frequency, heat, power, other guests or limits disturbed launches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.curve import Curve
from scaling.model.environment import environment
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import number

ID = "W14"

LARGEST_SPREAD = 0.03
_LIMITS: tuple[tuple[str, Callable[[float], bool], str], ...] = (
    ("steal_share", lambda x: x > 0.005, "another guest took over 0.5 % of the time"),
    ("irq_share", lambda x: x > 0.01, "interrupts took over 1 % of the time"),
    ("cpu_share", lambda x: x < 0.97, "threads ran for under 97 % of the time"),
    ("pressure_share", lambda x: x > 0.01, "tasks waited over 1 % of the time"),
    ("throttled_s", lambda x: x > 0, "the control group's quota stopped the launch"),
    ("thermal_throttles", lambda x: x > 0, "the processor throttled itself"),
    ("remote_pages_share", lambda x: x > 0.05, "over 5 % of the pages are remote"),
    ("gpu_throttles", lambda x: x > 0, "the GPU throttled itself"),
)


def find(study: Study) -> list[Finding]:
    """Each source by itself; what was not recorded is not judged."""
    measured = [point for point in study.points if point.launches]
    found = [f for f in (_limit(study, measured, *rule) for rule in _LIMITS) if f]
    if uneven := [point for point in measured if _has_uneven_clock(point)]:
        text = f"clock differs by over 3 % between launches {AT_POINTS}"
        found.append(Finding(ID, "warning", text, *places(study, uneven)))
    found += [f for curve in study.curves for f in _slower_clock(curve)]
    return found + list(_system(study))


def _limit(study: Study, measured: list[Point], name: str, is_bad, what: str):
    bad = [
        point for point in measured if any(is_bad(value) for value in point.noise(name))
    ]
    if not bad:
        return None
    return Finding(ID, "warning", f"{what} {AT_POINTS}", *places(study, bad))


def _has_uneven_clock(point: Point) -> bool:
    clocks = point.noise("clock_hz")
    return bool(clocks) and max(clocks) > (1 + LARGEST_SPREAD) * min(clocks)


def _slower_clock(curve: Curve) -> Iterator[Finding]:
    """The part of a lost efficiency that the clock explains."""
    base = curve.base.point.noise("clock_hz") if curve.base else []
    if not base:
        return
    for row in curve.measured:
        clocks = row.point.noise("clock_hz")
        share = median(clocks) / median(base) if clocks else 1.0
        if share < 1 - LARGEST_SPREAD:
            text = (
                f"the clock at {row.units} {row.unit}s is {number(100 * share)} % of "
                "the base's: so much efficiency is lost to it alone"
            )
            yield Finding(ID, "warning", text, (row.point.id,))


def _system(study: Study) -> Iterator[Finding]:
    known = environment(study)
    governors = [g for g in known.get("machine.governor", []) if g != "performance"]
    if governors:
        text = f"the frequency governor is {', '.join(governors)}, not performance"
        yield Finding(ID, "warning", text)
    if "true" in known.get("machine.hypervisor", []):
        text = "a virtual machine: its cores may be shared with other guests"
        yield Finding(ID, "note", text)
    x86 = "x86_64" in known.get("machine.architecture", [])
    sources = [s for s in known.get("machine.clocksource", []) if s != "tsc"]
    if x86 and sources:
        text = f"the clock source is {', '.join(sources)}, not tsc: slow to read"
        yield Finding(ID, "note", text)
