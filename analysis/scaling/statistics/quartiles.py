# SPDX-License-Identifier: Apache-2.0
"""Quartiles of a few numbers, without the cost of an array."""

from __future__ import annotations

from collections.abc import Sequence


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and third, interpolated linearly between order statistics."""
    ordered = sorted(values)
    return _at(ordered, 0.25), _at(ordered, 0.75)


def _at(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
