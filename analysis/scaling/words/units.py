# SPDX-License-Identifier: Apache-2.0
"""The unit in which a column of numbers reads well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scaling.words import text

if TYPE_CHECKING:
    from scaling.model.point import Point
    from scaling.records.metric import Metric
    from scaling.statistics.measured import Measured

_TIMES = ((1.0, "s", 1.0), (1e-3, "ms", 1e3), (1e-6, "us", 1e6), (0.0, "ns", 1e9))
_RATES = ((1e9, "1e9/s", 1e-9), (1e6, "1e6/s", 1e-6), (1e3, "1e3/s", 1e-3))


def time_unit(seconds: Iterable[float]) -> tuple[str, float]:
    """Unit and factor; values down to a tenth of the unit share it."""
    least = min(seconds, default=1.0)
    return next((unit, by) for limit, unit, by in _TIMES if least * 10 >= limit)


def rate_unit(per_second: Iterable[float]) -> tuple[str, float]:
    """Unit and factor; the smallest value stays above a tenth of the unit."""
    least = min(per_second, default=1.0)
    found = ((unit, by) for limit, unit, by in _RATES if least * 10 >= limit)
    return next(found, ("1/s", 1.0))


_POWERS = ((1e9, "1e9 "), (1e6, "1e6 "), (1e3, "1e3 "))
MOST_AS_IT_IS = 1e5
"""Larger values are shown in powers of a thousand of their unit."""


def value_unit(metric: Metric, values: Iterable[float]) -> tuple[str, float]:
    """Unit and factor for values of a metric."""
    if metric.is_time:
        return time_unit(values)
    least = min(values, default=1.0)
    if least < MOST_AS_IT_IS:
        return metric.unit, 1.0
    power, word = next(found for found in _POWERS if least >= found[0])
    return f"{word}{metric.unit}".strip(), 1 / power


def scaled_value(point: Point) -> tuple[Measured, str]:
    """The leading metric of a point in a unit for its size, and that unit; the rate of
    what was imported as one."""
    if point.request.is_imported_rate:
        return point.rate, point.request.imported.rate
    unit, factor = value_unit(point.metric, [point.value.value])
    return point.value.times(factor), unit


def point_in_words(point: Point) -> str:
    """`50.09 [49.53, 50.39] s`, in the digits of tables."""
    value, unit = scaled_value(point)
    return f"{text.measured(value)} {unit}".rstrip()
