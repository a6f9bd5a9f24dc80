# SPDX-License-Identifier: Apache-2.0
"""Phases of a program and its kernels of Kokkos: what each takes, and how it scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling import curve_table
from scaling.finding import Finding
from scaling.metrics.program_parts import (
    Part,
    efficiency_of,
    kernels_of,
    number_of,
    phases_of,
)
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.witness import Kernel
from scaling.statistics.measured import Measured
from scaling.table import (
    CI,
    Cell,
    Column,
    Columns,
    Table,
    table_of,
    without_empty_columns,
)
from scaling.words.names import curve_slug, curve_title
from scaling.words.text import plural

ORDER = 12

MOST_KERNELS = 12
LEAST_SHARE = 0.001
"""Of a table: those that take longest, and of the time at any point no less than that;
study.json has all that the records have."""
ON_GPUS = ("Cuda", "HIP", "OpenMPTarget", "SYCL", "OpenACC")
_OF_EACH = (
    "Efficiency: as that of the whole, by the time of the part alone. Intervals are of "
    "95 %, of medians over launches and of ratios of launches in the same blocks."
)
_OF_PHASES = (
    "A phase is from MPI_Pcontrol(n) to the next call of it. Time: of the rank that "
    "was longest in it, all its visits together; in MPI: of the mean rank; balance: "
    "the time outside of MPI of the mean rank over that of the busiest.",
    _OF_EACH,
)
_OF_KERNELS = (
    "Time: of the rank that was longest in it, all its calls together; balance: "
    "the time of the mean rank over that.",
    _OF_EACH,
)
_OF_GPUS = (
    "The time of a kernel of a GPU is that of its start alone, since nothing waits for "
    "its end but the program."
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """A table of phases and one of kernels for each curve that has any."""
    tables = []
    for curve in study.curves:
        points = [row.point for row in curve.measured]
        if rows := _with(curve, phases_of(points)):
            tables.append(_phases(study, curve, rows))
        kernels = kernels_of(points)
        shown = _largest(curve, kernels)
        if rows := _with(curve, shown):
            left = len(kernels) - len(shown)
            tables.append(_kernels(study, curve, rows, left))
    return tables


Rows = Sequence[tuple[Part, Row]]


def _phases(study: Study, curve: Curve, rows: Rows) -> Table:
    columns = [
        (Column("phase", "Phase"), [part.level for part, _ in rows]),
        *_numbers(curve, rows),
        (
            Column("mpi_s", f"In MPI {CI}", "ms", 1e3, brief=2, drop=1),
            [number_of(row.point, part, "mpi_s") for part, row in rows],
        ),
        _balance(rows, "useful_mean_s", "useful_max_s"),
    ]
    title = f"Phases: {curve_title(curve)}"
    slug = f"phases-{curve_slug(study, curve)}"
    return _table(slug, title, columns, _OF_PHASES)


def _kernels(study: Study, curve: Curve, rows: Rows, left: int) -> Table:
    """`left` kernels are not in it."""
    columns = [
        (Column("kernel", "Kernel"), [part.name for part, _ in rows]),
        (Column("pattern", "Pattern", drop=3), [part.pattern for part, _ in rows]),
        (Column("space", "Space", drop=3), [part.space for part, _ in rows]),
        *_numbers(curve, rows),
        _balance(rows, "mean_s", "time_s"),
    ]
    notes = list(_OF_KERNELS)
    if left > 0:
        others = plural(left, "kernel")
        notes.append(f"Not shown: {others} that took less time; study.json has them.")
    if any(part.space in ON_GPUS for part, _ in rows):
        notes.append(_OF_GPUS)
    title = f"Kernels of Kokkos: {curve_title(curve)}"
    slug = f"kokkos-{curve_slug(study, curve)}"
    return _table(slug, title, columns, notes)


def _largest(curve: Curve, kernels: Sequence[Kernel]) -> list[Kernel]:
    """The ones to be shown, the largest first."""
    shares = {
        kernel: max((_share(row, kernel) or 0.0 for row in curve.measured), default=0)
        for kernel in kernels
    }
    ordered = sorted(kernels, key=lambda kernel: -shares[kernel])
    return [k for k in ordered[:MOST_KERNELS] if shares[k] >= LEAST_SHARE]


def _with(curve: Curve, parts: Sequence[Part]) -> Rows:
    """The rows of one part together, where they have it."""
    return [
        (part, row)
        for part in parts
        for row in curve.measured
        if number_of(row.point, part, "time_s")
    ]


def _numbers(curve: Curve, rows: Rows) -> Columns:
    alone = replace(curve, rows=tuple(row for _, row in rows))
    return [
        *curve_table.resource_columns(alone),
        (
            Column("count", "Count", drop=2),
            [_count(row, part) for part, row in rows],
        ),
        (
            Column("time_s", f"Time {CI}", "s", brief=3),
            [number_of(row.point, part, "time_s") for part, row in rows],
        ),
        (
            Column("share", "Share", "%", 100.0, drop=2),
            [_share(row, part) for part, row in rows],
        ),
        (
            Column("efficiency", f"Efficiency {CI}", "%", 100.0, brief=2),
            [efficiency_of(curve, row, part) for part, row in rows],
        ),
    ]


def _count(row: Row, part: Part) -> Cell:
    found = number_of(row.point, part, "count")
    return round(found.value) if found else None


def _share(row: Row, part: Part) -> Cell:
    """Of the program's time between MPI_Init and MPI_Finalize."""
    time, program_s = (
        number_of(row.point, part, "time_s"),
        row.point.number("program_s"),
    )
    return time.value / program_s if time and program_s else None


def _balance(rows: Rows, mean: str, most: str) -> tuple[Column, list[Cell]]:
    """Nothing where all points have one rank."""
    is_alone = all(row.point.request.ranks == 1 for _, row in rows)
    pairs = [
        (number_of(row.point, part, mean), number_of(row.point, part, most))
        for part, row in rows
    ]
    return Column("load_balance", "Balance", "%", 100.0, drop=1), [
        None if is_alone else _ratio(*pair) for pair in pairs
    ]


def _ratio(over: Measured | None, under: Measured | None) -> float | None:
    return over.value / under.value if over and under and under.value else None


def _table(slug: str, title: str, columns: Columns, notes: Sequence[str]) -> Table:
    return without_empty_columns(table_of(slug, title, columns, notes=tuple(notes)))
