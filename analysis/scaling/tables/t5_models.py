# SPDX-License-Identifier: Apache-2.0
"""Programs beside each other, and how far each is from the kernel at equal cores."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.curve import Curve, Row
from scaling.finding import Finding
from scaling.study import Study
from scaling.table import Cell, Column, Table, without_empty_columns
from scaling.units import rate_unit


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table, where a study has a program and something to compare it with."""
    curves = [curve for curve in study.curves if curve.kind == "strong"]
    names = {curve.like.kernel for curve in curves}
    if len(names) < 2 or not any(curve.like.is_program for curve in curves):
        return []
    pairs = [(curve, row) for curve in curves for row in curve.measured]
    reference = _reference(curves)
    unit, factor = rate_unit(row.point.rate.value for _, row in pairs)
    columns = (
        Column("model", "Model"),
        Column("cores", "Cores"),
        Column("samples_per_s", "Rate", unit, factor),
        Column("speedup", "Speedup"),
        Column("efficiency", "Efficiency", "%", 100.0),
        Column("factor", "Kernel rate / rate", short="Factor"),
    )
    rows = tuple(_row(curve, row, reference) for curve, row in pairs)
    table = Table("models", "Models side by side", columns, rows, _notes(curves))
    return [without_empty_columns(table)]


def _reference(curves: Sequence[Curve]) -> dict[int, float]:
    """Cores -> the best rate of a kernel of ours."""
    rates: dict[int, float] = {}
    for curve in curves:
        if not curve.like.is_program:
            for row in curve.measured:
                rate = row.point.rate.value
                rates[row.cores] = max(rate, rates.get(row.cores, 0.0))
    return rates


def _row(curve: Curve, row: Row, reference: dict[int, float]) -> tuple[Cell, ...]:
    rate = row.point.rate.value
    best = reference.get(row.cores)
    return (
        curve.like.kernel,
        row.cores,
        rate,
        row.speedup,
        row.efficiency,
        best / rate if best else None,
    )


def _notes(curves: Sequence[Curve]) -> tuple[str, ...]:
    note = (
        "Speedup and efficiency are relative to the same model on the fewest cores; "
        "rates are samples per second at the median time."
    )
    kernels = sorted({c.like.kernel for c in curves if not c.like.is_program})
    if not kernels:
        return (note,)
    return (
        note,
        f"The factor divides the rate of the kernel ({', '.join(kernels)}) on as "
        "many cores by that of the model; their sample counts may differ.",
    )
