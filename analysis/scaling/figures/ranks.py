# SPDX-License-Identifier: Apache-2.0
"""Where the time of each rank goes, where all of them wait for one."""

from __future__ import annotations

import math
from typing import Any

from scaling.draw.palette import BLUE, VERMILION, legend_below
from scaling.figure import Figure, make_figure
from scaling.metrics.pop import load_balance, work_of
from scaling.metrics.ranks import Ranks, ranks_of
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.table import Column, Columns
from scaling.words.names import RANKS, THREADS, curve_slug, curve_title, shape_in_words
from scaling.words.text import clean, number, percents, plural
from scaling.words.units import time_unit
from scaling.zipped import zip_equal

ORDER = 7

MOST_NODES = 16
"""More boundaries would hide the bars."""
MOST_APART = 32
"""More bars have no gaps between them."""
GAP = 0.12
"""Of the width of a bar, on each side."""
_ARROW = {"arrowstyle": "-|>", "color": "black", "linewidth": 0.8}
HEADROOM = 1.25
"""For the name of the laggard."""
CAPTION = (
    "Each rank's useful work, and above it the reduction with the wait for others; "
    "means of all repetitions but the first. Dashed is the mean of all ranks' work."
)
CAPTION_OF_PROGRAM = (
    "Each rank's work outside of MPI, and above it its time in MPI, where it waits for "
    "others. Dashed is the mean of all ranks' work."
)


def make(study: Study) -> list[Figure]:
    """One figure for each curve with a laggard: its largest point that has one."""
    found = ((curve, _largest(curve)) for curve in study.curves)
    return [_figure(study, curve, *largest) for curve, largest in found if largest]


def _largest(curve: Curve) -> tuple[Row, Ranks] | None:
    rows = sorted(curve.measured, key=lambda r: (r.units, r.point.request.ranks))
    return next(
        ((row, ranks) for row in rows[::-1] if (ranks := ranks_of(row.point))), None
    )


def _figure(study: Study, curve: Curve, row: Row, ranks: Ranks) -> Figure:
    slug = f"ranks-{curve_slug(study, curve)}"
    title = f"Rank by rank: {curve_title(curve)}"
    is_program = curve.like.is_program
    words = CAPTION_OF_PROGRAM if is_program else CAPTION
    caption = f"{_about(row, ranks)} {words} {_limits(ranks)}"
    most_s, mean_s = number(ranks.useful_s[ranks.place]), number(_mean_s(ranks))
    alt = (
        f"Time of each of {ranks.point.request.ranks:,} ranks. {_name(ranks)} works "
        f"{most_s} s, the mean rank {mean_s} s."
    )
    return make_figure(
        slug, title, caption, alt, _columns(ranks, is_program),
        lambda figure: _draw(figure, ranks, is_program),
    )  # fmt: skip


def _name(ranks: Ranks) -> str:
    on = f" on {clean(ranks.node)}" if ranks.node else ""
    return f"Rank {ranks.laggard:,}{on}"


def _mean_s(ranks: Ranks) -> float:
    return work_of(ranks.point).useful_mean_s


def _about(row: Row, ranks: Ranks) -> str:
    """What is particular to it."""
    return (
        f"{_name(ranks)} works longest in most launches of {shape_in_words(row)}; load "
        f"balance {percents(load_balance(ranks.point))}."
    )


def _limits(ranks: Ranks) -> str:
    """Of what the values are."""
    counted = len(ranks.point.counted_s)
    few = f"the first {ranks.launches:,} of " if ranks.launches < counted else ""
    words = (
        f"Bars are medians over {few}{plural(counted, 'launch', 'launches')}, and the "
        "dashed line is the median of the means."
    )
    if ranks.size > 1:
        words += f" Each value is that of the busiest of {ranks.size:,} neighbours."
    if _shown_nodes(ranks):
        words += " Dotted lines are between nodes."
    return words


def _shown_nodes(ranks: Ranks) -> tuple[int, ...]:
    return ranks.nodes if len(ranks.nodes) < MOST_NODES else ()


