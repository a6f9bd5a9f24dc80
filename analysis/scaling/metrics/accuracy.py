# SPDX-License-Identifier: Apache-2.0
"""How long an estimate takes to reach an accuracy."""

from __future__ import annotations

from scaling.model.point import Point

NORMAL_95 = 1.96


def samples_for(error: float, deviation: float) -> float:
    """Samples after which |estimate - value| <= error in 95 % of all cases.

    `deviation` is that of a single sample: 1.642183 for pi by darts.
    """
    return (NORMAL_95 * deviation / error) ** 2


def deviation_of(point: Point) -> float | None:
    """The standard deviation of one sample; None where there is no estimate."""
    found = (kind.measurement.estimate for kind in point.launches.kinds)
    estimate = next((e for e in found if e), None)
    if estimate is None:
        return None
    return estimate.standard_error * point.request.samples**0.5


def figure_of_merit(point: Point) -> float | None:
    """1 / (variance of a sample x core- or GPU-seconds of one); None without estimate.

    It compares estimators of one quantity at equal cost (L'Ecuyer 1994).
    """
    deviation = deviation_of(point)
    if not deviation:
        return None
    return point.rate.value / point.request.units / deviation**2


def time_to(point: Point, error: float) -> float | None:
    """Seconds of a whole launch: what it spends outside its timed region, and samples.

    None where the estimate or the time of the whole launch is not known.
    """
    deviation = deviation_of(point)
    if deviation is None or point.start_up_s is None:
        return None
    return point.start_up_s + samples_for(error, deviation) / point.rate.value
