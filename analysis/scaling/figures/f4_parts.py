# SPDX-License-Identifier: Apache-2.0
"""F4: where the time goes, in shares of the makespan, and what a launch adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scaling.curve import Curve, Row
from scaling.figure import Figure
from scaling.metrics.pop import work_of
from scaling.names import curve_slug, curve_title
from scaling.palette import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    VERMILION,
    legend_below,
    mark_simulated,
)  # fmt: skip
from scaling.study import Study
from scaling.table import Column, Table
from scaling.text import number

MOST_BARS = 12
FEWEST_BARS = 2
MOST_LETTERS = 28
CAPTION = (
    "Shares of the makespan: useful work at the mean rank, what the busiest rank works "
    "longer, and the reduction with the wait for it. Below: a launch outside its timed "
    "regions. Medians over launches."
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
        fastest = {r.cores: r for r in sorted(rows, key=lambda r: r.point.rate.value)}
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
        row.point.start_up_s,
    )


def _figure(study: Study, curve: Curve, bars: list[Bar]) -> Figure:
    slug = f"parts-{curve_slug(study, curve)}"
    title = f"Where the time goes: {curve_title(curve)}"
    last = bars[-1]
    alt = (
        f"Shares of the makespan. At {last.label}: useful {number(100 * last.useful)} "
        f"%, imbalance {number(100 * last.imbalance, 2)} %, reduction and wait "
        f"{number(100 * last.reduction, 2)} %."
    )
    return Figure(
        slug, title, CAPTION, alt, _data(slug, title, bars),
        lambda figure: _draw(figure, curve, bars),
    )  # fmt: skip


def _data(slug: str, title: str, bars: list[Bar]) -> Table:
    columns = (
        Column("ranks", "Ranks"),
        Column("threads", "Threads"),
        Column("useful_share", "Useful"),
        Column("imbalance_share", "Imbalance"),
        Column("reduction_share", "Reduction and wait"),
        Column("launch_s", "Launch"),
    )
    rows = tuple(
        (
            bar.row.point.request.ranks,
            bar.row.point.request.threads,
            bar.useful,
            bar.imbalance,
            bar.reduction,
            bar.launch_s,
        )
        for bar in bars
    )
    return Table(slug, title, columns, rows)


def _draw(figure: Any, curve: Curve, bars: list[Bar]) -> None:
    has_launch = all(bar.launch_s is not None for bar in bars)
    if has_launch:
        shares, launch = figure.subplots(
            2, 1, sharex=True, gridspec_kw={"height_ratios": (3, 1)}
        )
    else:
        shares = launch = figure.add_subplot()
    places = range(len(bars))
    bottom = [0.0] * len(bars)
    for name, label, colour, hatch in _PARTS:
        heights = [100 * getattr(bar, name) for bar in bars]
        shares.bar(
            places, heights, bottom=bottom, width=0.72, color=colour, label=label,
            hatch=hatch, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        bottom = [low + high for low, high in zip(bottom, heights, strict=True)]
    shares.set_ylim(0, 100)
    shares.set_ylabel("Makespan (%)")
    mark_simulated(shares, curve.is_simulated)
    if has_launch:
        launch.bar(places, [bar.launch_s for bar in bars], width=0.72, color=GREY)
        launch.set_ylim(bottom=0)
        launch.set_ylabel("Launch (s)")
        launch.grid(axis="y", color=PALE, linewidth=0.5)
    launch.set_xticks(places, [bar.label for bar in bars])
    launch.set_xlabel("Ranks x threads")
    is_tilted = sum(len(bar.label) for bar in bars) > MOST_LETTERS
    if is_tilted:
        launch.tick_params(axis="x", rotation=60)
    # The lower panel is a third as high: its heights below it are as much more.
    offset = (-1.1 if is_tilted else -0.75) if has_launch else -0.2
    legend_below(launch, 3, offset, source=shares)
