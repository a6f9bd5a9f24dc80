# SPDX-License-Identifier: Apache-2.0
"""Where the time goes, in shares of the makespan, and what a launch adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaling.draw.palette import BLUE, GREEN, GREY, ORANGE, PALE, PURPLE, SKY, VERMILION
from scaling.figure import Figure, make_figure
from scaling.metrics.losses import in_mpi
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
MOST_WORDS = 3  # of the legend, on a line
CAPTION = (
    "Shares of the makespan: useful work at the mean rank, what the busiest rank works "
    "longer, and the reduction with the wait for it. Below: a launch outside its timed "
    "regions. Medians over launches."
)
CAPTION_OF_PROGRAM = (
    "Shares of the time between MPI_Init and MPI_Finalize (without MPI, of the life of "
    "the process): work outside of MPI at the mean rank (what threads of OpenMP do not "
    "work apart), what the busiest rank works longer, and the rest, which that rank is "
    "in MPI, by kind of call. Below: start-up and end of the slowest process. Medians "
    "over launches."
)


@dataclass(frozen=True)
class Part:
    """What is drawn alike in every bar: `title` heads its column."""

    name: str
    title: str
    label: str
    colour: str
    hatch: str


_WORK = (
    Part("useful", "Useful", "useful", BLUE, ""),
    Part("imbalance", "Imbalance", "imbalance", ORANGE, "////"),
)
_OF_THREADS = (
    Part("serial", "Serial work", "serial work", SKY, "||||"),
    Part("regions", "Waiting in regions", "waiting in regions", GREEN, "oooo"),
)
_REDUCTION = Part(
    "reduction", "Reduction and wait", "reduction + wait", VERMILION, "xxxx"
)
_IN_MPI = (
    Part("collective", "Collective", "collective", VERMILION, "xxxx"),
    Part("point_to_point", "Point to point", "point to point", GREEN, "\\\\\\\\"),
    Part("waiting", "Waiting", "waiting", PURPLE, "...."),
    Part("one_sided", "One-sided", "one-sided", SKY, "----"),
    Part("file", "Files", "files", PALE, "++++"),
    Part("other", "Rest", "rest", GREY, ""),
)
_VISIBLE = 0.002


@dataclass(frozen=True)
class Bar:
    """One point: shares of the makespan by the names of parts, which add up to 1, and
    seconds of the launch."""

    row: Row
    shares: Mapping[str, float]
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
    mean_s = work.useful_mean_s
    losses = {"serial": work.serial_loss, "regions": work.regions_loss}
    lost = {name: max(0.0, share) for name, share in losses.items()}
    rest = max(0.0, 1 - work.useful_max_s / work.time_s)
    shares = {
        "useful": mean_s / work.time_s - sum(lost.values()),
        **lost,
        "imbalance": (work.useful_max_s - mean_s) / work.time_s,
        **(in_mpi(row.point, work.time_s, rest) or {"reduction": rest}),
    }
    return Bar(row, shares, _launch_s(row.point))


def _parts(bars: list[Bar]) -> list[Part]:
    """Those that can be seen at some point."""
    rest = _IN_MPI if "other" in bars[-1].shares else (_REDUCTION,)
    threads, seen = (
        [p for p in parts if max(bar.shares[p.name] for bar in bars) >= _VISIBLE]
        for parts in (_OF_THREADS, rest)
    )
    return [_WORK[0], *threads, *_WORK[1:], *(seen or rest[-1:])]


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
    parts = _parts(bars)
    shares = (
        f"{part.title.lower()} {number(100 * last.shares[part.name], 2)} %"
        for part in parts
    )
    alt = f"Shares of the time. At {last.label}: {', '.join(shares)}."
    shown, all_points = len(bars), len(curve.measured)
    caption = CAPTION_OF_PROGRAM if curve.like.is_program else CAPTION
    if shown < all_points:
        caption += f" Shown are {shown} of {all_points} points, the largest among them."
    columns = [
        *point_columns(bar.row for bar in bars),
        *(
            (Column(f"{p.name}_share", p.title), [bar.shares[p.name] for bar in bars])
            for p in parts
        ),
        (Column("launch_s", "Launch"), [bar.launch_s for bar in bars]),
    ]
    return make_figure(
        slug, title, caption, alt, columns, lambda figure: _draw(figure, curve, bars)
    )


def _draw(figure: Any, curve: Curve, bars: list[Bar]) -> None:
    has_launch = all(bar.launch_s is not None for bar in bars)
    legend = 0.25 * -(-len(_parts(bars)) // MOST_WORDS)
    heights = (3, 1, legend) if has_launch else (4, legend)
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
        *shares.get_legend_handles_labels(), loc="center", ncol=MOST_WORDS,
        frameon=False, handlelength=1.8, columnspacing=1.2,
    )  # fmt: skip


def _shares(axes: Any, bars: list[Bar], is_program: bool) -> None:
    places = range(len(bars))
    bottom = [0.0] * len(bars)
    for part in _parts(bars):
        heights = [100 * bar.shares[part.name] for bar in bars]
        axes.bar(
            places, heights, bottom=bottom, width=0.72, color=part.colour,
            label=part.label, hatch=part.hatch, edgecolor="white", linewidth=0.4,
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
        names = [f"{bar.row.point.request.ranks:,}" for bar in bars]
        axes.set_xlabel(f"Ranks of {plural(threads.pop(), 'thread')}")
    else:
        names = [bar.label for bar in bars]
        axes.set_xlabel("Ranks x threads")
    axes.set_xticks(range(len(bars)), names)
    if sum(map(len, names)) > MOST_LETTERS:
        axes.tick_params(axis="x", rotation=60)
