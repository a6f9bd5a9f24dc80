# SPDX-License-Identifier: Apache-2.0
"""What a repetition of a point took in joules, as far as counters could be read."""

from __future__ import annotations

from scaling.model.point import Point

PARTS = {"energy_j": "processors", "devices_energy_j": "GPUs"}
"""Numbers of a measurement, and what they are the energy of."""


def energy_j(point: Point) -> float | None:
    """Joules of all parts that have a counter together; None where none has."""
    found = _parts(point).values()
    return sum(found) if found else None


def energy_of(point: Point) -> str:
    """`processors`, `GPUs` or both: what `energy_j` holds, and nothing else."""
    return " and ".join(PARTS[name] for name in _parts(point))


def _parts(point: Point) -> dict[str, float]:
    found = {name: point.number(name) for name in PARTS}
    return {name: joules for name, joules in found.items() if joules is not None}
