# SPDX-License-Identifier: Apache-2.0
"""What an accuracy costs: samples, time and core-hours for a given error."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scaling.finding import Finding
from scaling.metrics.accuracy import deviation_of, figure_of_merit, samples_for, time_to
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.table import Column, Table, without_empty_columns
from scaling.words.text import clean

ORDER = 5

ERRORS = (1e-3, 1e-4, 1e-5, 1e-6)

_COLUMNS = (
    Column("kernel", "Kernel"),
    Column("error", "Error, 95 %", digits=1),
    Column("samples", "Samples", digits=2),
    Column("point", "At best on"),
    Column("time_to_accuracy_s", "Time needed", "s", digits=2),
    Column("core_hours", "Core-hours", digits=2),
    Column("gpu_hours", "GPU-hours", digits=2),
    Column("merit", "Merit", "1/core-s", digits=2),
    Column("merit_of_gpus", "Merit", "1/GPU-s", digits=2),
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One row for each kernel and error, on cores and on GPUs; no table where nothing
    is estimated."""
    able = [
        point
        for point in study.points
        if point.launches and time_to(point, ERRORS[0]) is not None
    ]
    able.sort(key=_what)
    rows = tuple(
        _row(study, error, points)
        for _, group in groupby(able, key=_what)
        for points in [list(group)]
        for error in ERRORS
    )
    note = (
        "Projected from the measured rate: start-up and set-up of a launch, then the "
        "samples that the estimate's standard error asks for. Merit is 1 / (variance "
        "of one sample x core-seconds of one sample): the higher, the better the "
        "estimator at equal cost."
    )
    title = "Time to accuracy (projected)"
    table = Table("accuracy", title, _COLUMNS, rows, (note,))
    return [without_empty_columns(table)] if rows else []


def _what(point: Point) -> tuple[str, str]:
    return point.request.kernel, point.request.unit


def _row(study: Study, error: float, points: list[Point]) -> tuple:
    best = min(points, key=lambda point: time_to(point, error))
    seconds, request, merit = time_to(best, error), best.request, figure_of_merit(best)
    hours = seconds * request.units / 3600
    costs = (
        (None, hours, None, merit) if request.devices else (hours, None, merit, None)
    )
    return (
        clean(request.kernel),
        error,
        samples_for(error, deviation_of(best)),
        study.label(request),
        seconds,
        *costs,
    )
