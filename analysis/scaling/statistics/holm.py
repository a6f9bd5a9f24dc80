# SPDX-License-Identifier: Apache-2.0
"""Holm's correction of several p values."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values in the given order: the family-wise error is kept."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for tested, index in enumerate(order):
        highest = max(highest, (len(p_values) - tested) * p_values[index])
        adjusted[index] = min(1.0, highest)
    return adjusted
