# SPDX-License-Identifier: Apache-2.0
"""How near a rate is to the ceiling measured beside it."""

from __future__ import annotations

from statistics import median

from scaling.point import Point


def ceiling_share(point: Point) -> float | None:
    """Rate over ceiling; None where a launch recorded no ceiling."""
    found = [x.measurement.extras.ceiling_samples_per_s for x in point.launches]
    if not found or None in found or not median(found) > 0:
        return None
    return point.rate.value / median(found)
