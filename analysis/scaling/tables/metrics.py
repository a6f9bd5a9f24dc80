# SPDX-License-Identifier: Apache-2.0
"""The further metrics of the study, each along the curves of the leading one."""

from __future__ import annotations

from collections.abc import Sequence

from scaling import curve_table
from scaling.finding import Finding
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import METRICS, Column, Table, table_of, without_empty_columns
from scaling.words.names import curve_slug, curve_title

ORDER = 10


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table for each of them and each curve: value, speedup, efficiency."""
    return [_table(study, curve) for curve in study.further]


def _table(study: Study, curve: Curve) -> Table:
    counts = [len(row.point.counted_s) for row in curve.rows]
    speedup = "speedup" if curve.kind == "strong" else "scaled_speedup"
    columns = [
        *curve_table.resource_columns(curve),
        curve_table.value_column(curve),
        curve_table.speedup_column(
            curve, speedup, speedup.replace("_", " ").capitalize(), drop=0
        ),
        curve_table.efficiency_column(curve),
        (Column("n", "n"), counts),
    ]
    return without_empty_columns(
        table_of(
            slug=curve_slug(study, curve),
            title=curve_title(curve),
            columns=columns,
            notes=_notes(curve),
            section=METRICS,
        )
    )


def _notes(curve: Curve) -> tuple[str, ...]:
    found = [curve_table.how_measured(curve.metric), *curve_table.gaps(curve)]
    if curve.metric.makes_ratios:
        base = "Base: none, so no ratio: the leading curve's gave no value above 0"
        if curve.base:
            base = curve_table.measured_base(curve)
        found.insert(0, f"{base}.")
    return tuple(found)
