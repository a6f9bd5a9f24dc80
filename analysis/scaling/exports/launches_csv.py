# SPDX-License-Identifier: Apache-2.0
"""Every launch of every point, with all its repetitions: the raw data, as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.formats import csv
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.read.record import Record
from scaling.simulated import mark_table
from scaling.table import Cell, Column, Table
from scaling.zipped import zip_equal

FILE = "launches.csv"
FORMAT = "csv"

_NAMES = (
    "point", "series", "kernel", "samples", "nodes", "ranks", "threads", "cores",
    "gpus",
    "backend", "launcher", "seed", "parameters", "env", "block", "launch", "attempt",
    "started_utc", "time_s", "repetition_times_s", "skew_bound_s", "wall_s", "tallies",
    "z", "journal_line",
)  # fmt: skip


def render(study: Study) -> str:
    """One row a launch; the times of its repetitions are separated by spaces."""
    return csv.render(mark_table(make_table(study), study))


def make_table(study: Study) -> Table:
    """The launches as a table, for other formats too."""
    columns = tuple(Column(name, name) for name in _NAMES)
    rows = tuple(row for point in study.points for row in _rows(point))
    return Table("launches", "Launches", columns, rows)


def _rows(point: Point) -> Iterator[tuple[Cell, ...]]:
    request, launches = point.request, point.launches
    asked = (
        point.id, " ".join(point.series), request.kernel, request.samples,
        request.nodes, request.ranks, request.threads, request.cores,
        request.devices,
        request.backend, request.launcher, request.seed, _pairs(request.parameters),
        _pairs(request.env),
    )  # fmt: skip
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
