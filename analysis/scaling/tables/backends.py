# SPDX-License-Identifier: Apache-2.0
"""Backends on common axes: rate by node, cost in node-hours, energy in joules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaling.finding import Finding
from scaling.metrics.cost import node_hours, unit_hours
from scaling.metrics.energy import energy_j, energy_of
from scaling.model.backend_comparison import (
    BackendComparison,
    backend_name,
    best_by_node,
    make_backend_comparisons,
)
from scaling.model.curve import Row
from scaling.model.point import Point
from scaling.model.ratio import ratio_of_rates
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.table import Cell, Column, Table, without_empty_columns
from scaling.words.names import NODES
from scaling.words.text import number, slug
from scaling.words.units import rate_unit, time_unit

ORDER = 9


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table for each kernel with several backends, GPUs or energies."""
    return [_table(study, comparison) for comparison in make_backend_comparisons(study)]


def _table(study: Study, comparison: BackendComparison) -> Table:
    best = [
        (backend_name(study, curve), row)
        for curve in comparison.curves
        for row in best_by_node(curve)
    ]
    best.sort(key=lambda pair: pair[1].point.request.nodes)
    time, seconds = time_unit(row.point.time_s.value for _, row in best)
    unit, factor = rate_unit(_rate_per_node(row.point) for _, row in best)
    columns = (
        Column("backend", "Backend"),
        NODES,
        Column("cores", "Cores"),
        Column("gpus", "GPUs"),
        Column("time_s", "Time [95 % CI]", time, seconds, brief=1),
        Column("samples_per_s_per_node", "Rate per node", unit, factor),
        Column("factor", "Over cores [95 % CI]", brief=1),
        Column("node_hours_per_sample", "Cost", "node-h/1e12", 1e12),
        Column("core_hours", "Core-h", drop=1),
        Column("gpu_hours", "GPU-h", drop=1),
        Column("joules_per_sample", "Energy", "J/1e9", 1e9),
        Column("energy_of", "Energy of", drop=2),
        Column("n", "n"),
    )
    rows = tuple(
        _row(study, name, row, _reference(comparison, row)) for name, row in best
    )
    return without_empty_columns(
        Table(
            slug=slug(f"backends-{comparison.slug}"),
            title=f"Backends by node, cost and energy: {comparison.title}",
            columns=columns,
            rows=rows,
            notes=tuple(_notes(study, comparison)),
            points=frozenset(row.point.id for _, row in best),
        )
    )


def _row(
    study: Study, name: str, row: Row, reference: Point | None
) -> tuple[Cell, ...]:
    point, is_gpu = row.point, row.unit == "GPU"
    request, joules, hours = point.request, energy_j(point), unit_hours(point)
    return (
        name,
        request.nodes,
        request.cores,
        request.devices or None,
        point.time_s,
        _rate_per_node(point),
        _ratio(point, reference),
        node_hours(study, point) / request.samples,
        None if is_gpu else hours,
        hours if is_gpu else None,
        None if joules is None else joules / request.samples,
        energy_of(point),
        len(point.counted_s),
    )


def _rate_per_node(point: Point) -> float:
    return point.rate.value / point.request.nodes


def _reference(comparison: BackendComparison, row: Row) -> Point | None:
    """The fastest point on cores of as many nodes; None where there is none."""
    able = [
        other.point
        for other in comparison.rows
        if other.unit == "core" and other.point.request.nodes == row.point.request.nodes
    ]
    return max(able, key=lambda point: point.rate.value, default=None)


def _ratio(point: Point, reference: Point | None) -> Measured | None:
    if reference is None:
        return None
    if point is reference:
        return Measured(1.0)
    return ratio_of_rates(point, reference).measured


def _notes(study: Study, comparison: BackendComparison) -> Iterator[str]:
    yield (
        "On each number of nodes the fastest point of each backend; over cores: its "
        "rate over that of the fastest one on cores of as many nodes. Ranks are no "
        "axis: what one of them is differs."
    )
    yield (
        "Cost is the time of the timed region times the share of the nodes that the "
        "point occupies, of cores or of GPUs, whichever is larger; a node has as many "
        "GPUs as were used on one. Nodes of different kinds may differ in price: then "
        "compare core-hours and GPU-hours by yours."
    )
    cheapest = min(
        comparison.rows,
        key=lambda r: node_hours(study, r.point) / r.point.request.samples,
    )
    share = node_hours(study, cheapest.point) / cheapest.point.request.samples
    yield (
        f"Least cost of all points: {number(1e12 * share)} node-hours for 1e12 "
        f"samples, {study.label(cheapest.point.request)}."
    )
    if comparison.energies:
        yield (
            "Energy is of a repetition, by the counters named beside it; what has no "
            "counter is in none."
        )
