# SPDX-License-Identifier: Apache-2.0
"""Every point with its launches' quantiles, and how many launches are outliers."""

from __future__ import annotations

import numpy as np

from scaling.formats import csv
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.simulated import mark_table
from scaling.statistics.outliers import outliers
from scaling.table import Cell, Column, Table

FILE = "points.csv"
FORMAT = "csv"

QUANTILES = {
    "min_s": 0.0, "q25_s": 0.25, "median_s": 0.5, "q75_s": 0.75, "q95_s": 0.95,
    "max_s": 1.0,
}  # fmt: skip

_NAMES = (
    "point", "series", "kernel", "samples", "nodes", "ranks", "threads", "cores",
    "gpus",
    "backend", "launcher", "seed", "n", "outliers", "failed", "stop", "time_s",
    *QUANTILES, "samples_per_s",
)  # fmt: skip


def render(study: Study) -> str:
    """One row a planned point, the ones without a launch included."""
    return csv.render(mark_table(make_table(study), study))


def make_table(study: Study) -> Table:
    """The points as a table, for other formats too."""
    columns = tuple(Column(name, name) for name in _NAMES)
    rows = tuple(_row(point) for point in study.points)
    return Table("points", "Points", columns, rows)


def _row(point: Point) -> tuple[Cell, ...]:
    request = point.request
    return (
        point.id, " ".join(point.series), request.kernel, request.samples,
        request.nodes, request.ranks, request.threads, request.cores,
        request.devices,
        request.backend, request.launcher, request.seed, len(point.launches),
        len(outliers(point.times_s)), len(point.failed), point.stop,
        point.time_s if point.launches else None,
        *_quantiles(point), point.rate.value if point.launches else None,
    )  # fmt: skip


def _quantiles(point: Point) -> list[float | None]:
    if not point.launches:
        return [None] * len(QUANTILES)
    return [float(q) for q in np.quantile(point.times_s, list(QUANTILES.values()))]
