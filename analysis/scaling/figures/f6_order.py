# SPDX-License-Identifier: Apache-2.0
"""F6: every launch against the order of launches, where a drift would show."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from scaling.curve import Curve
from scaling.figure import Figure
from scaling.names import curve_slug, curve_title
from scaling.palette import BLUE, GREY, VERMILION, legend_below
from scaling.point import Launch, Point
from scaling.statistics.outliers import outliers
from scaling.study import Study
from scaling.table import Column, Table
from scaling.text import number, plural
from scaling.thinned import thinned

FEWEST_LAUNCHES = 4
MOST_SHOWN, FEW_SHOWN = 2_000, 200
FEWEST_POINTS, SMALLEST_SHARE = 3, 0.5
"""That must have a launch of a number for a median over them; the share is of all."""
CAPTION = (
    "Time of each launch relative to the median of its point, against the number of "
    "the launch. The line is the median over points, where three of them and half of "
    "all have such a launch; circles are flagged as outliers and kept."
)

Mark = tuple[int, float, bool]
"""Number of the launch, distance from the median in percent, whether flagged."""


def make(study: Study) -> list[Figure]:
    """One figure for each curve with launches enough to show an order."""
    return [
        _figure(study, curve)
        for curve in study.curves
        if any(len(row.point.launches) >= FEWEST_LAUNCHES for row in curve.measured)
    ]


def _figure(study: Study, curve: Curve) -> Figure:
    slug = f"order-{curve_slug(study, curve)}"
    title = f"Launches in their order: {curve_title(curve)}"
    points = [row.point for row in curve.measured]
    marks = [mark for point in points for mark in _marks(point)]
    if len(marks) > MOST_SHOWN:
        caption = f"{CAPTION} Shown are {MOST_SHOWN:,} of {len(marks):,} launches."
    else:
        caption = CAPTION
    flagged = sum(is_flagged for _, _, is_flagged in marks)
    widest = max(abs(off) for _, off, _ in marks)
    alt = (
        f"{plural(len(marks), 'launch', 'launches')}, at most {number(widest)} % from "
        f"the median of their point; {flagged} flagged as outliers."
    )
    return Figure(
        slug, title, caption, alt, _data(slug, title, points),
        lambda figure: _draw(figure, marks),
    )  # fmt: skip


def _marks(point: Point) -> list[Mark]:
    flagged = set(outliers(point.times_s))
    return [
        (launch.record.launch, _off(point, launch), index in flagged)
        for index, launch in enumerate(point.launches)
    ]


def _off(point: Point, launch: Launch) -> float:
    return 100 * (launch.time_s / point.time_s.value - 1)


def _data(slug: str, title: str, points: list[Point]) -> Table:
    columns = (
        Column("ranks", "Ranks"),
        Column("threads", "Threads"),
        Column("launch", "Launch"),
        Column("off_percent", "From the median (%)"),
        Column("outlier", "Flagged"),
    )
    rows = [
        (point.request.ranks, point.request.threads, launch, off, int(is_flagged))
        for point in points
        for launch, off, is_flagged in _marks(point)
    ]
    return Table(slug, title, columns, tuple(thinned(rows, MOST_SHOWN)))


def _draw(figure: Any, marks: list[Mark]) -> None:
    axes = figure.add_subplot()
    by_launch: dict[int, list[float]] = defaultdict(list)
    for launch, off, _ in marks:
        by_launch[launch].append(off)
    axes.axhline(0, color=GREY, linewidth=0.8, linestyle=":")
    shown = thinned(marks, MOST_SHOWN)
    axes.plot(
        [launch for launch, _, _ in shown], [off for _, off, _ in shown], ".",
        color=BLUE, alpha=0.8 if len(shown) <= FEW_SHOWN else 0.5, markersize=4.5,
        markeredgewidth=0, label="launch",
        rasterized=len(shown) > 1000,
    )  # fmt: skip
    flagged = [(launch, off) for launch, off, is_flagged in marks if is_flagged]
    if flagged:
        axes.plot(
            *zip(*thinned(flagged, MOST_SHOWN), strict=True), "o", markersize=6,
            markerfacecolor="none", markeredgecolor=VERMILION, label="flagged",
        )  # fmt: skip
    # The last launches are those of the few points that are hardest to pin down.
    most = max(map(len, by_launch.values()))
    least = max(FEWEST_POINTS, SMALLEST_SHARE * most)
    common = [n for n in sorted(by_launch) if len(by_launch[n]) >= least]
    order = thinned(common, MOST_SHOWN)
    if order:
        axes.plot(
            order, [median(by_launch[launch]) for launch in order], "-",
            color="black", linewidth=1.1, label="median over points",
        )  # fmt: skip
    axes.set_xlabel("Launch")
    axes.set_ylabel("From the point's median (%)")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.5)
    legend_below(axes, 3)