def _columns(ranks: Ranks, is_program: bool) -> Columns:
    request, edges = ranks.point.request, ranks.edges
    groups = len(ranks.useful_s)
    rest = ("mpi_s", "In MPI") if is_program else ("wait_s", "Reduction and wait")
    last = [edge - 1 for edge in edges[1:]]
    named = [(Column("rank", "Rank"), edges[:-1])]
    if ranks.size > 1:
        named = [
            (Column("first_rank", "First rank"), edges[:-1]),
            (Column("last_rank", "Last rank"), last),
        ]
    return [
        (RANKS, [request.ranks] * groups),
        (THREADS, [request.threads] * groups),
        *named,
        (Column("useful_s", "Useful", "s"), ranks.useful_s),
        (Column(*rest, "s"), ranks.rest_s),
        (Column("laggard", "Laggard"), [int(i == ranks.place) for i in range(groups)]),
    ]


def _draw(figure: Any, ranks: Ranks, is_program: bool) -> None:
    axes = figure.add_subplot()
    both = zip_equal(ranks.useful_s, ranks.rest_s)
    top_s = max(useful_s + rest_s for useful_s, rest_s in both)
    unit, factor = time_unit([top_s])
    useful, rest = (
        [time_s * factor for time_s in times_s]
        for times_s in (ranks.useful_s, ranks.rest_s)
    )
    _bars(axes, ranks, useful, [0.0] * len(useful), BLUE, "", "useful work")
    label = "in MPI" if is_program else "reduction + wait"
    _bars(axes, ranks, rest, useful, VERMILION, "xxxx", label)
    axes.axhline(
        _mean_s(ranks) * factor, color="black", linestyle="--", linewidth=1.1,
        label="mean of all ranks",
    )  # fmt: skip
    for first in _shown_nodes(ranks):
        axes.axvline(
            first - 0.5, ymax=1.05 / HEADROOM, color="black", linestyle=":",
            linewidth=1.0,
        )  # fmt: skip
    _point_out(axes, ranks, factor)
    axes.set_xlim(-0.5, ranks.edges[-1] - 0.5)
    axes.set_ylim(0, HEADROOM * top_s * factor)
    axes.set_xlabel("Rank")
    axes.set_ylabel(f"Time ({unit})")
    axes.xaxis.get_major_locator().set_params(integer=True)
    legend_below(axes, 2)


def _bars(
    axes: Any, ranks: Ranks, heights: list[float], bottoms: list[float],
    colour: str, hatch: str, label: str,
) -> None:  # fmt: skip
    """One path for all of them; a few have gaps, which are bars of no height."""
    edges = [edge - 0.5 for edge in ranks.edges]
    tops = [low + high for low, high in zip_equal(bottoms, heights)]
    if len(tops) <= MOST_APART:
        sides = zip_equal(edges[:-1], edges[1:])
        edges = [x for low, high in sides for x in (low + GAP, high - GAP)]
        tops = [x for top in tops for x in (top, math.nan)][:-1]
        bottoms = [x for bottom in bottoms for x in (bottom, bottom)][:-1]
    axes.stairs(
        tops, edges, baseline=bottoms, fill=True, facecolor=colour, hatch=hatch,
        edgecolor="white", linewidth=0.4, label=label,
    )  # fmt: skip


def _point_out(axes: Any, ranks: Ranks, factor: float) -> None:
    """Names the laggard, beside its bar where that is near an end."""
    at = ranks.place
    x = (ranks.edges[at] + ranks.edges[at + 1] - 1) / 2
    share = (x + 0.5) / ranks.edges[-1]
    sides = ((1 / 3, "left", 0.1), (2 / 3, "center", 0.5), (1.0, "right", 0.9))
    side, under = next((side, under) for end, side, under in sides if share <= end)
    axes.annotate(
        f"{_name(ranks)}: the laggard",
        (x, (ranks.useful_s[at] + ranks.rest_s[at]) * factor),
        xytext=(20 * (under - 0.5), 12), textcoords="offset points", va="bottom",
        ha=side, arrowprops=_ARROW | {"relpos": (under, 0.0)},
    )  # fmt: skip
