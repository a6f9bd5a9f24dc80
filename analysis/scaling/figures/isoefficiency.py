# SPDX-License-Identifier: Apache-2.0
"""The samples that keep an efficiency, over cores, among what was measured."""

from __future__ import annotations

from typing import Any

from scaling.draw.palette import COLOURS, legend_below
from scaling.figure import Figure, make_figure
from scaling.model.grid import TARGETS, Grid, make_grids
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.table import Column
from scaling.words.names import family_slug, family_title, units_column
from scaling.words.text import count, percents, plural
from scaling.zipped import zip_equal

ORDER = 12

CAPTION = (
    "Lines of equal efficiency{intervals}: as many samples keep it on as many "
    "{unit}s. Squares are what was measured, the darker the less efficient."
)
_MARKERS = "os^D"

Line = tuple[float, list[tuple[int, Measured]]]
"""An efficiency, and the samples for it by cores."""


def make(study: Study) -> list[Figure]:
    """One figure for each grid in which some efficiency has a line."""
    found = ((grid, _lines(grid)) for grid in make_grids(study.curves))
    return [_figure(study, grid, lines) for grid, lines in found if lines]


def _lines(grid: Grid) -> list[Line]:
    lines = []
    for target in TARGETS:
        found = ((cores, grid.samples_for(cores, target)) for cores in grid.cores)
        known = [(c, samples) for c, samples in found if isinstance(samples, Measured)]
        if known:
            lines.append((target, known))
    return lines


def _figure(study: Study, grid: Grid, lines: list[Line]) -> Figure:
    slug = f"equal-efficiency-{family_slug(study, grid.curves[0])}"
    title = f"Isoefficiency: {family_title(grid.curves[0])}"
    ends = [
        f"{percents(target)} needs {count(round(known[-1][1].value))} samples on "
        f"{plural(known[-1][0], grid.unit)}"
        for target, known in lines
    ]
    marks = [(100 * target, *mark) for target, known in lines for mark in known]
    percent, cores, samples = zip_equal(*marks)
    intervals = " with 95 % intervals" if grid.has_intervals else ""
    columns = [
        (Column("efficiency_percent", "Efficiency (%)"), percent),
        (units_column(grid.unit), cores),
        (Column("samples", "Samples"), samples),
    ]
    return make_figure(
        slug, title, CAPTION.format(unit=grid.unit, intervals=intervals),
        f"Samples against {grid.unit}s: {'; '.join(ends)}.", columns,
        lambda figure: _draw(figure, grid, lines),
    )  # fmt: skip


def _draw(figure: Any, grid: Grid, lines: list[Line]) -> None:
    from scaling.draw.intervals import decades, distances, units_axis

    axes = figure.add_subplot()
    marks = [
        (row.units, curve.like.samples, 100 * row.efficiency.value)
        for curve in grid.curves
        for row in curve.measured
    ]
    x, y, shade = zip_equal(*marks)
    axes.scatter(
        x, y, c=shade, cmap="cividis", vmin=0, vmax=100, marker="s", s=60, alpha=0.6,
        linewidths=0, zorder=1,
    )  # fmt: skip
    for index, (target, known) in enumerate(lines):
        values = [samples for _, samples in known]
        axes.errorbar(
            [cores * (1 + 0.02 * index) for cores, _ in known],
            [samples.value for samples in values],
            yerr=distances(values),
            color=COLOURS[index], marker=_MARKERS[index], markersize=4, linewidth=1.1,
            capsize=2, elinewidth=0.9, label=f"{percents(target)}", zorder=3,
        )  # fmt: skip
    axes.set_yscale("log")
    decades(axes.yaxis, min(y), max(y))
    axes.set_ylim(min(y) / 2, max(y) * 2)
    units_axis(axes, sorted(set(x)), grid.unit)
    axes.set_ylabel("Samples")
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.5)
    legend_below(axes, 4)
