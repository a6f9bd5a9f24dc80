# SPDX-License-Identifier: Apache-2.0
"""Where the time goes, in shares of the makespan, and what a launch adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scaling.draw.palette import BLUE, GREY, ORANGE, PALE, VERMILION
from scaling.figure import Figure, make_figure
from scaling.metrics.pop import work_of
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.names import curve_slug, curve_title, point_columns
from scaling.words.text import number, plural
from scaling.zipped import zip_equal

ORDER = 6

MOST_BARS = 14
FEWEST_BARS = 2
MOST_LETTERS = 30
CAPTION = (
    "Shares of the makespan: useful work at the mean rank, what the busiest rank works "
    "longer, and the reduction with the wait for it. Below: a launch outside its timed "
    "regions. Medians over launches."
)
CAPTION_OF_PROGRAM = (
    "Shares of the time between MPI_Init and MPI_Finalize: work outside of MPI at the "
    "mean rank, what the busiest rank works longer, and the rest, which is in MPI. "
    "Below: start-up and end of the slowest process. Medians over launches."
)
_PARTS = (
    ("useful", "useful", BLUE, ""),
    ("imbalance", "imbalance", ORANGE, "////"),
    ("reduction", "reduction + wait", VERMILION, "xxxx"),
)


@dataclass(frozen=True)
class Bar:
    """One point: shares of the makespan, and seconds of the launch."""

    row: Row
    useful: float
    imbalance: float
    reduction: float
    launch_s: float | None

    @property
    def label(self) -> str:
        return self.row.point.request.shape


def make(study: Study) -> list[Figure]:
    """One figure for each curve whose ranks recorded their own times."""
    found = ((curve, _bars(curve)) for curve in study.curves)
    return [
        _figure(study, curve, bars) for curve, bars in found if len(bars) >= FEWEST_BARS
    ]


def _bars(curve: Curve) -> list[Bar]:
    return [bar for row in _few(curve) if (bar := _bar(row))]


def _few(curve: Curve) -> list[Row]:
    """All rows, or where they are too many the fastest of each core count, thinned."""
    rows = list(curve.measured)
    if len(rows) > MOST_BARS:
        fastest = {r.units: r for r in sorted(rows, key=lambda r: r.point.rate.value)}
        rows = [fastest[cores] for cores in sorted(fastest)]
    step = -(-len(rows) // MOST_BARS)
    return rows[::-1][::step][::-1] if step > 1 else rows


def _bar(row: Row) -> Bar | None:
    work = work_of(row.point)
    if work is None or not work.useful_max_s > 0:
        return None
    mean_s = work.useful_sum_s / work.units
    return Bar(
        row,
        mean_s / work.time_s,
        (work.useful_max_s - mean_s) / work.time_s,
        max(0.0, 1 - work.useful_max_s / work.time_s),
        _launch_s(row.point),
    )


def _launch_s(point: Point) -> float | None:
    """What a launch takes outside of what is measured; None where it is not known."""
    before_s, after_s = (
        point.number("before_program_s"),
        point.number("after_program_s"),
    )
    if before_s is None or after_s is None:
        return point.start_up_s
    return before_s + after_s


def _figure(study: Study, curve: Curve, bars: list[Bar]) -> Figure:
    slug = f"parts-{curve_slug(study, curve)}"
    title = f"Where the time goes: {curve_title(curve)}"
    last = bars[-1]
    alt = (
        f"Shares of the makespan. At {last.label}: useful {number(100 * last.useful)} "
        f"%, imbalance {number(100 * last.imbalance, 2)} %, "
        f"{'in MPI' if curve.like.is_program else 'reduction and wait'} "
        f"{number(100 * last.reduction, 2)} %."
    )
    shown, all_points = len(bars), len(curve.measured)
    caption = CAPTION_OF_PROGRAM if curve.like.is_program else CAPTION
    if shown < all_points:
        caption += f" Shown are {shown} of {all_points} points, the largest among them."
    columns = [
        *point_columns(bar.row for bar in bars),
        (Column("useful_share", "Useful"), [bar.useful for bar in bars]),
        (Column("imbalance_share", "Imbalance"), [bar.imbalance for bar in bars]),
        (
            Column("reduction_share", "Reduction and wait"),
            [bar.reduction for bar in bars],
        ),
        (Column("launch_s", "Launch"), [bar.launch_s for bar in bars]),
    ]
    return make_figure(
        slug, title, caption, alt, columns, lambda figure: _draw(figure, curve, bars)
    )


def _draw(figure: Any, curve: Curve, bars: list[Bar]) -> None:
    has_launch = all(bar.launch_s is not None for bar in bars)
    heights = (3, 1, 0.25) if has_launch else (4, 0.25)
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    shares = lowest = figure.add_subplot(grid[0])
    _shares(shares, bars, curve.like.is_program)
    if has_launch:
        lowest = figure.add_subplot(grid[1], sharex=shares)
        shares.tick_params(axis="x", labelbottom=False)
        _launches(lowest, bars)
    _names(lowest, curve, bars)
    # Axes of its own for the legend: no length of labels makes it cover them.
    strip = figure.add_subplot(grid[-1])
    strip.axis("off")
    strip.legend(
        *shares.get_legend_handles_labels(), loc="center", ncol=3, frameon=False,
        handlelength=1.8, columnspacing=1.2,
    )  # fmt: skip


def _shares(axes: Any, bars: list[Bar], is_program: bool) -> None:
    places = range(len(bars))
    bottom = [0.0] * len(bars)
    for name, label, colour, hatch in _PARTS:
        heights = [100 * getattr(bar, name) for bar in bars]
        if is_program and name == "reduction":
            label = "in MPI"
        axes.bar(
            places, heights, bottom=bottom, width=0.72, color=colour, label=label,
            hatch=hatch, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        bottom = [low + high for low, high in zip_equal(bottom, heights)]
    axes.set_ylim(0, 100)
    axes.set_ylabel("Program (%)" if is_program else "Makespan (%)")


def _launches(axes: Any, bars: list[Bar]) -> None:
    axes.bar(range(len(bars)), [bar.launch_s for bar in bars], width=0.72, color=GREY)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("Launch (s)")
    axes.grid(axis="y", color=PALE, linewidth=0.5)


def _names(axes: Any, curve: Curve, bars: list[Bar]) -> None:
    """Ranks alone where the threads of each rank are the same at all points."""
    threads = {row.point.request.threads for row in curve.measured}
    if len(threads) == 1:
        names = [str(bar.row.point.request.ranks) for bar in bars]
        axes.set_xlabel(f"Ranks of {plural(threads.pop(), 'thread')}")
    else:
        names = [bar.label for bar in bars]
        axes.set_xlabel("Ranks x threads")
    axes.set_xticks(range(len(bars)), names)
    if sum(map(len, names)) > MOST_LETTERS:
        axes.tick_params(axis="x", rotation=60)
