# SPDX-License-Identifier: Apache-2.0
"""Every launch against the order of launches, where a drift would show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scaling.arrays import Counts, Flags, Numbers
from scaling.draw.palette import BLUE, GREY, VERMILION, legend_below
from scaling.figure import Figure, make_figure
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.statistics.outliers import outliers
from scaling.statistics.subsample import subsample
from scaling.table import Column
from scaling.words.names import curve_slug, curve_title, metric_word, point_columns
from scaling.words.text import number, plural
from scaling.zipped import zip_equal

ORDER = 8

FEWEST_LAUNCHES = 4
MOST_SHOWN, FEW_SHOWN = 2_000, 200
FEWEST_POINTS, SMALLEST_SHARE = 3, 0.5
"""The points that a median needs: their number, and their share of all points."""
CAPTION = (
    "Time of each launch relative to the median of its point, against the number of "
    "the launch. The line is the median over points, where three of them and half of "
    "all have such a launch; circles are flagged as outliers and kept."
)


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
    order = _order(curve)
    launches = len(order.launch)
    caption = CAPTION
    if curve.metric.is_rate:
        word = f"One over {metric_word(curve.metric)}"
        caption = caption.replace("Time", word, 1)
    if launches > MOST_SHOWN:
        caption += f" Shown are {MOST_SHOWN:,} of {launches:,} launches."
    alt = (
        f"{plural(launches, 'launch', 'launches')}, at most "
        f"{number(float(np.abs(order.off).max()))} % from the median of their point; "
        f"{int(order.is_flagged.sum())} flagged as outliers."
    )
    shown = subsample(range(launches), MOST_SHOWN)
    columns = [
        *point_columns(curve.measured[order.point[i]] for i in shown),
        (Column("launch", "Launch"), order.launch[shown].tolist()),
        (Column("off_percent", "From the median (%)"), order.off[shown].tolist()),
        (Column("outlier", "Flagged"), order.is_flagged[shown].astype(int).tolist()),
    ]
    return make_figure(
        slug, title, caption, alt, columns, lambda figure: _draw(figure, order)
    )


@dataclass(frozen=True)
class Order:
    """Every launch of a curve, (launches,): the index of its point, its number, how
    many percent it is off the point's median, and whether it is an outlier.
    """

    point: Counts
    launch: Counts
    off: Numbers
    is_flagged: Flags


def _order(curve: Curve) -> Order:
    points = [row.point for row in curve.measured]
    times_s = [np.array(point.times_s) for point in points]
    flagged = [np.zeros(len(times), dtype=bool) for times in times_s]
    for point, found in zip_equal(points, flagged):
        found[outliers(point.times_s)] = True
    return Order(
        np.repeat(range(len(points)), [len(times) for times in times_s]),
        np.concatenate([point.launches.column("launch") for point in points]),
        np.concatenate(
            [
                100 * (times / point.time_s.value - 1)
                for point, times in zip_equal(points, times_s)
            ]
        ),
        np.concatenate(flagged),
    )


def _medians(order: Order) -> tuple[list[int], list[float]]:
    """Numbers of launches, not too many, and the median over points of each.

    The last launches are those of the few points that are hardest to pin down: a number
    that few have is left out.
    """
    by_number = np.argsort(order.launch, kind="stable")
    numbers, starts = np.unique(order.launch[by_number], return_index=True)
    groups = np.split(order.off[by_number], starts[1:])
    least = max(FEWEST_POINTS, SMALLEST_SHARE * max(map(len, groups)))
    common = [i for i, group in enumerate(groups) if len(group) >= least]
    shown = subsample(common, MOST_SHOWN)
    medians = [float(np.median(groups[i])) for i in shown]
    return [int(numbers[i]) for i in shown], medians


def _draw(figure: Any, order: Order) -> None:
    axes = figure.add_subplot()
    axes.axhline(0, color=GREY, linewidth=0.8, linestyle=":")
    shown = subsample(range(len(order.launch)), MOST_SHOWN)
    axes.plot(
        order.launch[shown], order.off[shown], ".", color=BLUE,
        alpha=0.8 if len(shown) <= FEW_SHOWN else 0.5, markersize=4.5,
        markeredgewidth=0, label="launch", rasterized=len(shown) > 1000,
    )  # fmt: skip
    flagged = subsample(np.flatnonzero(order.is_flagged), MOST_SHOWN)
    if len(flagged):
        axes.plot(
            order.launch[flagged], order.off[flagged], "o", markersize=6,
            markerfacecolor="none", markeredgecolor=VERMILION, label="flagged",
            rasterized=len(flagged) > 200,
        )  # fmt: skip
    numbers, medians = _medians(order)
    if numbers:
        axes.plot(
            numbers, medians, "-", color="black", linewidth=1.1,
            label="median over points",
        )  # fmt: skip
    axes.set_xlabel("Launch")
    axes.set_ylabel("From the point's median (%)")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.5)
    legend_below(axes, 3)
