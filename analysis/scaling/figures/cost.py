# SPDX-License-Identifier: Apache-2.0
"""Time against cost, with the points that no other beats at both."""

from __future__ import annotations

from typing import Any

from scaling.draw.palette import BLUE, GREY, VERMILION, legend_below
from scaling.figure import Figure, make_figure
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.names import curve_slug, curve_title, point_columns
from scaling.words.text import count, number, plural

ORDER = 10

FEWEST = 3
MOST_LABELS = 14
CAPTION = (
    "Median time with its exact 95 % interval against the {unit}-seconds of one run; "
    "labels are {unit}s. Joined are the points that no other beats in time and cost."
)


def make(study: Study) -> list[Figure]:
    """Strong curves: at constant work, more units are bought with unit-seconds.

    None by a rate: a program may run for a fixed time, whatever it gets done.
    """
    return [
        _figure(study, curve)
        for curve in ([] if study.metric.is_rate else study.curves)
        if curve.kind == "strong" and len(curve.measured) >= FEWEST
    ]


def cost_s(row: Row) -> float:
    """Core- or GPU-seconds of the timed region."""
    return row.units * row.point.time_s.value


def front(rows: list[Row]) -> list[Row]:
    """The rows that no other beats in both, by cost."""
    best: list[Row] = []
    for row in sorted(rows, key=lambda r: (cost_s(r), r.point.time_s.value)):
        if not best or row.point.time_s.value < best[-1].point.time_s.value:
            best.append(row)
    return best


def _figure(study: Study, curve: Curve) -> Figure:
    slug = f"cost-{curve_slug(study, curve)}"
    title = f"Time and cost: {curve_title(curve)}"
    best = front(list(curve.measured))
    alt = (
        f"{plural(len(best), 'point')} of {len(curve.measured)} are best, from "
        f"{number(best[0].point.time_s.value)} s for {number(cost_s(best[0]))} "
        f"{curve.unit}-seconds to {number(best[-1].point.time_s.value)} s for "
        f"{number(cost_s(best[-1]))}."
    )
    rows, unit = curve.measured, curve.unit
    columns = [
        *point_columns(rows, unit),
        (Column(f"{unit.lower()}_seconds", f"Cost ({unit}-s)"), [*map(cost_s, rows)]),
        (Column("time_s", "Time (s)"), [row.point.time_s for row in rows]),
        (Column("best", "Best"), [int(row in best) for row in rows]),
    ]
    return make_figure(
        slug, title, CAPTION.format(unit=unit), alt, columns,
        lambda figure: _draw(figure, curve, best),
    )  # fmt: skip


def _draw(figure: Any, curve: Curve, best: list[Row]) -> None:
    from scaling.draw.intervals import distances, plain_numbers, time_axis

    axes = figure.add_subplot()
    rows = list(curve.measured)
    times = [row.point.time_s for row in rows]
    axes.errorbar(
        [cost_s(row) for row in rows], [t.value for t in times], yerr=distances(times),
        fmt="o", color=BLUE, markersize=4, capsize=2, elinewidth=0.8, label="point",
    )  # fmt: skip
    axes.plot(
        [cost_s(row) for row in best], [row.point.time_s.value for row in best], "-",
        color=VERMILION, linewidth=1.0, label="no other is better", zorder=1,
    )  # fmt: skip
    is_one_each = len({row.units for row in rows}) == len(rows) <= MOST_LABELS
    named = rows if is_one_each else best[:: -(-len(best) // MOST_LABELS)]
    for row in named:
        at = (cost_s(row), row.point.time_s.value)
        axes.annotate(
            count(row.units), at, xytext=(4, 3), textcoords="offset points",
            ha="left", va="bottom", fontsize=6.5, color=GREY,
        )  # fmt: skip
    axes.set_xlim(0, 1.08 * max(cost_s(row) for row in rows))
    time_axis(
        axes,
        min(t.low or t.value for t in times),
        max(t.high or t.value for t in times),
    )
    plain_numbers(axes.xaxis)
    axes.set_xlabel(f"Cost ({curve.unit}-seconds)")
    axes.set_ylabel("Time (s)")
    axes.grid(color="#DDDDDD", linewidth=0.5)
    legend_below(axes, 2)
