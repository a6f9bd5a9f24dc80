# SPDX-License-Identifier: Apache-2.0
"""Backends on common axes: the rate over nodes, over cost and over energy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaling.draw.palette import COLOURS, MOST_CURVES, PALE, legend_below
from scaling.figure import Figure, make_figure
from scaling.metrics.cost import node_hours
from scaling.metrics.energy import energy_j, energy_of
from scaling.model.backend_comparison import (
    BackendComparison,
    backend_name,
    best_by_node,
    make_backend_comparisons,
)
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.names import NODES, point_columns
from scaling.words.text import clean, number, plural, slug

ORDER = 2

PANEL_INCHES = 1.45
CAPTION = (
    "Samples per second at the median time with its 95 % interval. Top: the fastest "
    "point on each number of nodes; lines join one backend's. Below, further to the "
    "left is better: what 1e9 samples cost, in seconds of a whole node (the larger "
    "share of its cores or of its GPUs that a point occupies, times its time)"
)


def make(study: Study) -> list[Figure]:
    """One figure for each kernel with several backends, GPUs or energies."""
    return [
        _figure(study, comparison) for comparison in make_backend_comparisons(study)
    ]


def cost_s(study: Study, row: Row) -> float:
    """Node-seconds of 1e9 samples."""
    samples = row.point.request.samples
    return 3600e9 * node_hours(study, row.point) / samples


def joules(row: Row) -> float | None:
    """Joules of 1e9 samples."""
    found = energy_j(row.point)
    return None if found is None else 1e9 * found / row.point.request.samples


def _figure(study: Study, comparison: BackendComparison) -> Figure:
    rows = comparison.rows
    columns = [
        (
            Column("backend", "Backend"),
            [backend_name(study, c) for c in comparison.curves for _ in c.measured],
        ),
        (NODES, [row.point.request.nodes for row in rows]),
        *point_columns(rows),
        (Column("units", "Cores or GPUs"), [row.units for row in rows]),
        (
            Column("node_s_per_1e9_samples", "Cost (node-s/1e9)"),
            [cost_s(study, row) for row in rows],
        ),
        (Column("j_per_1e9_samples", "Energy (J/1e9)"), [*map(joules, rows)]),
        (Column("samples_per_s", "Samples/s"), [row.point.rate for row in rows]),
    ]
    shown = sorted(comparison.curves, key=lambda curve: -_best(curve).point.rate.value)
    words = (
        f"{backend_name(study, curve)}: {number(row.point.rate.value)} samples per "
        f"second on {plural(row.point.request.nodes, 'node')}"
        for curve in shown
        for row in [_best(curve)]
    )
    return make_figure(
        slug(f"backends-{comparison.slug}"),
        f"Backends by node, cost and energy: {comparison.title}",
        _caption(comparison),
        f"At best, {'; '.join(words)}.",
        columns,
        lambda figure: _draw(figure, study, comparison, shown[:MOST_CURVES]),
    )


def _best(curve: Curve) -> Row:
    return max(curve.measured, key=lambda row: row.point.rate.value)


def _caption(comparison: BackendComparison) -> str:
    parts = sorted({energy_of(row.point) for row in comparison.rows} - {""})
    energy = f"; and the energy of {' or of '.join(parts)}" if parts else ""
    left = len(comparison.curves) - MOST_CURVES
    more = f" The {MOST_CURVES} fastest backends are shown." if left > 0 else ""
    return f"{CAPTION}{energy}.{more}"


def _draw(
    figure: Any, study: Study, comparison: BackendComparison, curves: list[Curve]
) -> None:
    from scaling.draw.intervals import decades, log_ticks, plain_ticks, units_axis

    panels = 3 if comparison.energies else 2
    figure.set_figheight(PANEL_INCHES * panels + 0.2)
    nodes, *others = figure.subplots(panels, 1, sharey=True)
    for index, curve in enumerate(curves):
        _points(nodes, best_by_node(curve), index, _nodes, backend_name(study, curve))
    units_axis(nodes, sorted({r.point.request.nodes for r in comparison.rows}), "node")
    amounts: list[tuple[Callable[[Row], float | None], str]] = [
        (lambda row: cost_s(study, row), "Cost of 1e9 samples (node-seconds)"),
        (joules, "Energy of 1e9 samples (J)"),
    ]
    for axes, (amount, label) in zip(others, amounts):
        for index, curve in enumerate(curves):
            _points(axes, list(curve.measured), index, amount)
        found = [x for row in comparison.rows if (x := amount(row))]
        low, high = min(found) / 2, max(found) * 2
        axes.set_xscale("log")
        axes.set_xlim(low, high)
        plain_ticks(axes.xaxis, log_ticks(low, high))
        axes.set_xlabel(label)
    rates = [row.point.rate for row in comparison.rows]
    low, high = (
        min(r.low or r.value for r in rates),
        max(r.high or r.value for r in rates),
    )
    nodes.set_yscale("log")
    decades(nodes.yaxis, low, high)
    nodes.set_ylim(low / 2, high * 2)
    for axes in (nodes, *others):
        axes.set_ylabel("Samples/s")
        axes.grid(color=PALE, linewidth=0.5)
    legend_below(others[-1], 2, offset=-0.42, source=nodes)


def _nodes(row: Row) -> float:
    return row.point.request.nodes


def _points(
    axes: Any,
    rows: list[Row],
    index: int,
    amount: Callable[[Row], float | None],
    label: str = "",
) -> None:
    """Joined where there is a label: over nodes, and not over what is no order."""
    from scaling.draw.intervals import MARKERS, distances

    known = [(x, row.point.rate) for row in rows if (x := amount(row)) is not None]
    if not known:
        return
    axes.errorbar(
        [x for x, _ in known], [rate.value for _, rate in known],
        yerr=distances([rate for _, rate in known]), fmt=MARKERS[index],
        linestyle="-" if label else "none", label=clean(label) or None, linewidth=1.0,
        color=COLOURS[index], markersize=4, capsize=2, elinewidth=0.9,
    )  # fmt: skip
