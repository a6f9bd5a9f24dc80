# SPDX-License-Identifier: Apache-2.0
"""How near a rate is to the ceiling measured beside it."""

from __future__ import annotations

from scaling.model.point import Point


def ceiling_share(point: Point) -> float | None:
    """Rate over ceiling; None where a launch recorded no ceiling."""
    ceiling = point.number("ceiling_samples_per_s")
    return point.rate.value / ceiling if ceiling else None
