# SPDX-License-Identifier: Apache-2.0
"""Draws attempts over wall time; imported only to make figures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from scaling.draw.intervals import COLOURS
from scaling.model.study import Study
from scaling.model.timeline import MOST_SHOWN, Attempt
from scaling.words.text import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NAMED = 16
"""Rows whose points are named; of more only a number fits."""
MARKS = "Xv^sDP*<>hd8p"

_UNITS = ((7200.0, "h", 3600.0), (300.0, "min", 60.0), (0.0, "s", 1.0))


def draw_timeline(figure: Figure, study: Study, attempts: tuple[Attempt, ...]) -> None:
    """Rows from the top, in the order of the plan."""
    axes = figure.add_subplot()
    end_s = max(attempt.start_s + attempt.wall_s for attempt in attempts)
    unit, each_s = next((unit, by) for limit, unit, by in _UNITS if end_s >= limit)
    _bars(axes, study, attempts, each_s)
    marked = _marks(axes, attempts, each_s)
    axes.set_xlim(0, max(end_s / each_s, 1e-9) * 1.02)
    axes.set_ylim(len(study.points) - 0.4, -0.6)
    # Ticks of the locator that is given move with the layout, beyond the figure's edge.
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.set_xlabel(f"Wall time ({unit})")
    _names(axes, study)
    if marked:
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.2), ncol=3, frameon=False
        )


def _bars(
    axes: Axes, study: Study, attempts: tuple[Attempt, ...], each_s: float
) -> None:
    """One bar a point, from its first launch to its last, where they are too many."""
    good = [a for a in attempts if a.verdict == "ok"]
    spans = [(a.row, a.start_s, a.start_s + a.wall_s) for a in good]
    launches = sum(len(point.launches) for point in study.points)
    if launches > MOST_SHOWN:
        spans = _merged(spans)
    lines = [[(low / each_s, row), (high / each_s, row)] for row, low, high in spans]
    axes.add_collection(
        LineCollection(lines, colors=COLOURS[0], linewidths=3.0, capstyle="butt")
    )


def _merged(spans: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    by_row: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for row, low, high in spans:
        by_row[row].append((low, high))
    return [
        (row, min(low for low, _ in ends), max(high for _, high in ends))
        for row, ends in by_row.items()
    ]


def _marks(axes: Axes, attempts: tuple[Attempt, ...], each_s: float) -> bool:
    by_class: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        if attempt.verdict != "ok":
            by_class[attempt.verdict].append(attempt)
    for index, (verdict, failed) in enumerate(sorted(by_class.items())):
        axes.plot(
            [(a.start_s + a.wall_s) / each_s for a in failed],
            [a.row for a in failed],
            MARKS[index % len(MARKS)],
            color=COLOURS[1 + index % (len(COLOURS) - 1)],
            markeredgecolor="black",
            markeredgewidth=0.4,
            markersize=5,
            linestyle="none",
            label=clean(verdict),
            clip_on=False,
            zorder=3,
        )
    return bool(by_class)


def _names(axes: Axes, study: Study) -> None:
    if len(study.points) > MOST_NAMED:
        axes.set_ylabel("Point")
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        return
    labels = [clean(study.label(point.request)) for point in study.points]
    short = [name if len(name) <= 22 else f"{name[:21]}…" for name in labels]
    axes.set_yticks(range(len(short)), short, fontsize=6)
