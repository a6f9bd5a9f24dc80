# SPDX-License-Identifier: Apache-2.0
"""The table of a curve for a terminal: at most seven columns, all that a job needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling.job_columns import (
    Filled,
    efficiency_column,
    lost_to_column,
    speedup_column,
    value_column,
)
from scaling.metrics.losses import losses
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.record import DISTURBED
from scaling.statistics.measured import Measured
from scaling.table import (
    Column,
    Table,
    table_of,
    without_empty_columns,
    without_idle_marks,
)
from scaling.words import text
from scaling.words.names import (
    NODES,
    base_briefly,
    curve_slug,
    short_label,
    units_column,
)
from scaling.words.text import clean


def brief_table(study: Study, curve: Curve) -> Table:
    """Resources, time, speedup, efficiency, and what it was lost to."""
    columns = [
        _as_counts(units_column(curve.unit), [row.units for row in curve.rows]),
        _nodes(curve),
        _shapes(curve),
        value_column(curve),
        _speedup(curve),
        efficiency_column(curve),
        lost_to_column(curve.rows, [_loss(curve, row) for row in curve.rows]),
    ]
    table = table_of(curve_slug(study, curve), brief_title(study, curve), columns)
    return without_empty_columns(without_idle_marks(table))


def brief_title(study: Study, curve: Curve) -> str:
    """Of a curve in its study: `pi, strong scaling: 5e10 samples, base 1 core`."""
    metric = clean(curve.metric.name)
    head = f"{clean(curve.like.kernel)}, {curve.kind} scaling"
    # What is said already is the kernel, and how much work there is.
    known = ("", clean(curve.like.kernel))
    label = short_label(study, curve).split(", ")
    more = [part for part in label if part not in known and " samples " not in part]
    told = ", ".join(part for part in (_samples(curve), *more, _base(curve)) if part)
    return f"{head}{f' by {metric}' if metric else ''}: {told}"


def _samples(curve: Curve) -> str:
    if not curve.like.counts_samples:
        return ""
    each = "" if curve.kind == "strong" else f" per {curve.unit}"
    return f"{text.count(curve.like.samples)} samples{each}"


def _base(curve: Curve) -> str:
    if curve.base is None:
        return "no base was measured"
    return f"base {base_briefly(curve)}"


def _as_counts(column: Column, counts: Sequence[int | None]) -> Filled:
    return replace(column, decimals=0), [
        None if n is None else Measured(float(n)) for n in counts
    ]


def _nodes(curve: Curve) -> Filled:
    nodes = [row.point.request.nodes for row in curve.rows]
    several = max(nodes) > 1
    return _as_counts(replace(NODES, drop=3), nodes if several else [None] * len(nodes))


def _shapes(curve: Curve) -> Filled:
    """Ranks and threads, where the cores do not tell them."""
    requests = [row.point.request for row in curve.rows]
    column = Column("shape", "Ranks x threads", short="Shape", drop=4)
    if all(r.threads == 1 or r.imported for r in requests):
        return column, [None] * len(requests)
    return column, [f"{r.ranks}x{r.threads}" for r in requests]


def _speedup(curve: Curve) -> Filled:
    """Its interval is that of the efficiency; where the work grows there is none."""
    column, cells = speedup_column(curve)
    if curve.kind == "weak":
        return column, [None] * len(cells)
    if column.decimals is None and all(c is None or c.value >= 1 for c in cells):
        column = replace(column, decimals=0)
    return replace(column, brief=0), [cell and Measured(cell.value) for cell in cells]


def _loss(curve: Curve, row: Row) -> str:
    if not row.point.launches:
        return (
            ", ".join(sorted({r.verdict for r in row.point.failed})) or "not measured"
        )
    if row.point.is_disturbed:
        return DISTURBED
    return next((loss.name for loss in losses(curve, row)), "")
