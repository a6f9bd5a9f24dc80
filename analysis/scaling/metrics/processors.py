# SPDX-License-Identifier: Apache-2.0
"""How many processors a program kept busy."""

from __future__ import annotations

from scaling.model.point import Point


def cpus_used(point: Point) -> float | None:
    """CPU time of all its processes over the time that they lived; None where a program
    was not seen."""
    cpu_s, lives_s = point.number("processes_cpu_s"), point.number("processes_s")
    return cpu_s / lives_s if cpu_s is not None and lives_s else None
