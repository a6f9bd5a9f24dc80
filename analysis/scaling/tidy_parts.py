# SPDX-License-Identifier: Apache-2.0
"""What is lost, phases and kernels as tables of base units, for exports."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.marks import mark_table
from scaling.metrics.losses import measured_in_mpi
from scaling.metrics.pop import measured_efficiencies
from scaling.metrics.program_parts import kernels_of, number_of, phases_of
from scaling.model.study import Study
from scaling.records.witness import KERNEL_NUMBERS, PHASE_NUMBERS
from scaling.table import Cell, Column, Table
from scaling.tidy import launch_metrics_table, metrics_table
from scaling.words.names import curve_slug

_FACTORS = ("curve", "point", "base", "factor", "value")
_PHASES = ("point", "phase", *PHASE_NUMBERS)
_KERNELS = ("point", "kernel", "pattern", "space", *KERNEL_NUMBERS)


def further_tables(study: Study) -> tuple[Table, ...]:
    """The tables of metrics, and `factors`, `phases` and `kernels`, as far as the study
    has any."""
    of_metrics = metrics_table(study), launch_metrics_table(study)
    of_parts = factors_table(study), phases_table(study), kernels_table(study)
    return tuple(table for table in (*of_metrics, *of_parts) if table.rows)


def factors_table(study: Study) -> Table:
    """One row a point of a curve and factor of its efficiency, 1 at best; the shares
    of the busiest rank's time in MPI stand with them, as `mpi_KIND`."""
    return _table(study, "factors", _FACTORS, _factors(study))


def phases_table(study: Study) -> Table:
    """One row a point and phase of its program."""
    return _table(study, "phases", _PHASES, _phases(study))


def kernels_table(study: Study) -> Table:
    """One row a point and kernel of Kokkos."""
    return _table(study, "kernels", _KERNELS, _kernels(study))


def _table(
    study: Study, slug: str, names: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]
) -> Table:
    columns = tuple(Column(name, name) for name in names)
    return mark_table(Table(slug, slug.capitalize(), columns, tuple(rows)), study)


def _factors(study: Study) -> Iterator[tuple[Cell, ...]]:
    for curve in study.curves:
        for row in curve.measured if curve.base else ():
            about = (curve_slug(study, curve), row.point.id, curve.base.point.id)
            found = {**measured_efficiencies(row.point, curve.base.point)}
            for kind, share in measured_in_mpi(row.point).items():
                found[f"mpi_{kind}"] = share
            for factor, value in found.items():
                yield (*about, factor, value)


def _phases(study: Study) -> Iterator[tuple[Cell, ...]]:
    for point in study.points:
        for phase in phases_of([point]):
            numbers = [number_of(point, phase, name) for name in PHASE_NUMBERS]
            if all(numbers):
                yield (point.id, phase.level, *numbers)


def _kernels(study: Study) -> Iterator[tuple[Cell, ...]]:
    for point in study.points:
        for kernel in kernels_of([point]):
            numbers = [number_of(point, kernel, name) for name in KERNEL_NUMBERS]
            if all(numbers):
                about = (kernel.name, kernel.pattern, kernel.space)
                yield (point.id, *about, *numbers)
