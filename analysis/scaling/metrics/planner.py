# SPDX-License-Identifier: Apache-2.0
"""The smallest problem worth a number of cores."""

from __future__ import annotations

from scaling.metrics.pop import work_of
from scaling.model.point import Point


def smallest_work(
    efficiency: float, units: int, sample_s: float, overhead_s: float
) -> float:
    """Samples at which the overhead leaves `efficiency` on `units` cores.

    From E = 1 / (1 + R overhead / (W t_s)), with `sample_s` the core-seconds of one
    sample and `overhead_s` the fixed part and the reduction, per run.
    """
    return efficiency / (1 - efficiency) * units * overhead_s / sample_s


def smallest_work_at(point: Point, base: Point, efficiency: float) -> float | None:
    """Samples for `efficiency`, by the base's cost of one and the point's reduction."""
    if point.request.is_program:
        return None  # nothing is known of how its work grows
    done = work_of(base)
    if done is None or not point.has_phases or not done.useful_sum_s > 0:
        return None
    sample_s = done.useful_sum_s / done.samples
    cores = point.request.cores
    return smallest_work(efficiency, cores, sample_s, point.reduction_s)
