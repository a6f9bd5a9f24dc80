# SPDX-License-Identifier: Apache-2.0
"""The four numbers at the head of the report, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scaling.imported import has_other_base
from scaling.model.base import is_given
from scaling.model.curve import Curve
from scaling.overview import Overview
from scaling.records.metric import Metric
from scaling.report.verdict import leading_curves
from scaling.statistics.measured import Measured
from scaling.words import text
from scaling.words.names import metric_word
from scaling.words.text import clean
from scaling.words.units import value_unit

MOST = 4


@dataclass(frozen=True)
class Headline:
    """A value in words; `interval` is empty where there is none."""

    value: str
    interval: str
    what: str


def headlines(overview: Overview) -> list[Headline]:
    """Speedup, efficiencies, the best rate, the shortest time: as far as they exist.

    All are of the leading metric.
    """
    curves = [curve for curve in leading_curves(overview) if curve.base]
    found = [headline for curve in curves for headline in _of_curve(curve)]
    return (found + list(_absolute(overview)))[:MOST]


def _of_curve(curve: Curve) -> Iterator[Headline]:
    last = curve.largest
    if last.is_base:
        return
    units = text.plural(last.units, curve.unit)
    base = f"over {_whose(curve)}{text.plural(curve.base.units, curve.unit)}"
    if curve.kind == "strong":
        what = f"strong speedup{_by(curve.metric)} on {units} {base}"
        yield _headline(last.speedup, "x", what)
    what = f"{curve.kind} efficiency{_by(curve.metric)} on {units}"
    yield _headline(last.efficiency.times(100), " %", what)


def _whose(curve: Curve) -> str:
    """`serial on `, where the base is not of the curve's own kernel."""
    kernel = curve.base.point.request.kernel
    if has_other_base(curve):
        return "another program on "
    return f"{text.clean(kernel)} on " if kernel != curve.like.kernel else ""


def _absolute(overview: Overview) -> Iterator[Headline]:
    measured = [point for point in overview.study.points if point.launches]
    points = [point for point in measured if not is_given(point)]
    if not points:
        return
    metric = overview.study.metric
    fastest = max(points, key=lambda point: point.rate.value)
    if metric.is_rate:
        unit, factor = value_unit(metric, [fastest.value.value])
        what = f"{metric_word(metric)} at best, {overview.study.label(fastest.request)}"
        yield _headline(fastest.value.times(factor), f" {unit}", what)
        return
    label = overview.study.label(fastest.request)
    imported = fastest.request.imported
    if imported and imported.rate is not None:
        yield _headline(fastest.rate, f" {imported.rate}", f"the best rate, {label}")
        return
    counting = [point for point in points if point.counts_samples]
    if fastest := max(counting, key=lambda point: point.rate.value, default=None):
        word, factor = _large(fastest.rate.value)
        what = f"samples per second at best, {overview.study.label(fastest.request)}"
        yield _headline(fastest.rate.times(factor), f"{word}/s", what)
    shortest = min(points, key=lambda point: point.time_s.value)
    unit, factor = value_unit(metric, [shortest.time_s.value])
    of = clean(metric.name) or "time"
    what = f"the shortest {of}, {overview.study.label(shortest.request)}"
    yield _headline(shortest.time_s.times(factor), f" {unit}", what)


def _by(metric: Metric) -> str:
    return f" by {clean(metric.name)}" if metric.name else ""


def _large(value: float) -> tuple[str, float]:
    for limit, word in ((1e9, " billion"), (1e6, " million"), (1e3, " thousand")):
        if value >= limit:
            return word, 1 / limit
    return "", 1.0


def _headline(value: Measured, unit: str, what: str) -> Headline:
    shown = text.measured(value)
    centre, _, interval = shown.partition(" ")
    return Headline(f"{centre}{unit}", interval, what)
