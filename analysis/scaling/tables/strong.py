# SPDX-License-Identifier: Apache-2.0
"""Table S: time, rate, speedup and efficiency at constant samples."""

from __future__ import annotations

from collections.abc import Sequence

from scaling import curve_table
from scaling.finding import Finding
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Table

ORDER = 1


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:
    """One table for each strong curve."""
    return [_table(study, c, findings) for c in study.curves if c.kind == "strong"]


def _table(study: Study, curve: Curve, findings: Sequence[Finding]) -> Table:
    columns = [
        *curve_table.resource_columns(curve),
        curve_table.value_column(curve),
        *curve_table.rate_columns(curve),
        curve_table.speedup_column(curve, "speedup", "Speedup", drop=0),
        curve_table.efficiency_column(curve),
        curve_table.karp_flatt_column(curve),
        *curve_table.factor_columns(curve),
        curve_table.ceiling_column(curve),
        curve_table.work_column(curve),
        curve_table.cost_column(curve),
        curve_table.energy_column(curve),
        *curve_table.program_columns(curve),
        *curve_table.check_columns(study, curve, findings),
    ]
    return curve_table.make_table(study, curve, columns)
