# SPDX-License-Identifier: Apache-2.0
"""How many processors a program kept busy."""

from __future__ import annotations

from scaling.model.point import Point


def cpus_used(point: Point, wall: str = "processes_s") -> float | None:
    """CPU time of all its processes over the time that they lived, or over another of
    the witness's times; None where a program was not seen."""
    cpu_s, wall_s = point.number("processes_cpu_s"), point.number(wall)
    return cpu_s / wall_s if cpu_s is not None and wall_s else None
