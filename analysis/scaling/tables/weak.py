# SPDX-License-Identifier: Apache-2.0
"""Table W: time, rate and efficiency at constant samples per core."""

from __future__ import annotations

from collections.abc import Sequence

from scaling import curve_table
from scaling.finding import Finding
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Column, Table

ORDER = 2


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:
    """One table for each weak curve."""
    return [_table(study, c, findings) for c in study.curves if c.kind == "weak"]


def _table(study: Study, curve: Curve, findings: Sequence[Finding]) -> Table:
    samples = [
        row.point.request.samples if curve.like.counts_samples else None
        for row in curve.rows
    ]
    columns = [
        *curve_table.resource_columns(curve),
        (Column("samples", "Samples", drop=6), samples),
        curve_table.value_column(curve),
        *curve_table.rate_columns(curve),
        curve_table.efficiency_column(curve),
        curve_table.speedup_column(curve, "scaled_speedup", "Scaled speedup", drop=2),
        *curve_table.factor_columns(curve),
        curve_table.ceiling_column(curve),
        curve_table.work_column(curve),
        curve_table.energy_column(curve),
        *curve_table.program_columns(curve),
        curve_table.reduction_column(curve),
        curve_table.error_column(curve),
        *curve_table.check_columns(study, curve, findings),
    ]
    return curve_table.make_table(study, curve, columns)
