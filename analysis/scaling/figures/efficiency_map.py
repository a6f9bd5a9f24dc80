# SPDX-License-Identifier: Apache-2.0
"""Efficiency of every ranks x threads pair, against one common base."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scaling.figure import Figure, make_figure
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.names import curve_slug, curve_title, point_columns
from scaling.words.text import measured, plural
from scaling.zipped import zip_equal

ORDER = 7

FEWEST_CELLS = 4
MOST_PER_AXIS = 14
CAPTION = (
    "Efficiency per core (%) relative to the one base of the curve. Dashed lines join "
    "pairs with as many cores; hatched pairs were not measured."
)


def make(study: Study) -> list[Figure]:
    """One map for each curve of cores with several ranks and several threads."""
    return [_figure(study, curve) for curve in study.curves if _is_grid(curve)]


def _is_grid(curve: Curve) -> bool:
    requests = [row.point.request for row in curve.measured]
    ranks, threads = {r.ranks for r in requests}, {r.threads for r in requests}
    return (
        curve.unit == "core"
        and 2 <= len(ranks) <= MOST_PER_AXIS
        and 2 <= len(threads) <= MOST_PER_AXIS
        and len({r.shape for r in requests}) >= FEWEST_CELLS
    )


def _figure(study: Study, curve: Curve) -> Figure:
    slug = f"map-{curve_slug(study, curve)}"
    title = f"Ranks and threads: {curve_title(curve)}"
    rows = sorted(curve.measured, key=lambda row: row.efficiency.value)
    alt = (
        f"Efficiency of {plural(len(rows), 'pair')} of ranks and threads, from "
        f"{measured(rows[0].efficiency.times(100))} % at "
        f"{rows[0].point.request.shape} to "
        f"{measured(rows[-1].efficiency.times(100))} % at "
        f"{rows[-1].point.request.shape}."
    )
    columns = [
        *point_columns(curve.measured, curve.unit),
        (
            Column("efficiency_percent", "Efficiency (%)"),
            [row.efficiency.times(100) for row in curve.measured],
        ),
    ]
    return make_figure(
        slug, title, CAPTION, alt, columns, lambda figure: _draw(figure, curve)
    )


def _draw(figure: Any, curve: Curve) -> None:
    cells = {
        (row.point.request.ranks, row.point.request.threads): row
        for row in curve.measured
    }
    ranks = sorted({pair[0] for pair in cells})
    threads = sorted({pair[1] for pair in cells})
    axes = figure.add_subplot()
    grid = [[_percent(cells.get((p, t))) for p in ranks] for t in threads]
    # Zero to at least 100: no small difference is blown up to the whole scale.
    top = max(100.0, *(value for line in grid for value in line if value == value))
    image = axes.imshow(
        grid, origin="lower", cmap="cividis", vmin=0, vmax=top, aspect="auto"
    )
    _hatch(axes, grid)
    _write(axes, grid, top)
    _equal_cores(axes, cells, ranks, threads)
    axes.set_xticks(range(len(ranks)), [str(p) for p in ranks])
    axes.set_yticks(range(len(threads)), [str(t) for t in threads])
    axes.set_xlabel("Ranks")
    axes.set_ylabel("Threads per rank")
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(image, ax=axes, pad=0.02, shrink=0.9)
    bar.set_label("Efficiency (%)")
    bar.outline.set_visible(False)


def _percent(row: Row | None) -> float:
    return 100 * row.efficiency.value if row else float("nan")


def _hatch(axes: Any, grid: list[list[float]]) -> None:
    from matplotlib.patches import Rectangle

    for y, line in enumerate(grid):
        for x, value in enumerate(line):
            if value != value:
                axes.add_patch(
                    Rectangle(
                        (x - 0.5, y - 0.5),
                        1,
                        1,
                        facecolor="white",
                        edgecolor="#BBBBBB",
                        hatch="////",
                        linewidth=0,
                    )  # fmt: skip
                )


def _write(axes: Any, grid: list[list[float]], top: float) -> None:
    size = 7.5 if len(grid[0]) <= 7 else 5.5
    for y, line in enumerate(grid):
        for x, value in enumerate(line):
            if value == value:
                colour = "black" if value > 0.55 * top else "white"
                axes.text(
                    x, y + 0.12, f"{value:.0f}", ha="center", va="center",
                    color=colour, fontsize=size, zorder=4,
                )  # fmt: skip


def _equal_cores(axes: Any, cells: dict, ranks: list[int], threads: list[int]) -> None:
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for p, t in sorted(cells):
        groups[p * t].append((ranks.index(p), threads.index(t)))
    for cores, places in groups.items():
        if len(places) < 2:
            continue
        x, y = zip_equal(*places)
        # Below the numbers, so that the line strikes none of them out.
        y = [value - 0.25 for value in y]
        axes.plot(x, y, color="white", linewidth=1.6, zorder=2)
        axes.plot(x, y, color="#222222", linewidth=0.8, linestyle="--", zorder=3)
        axes.annotate(
            f"{cores} cores", (x[0], y[0]), xytext=(-2, -3), fontsize=5,
            textcoords="offset points", ha="center", va="top", zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip
