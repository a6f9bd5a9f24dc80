# SPDX-License-Identifier: Apache-2.0
"""Every launch of every point, with all its repetitions: the raw data, as CSV."""

from __future__ import annotations

from scaling.formats import csv
from scaling.point import Launch, Point
from scaling.simulated import mark_table
from scaling.study import Study
from scaling.table import Cell, Column, Table

FILE = "launches.csv"
FORMAT = "csv"

_NAMES = (
    "point", "series", "kernel", "samples", "nodes", "ranks", "threads", "cores",
    "backend", "launcher", "seed", "parameters", "env", "block", "launch", "attempt",
    "started_utc", "time_s", "repetition_times_s", "skew_bound_s", "wall_s", "tallies",
    "z", "journal_line",
)  # fmt: skip


def render(study: Study) -> str:
    """One row a launch; the times of its repetitions are separated by spaces."""
    return csv.render(mark_table(make_table(study), study))


def make_table(study: Study) -> Table:
    """The same rows for other formats."""
    columns = tuple(Column(name, name) for name in _NAMES)
    rows = tuple(_row(p, launch) for p in study.points for launch in p.launches)
    return Table("launches", "Launches", columns, rows)


def _row(point: Point, launch: Launch) -> tuple[Cell, ...]:
    request, record, measured = point.request, launch.record, launch.measurement
    return (
        point.id, " ".join(point.series), request.kernel, request.samples,
        request.nodes, request.ranks, request.threads, request.cores,
        request.backend, request.launcher, request.seed, _pairs(request.parameters),
        _pairs(request.env), record.block, record.launch, record.attempt,
        record.started_utc, launch.time_s,
        " ".join(f"{t:.12g}" for t in measured.makespan_s), launch.skew_bound_s,
        record.wall_s, _pairs(measured.tallies),
        measured.estimate.z if measured.estimate else None, record.line,
    )  # fmt: skip


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{name}={value}" for name, value in pairs)
