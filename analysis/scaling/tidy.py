# SPDX-License-Identifier: Apache-2.0
"""Points and launches as tables of base units, which exports and the page share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scaling.marks import mark_table
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.metric import MAKESPAN
from scaling.records.record import Record
from scaling.statistics.outliers import outliers
from scaling.table import Cell, Column, Table
from scaling.words.names import curve_slug
from scaling.zipped import zip_equal

LAUNCHES = "launches"
"""The slug of the launches' table."""

LISTS = ("repetition_times_s", "values")
"""Columns of numbers separated by spaces."""

QUANTILES = {
    "min_s": 0.0, "q25_s": 0.25, "median_s": 0.5, "q75_s": 0.75, "q95_s": 0.95,
    "max_s": 1.0,
}  # fmt: skip

_REQUEST = (
    "point", "series", "kernel", "samples", "nodes", "ranks", "threads", "cores",
    "gpus", "backend", "launcher", "seed",
)  # fmt: skip
_POINT = (
    *_REQUEST, "n", "counted", "outliers", "failed", "stop", "time_s", *QUANTILES,
    "samples_per_s",
)  # fmt: skip
_LAUNCH = (
    *_REQUEST, "parameters", "env", "block", "launch", "attempt", "started_utc",
    "time_s", "repetition_times_s", "skew_bound_s", "wall_s", "tallies", "z",
    "journal_line",
)  # fmt: skip

_CURVE = (
    "curve", "kind", "metric", "metric_unit", "point", "base", "unit", "units", "n",
    "value", "speedup", "efficiency",
)  # fmt: skip


def points_table(study: Study) -> Table:
    """One row a planned point, the ones without a launch included.

    Of every launch that ended well, whatever metric leads; times are in seconds.
    """
    columns = tuple(Column(name, name) for name in _POINT)
    rows = tuple(_row(point) for point in study.all_points)
    return mark_table(Table("points", "Points", columns, rows), study)


def launches_table(study: Study) -> Table:
    """One row a launch; the times of its repetitions are separated by spaces."""
    columns = tuple(Column(name, name) for name in _LAUNCH)
    rows = tuple(row for point in study.all_points for row in _rows(point))
    return mark_table(Table(LAUNCHES, "Launches", columns, rows), study)


def curves_table(study: Study) -> Table:
    """One row a point of a curve, of each metric that has curves, in its unit."""
    columns = tuple(Column(name, name) for name in _CURVE)
    curves = (*study.curves, *study.further)
    rows = (row for curve in curves for row in _curve_rows(study, curve))
    return mark_table(Table("curves", "Curves", columns, tuple(rows)), study)


def _curve_rows(study: Study, curve: Curve) -> Iterator[tuple[Cell, ...]]:
    """`units` cores or GPUs; a weak curve's speedup is the scaled one."""
    slug, metric = curve_slug(study, curve), curve.metric
    about = (slug, curve.kind, metric.name or "time", metric.unit)
    base = curve.base.point.id if curve.base else ""
    for row in curve.rows:
        point = row.point
        yield (
            *about, point.id, base, row.unit, row.units, len(point.counted_s),
            point.value if point.launches else None, row.speedup, row.efficiency,
        )  # fmt: skip


def failed_table(study: Study) -> Table:
    """One row an attempt that is in no number."""
    names = ("point", "launch", "attempt", "verdict", "detail", "started_utc", "wall_s")
    columns = tuple(Column(name, name) for name in (*names, "journal_line"))
    rows = tuple(
        (*(getattr(record, name) for name in names), record.line)
        for record in study.failed
    )
    return mark_table(Table("failed", "Failed attempts", columns, rows), study)


def metrics_table(study: Study) -> Table:
    """One row a point and metric that its launches gave, in the metric's unit."""
    names = ("point", "metric", "kind", "unit", "n", "value")
    columns = tuple(Column(name, name) for name in names)
    rows = tuple(
        (point.id, metric.name, metric.kind, metric.unit, len(by.launches), by.value)
        for point in study.all_points
        for metric in point.recorded_metrics
        if (by := point.by(metric)).launches
    )
    return mark_table(Table("metrics", "Metrics", columns, rows), study)


def launch_metrics_table(study: Study) -> Table:
    """One row a launch and metric; all values that one is made of are separated by
    spaces."""
    names = (
        "point", "launch", "metric", "kind", "unit", "value", "resolution", "values",
    )  # fmt: skip
    columns = tuple(Column(name, name) for name in names)
    rows = (row for point in study.all_points for row in _metric_rows(point))
    return mark_table(
        Table("launch_metrics", "Metrics of launches", columns, tuple(rows)), study
    )


def _metric_rows(point: Point) -> Iterator[tuple[Cell, ...]]:
    launches = point.by(MAKESPAN).launches
    for metric in point.recorded_metrics:
        columns = (
            launches.column("launch"),
            launches.values(metric),
            launches.recorded("numbers", metric.step_column),
            launches.all_values(metric),
        )
        for launch, value, step, every in zip_equal(*columns):
            if value == value:
                values = " ".join(f"{x:.12g}" for x in every)
                about = (metric.name, metric.kind, metric.unit)
                known = None if step != step else step
                yield (point.id, launch, *about, value, known, values)


def _asked(point: Point) -> tuple[Cell, ...]:
    request = point.request
    return (
        point.id, " ".join(point.series), request.kernel, request.samples,
        request.nodes, request.ranks, request.threads, request.cores,
        request.devices, request.backend, request.launcher, request.seed,
    )  # fmt: skip


def _row(point: Point) -> tuple[Cell, ...]:
    point = point.by(MAKESPAN)
    return (
        *_asked(point), len(point.launches), len(point.counted_s),
        len(outliers(point.times_s)), len(point.failed), point.stop,
        point.time_s if point.launches else None,
        *_quantiles(point), _rate(point),
    )  # fmt: skip


def _rate(point: Point) -> float | None:
    return point.rate.value if point.launches and point.counts_samples else None


def _quantiles(point: Point) -> list[float | None]:
    if not point.launches:
        return [None] * len(QUANTILES)
    return [float(q) for q in np.quantile(point.times_s, list(QUANTILES.values()))]


def _rows(point: Point) -> Iterator[tuple[Cell, ...]]:
    point = point.by(MAKESPAN)
    request, launches = point.request, point.launches
    asked = (*_asked(point), _pairs(request.parameters), _pairs(request.env))
    columns = (
        *(launches.column(name) for name in ("block", "launch", "attempt")),
        launches.started_utc, point.times_s, launches.repetitions_s(),
        launches.kept("skew_bound_s"), launches.column("wall_s"),
        launches.shared(_answer), launches.column("line"),
    )  # fmt: skip
    for *numbers, times_s, skew_s, wall_s, answer, line in zip_equal(*columns):
        times = " ".join(f"{t:.12g}" for t in times_s)
        yield (*asked, *numbers, times, skew_s, wall_s, *answer, line)


def _answer(record: Record) -> tuple[str, float | None]:
    measured = record.result.measurement
    return (
        _pairs(measured.tallies),
        measured.estimate.z if measured.estimate else None,
    )


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{name}={value}" for name, value in pairs)
