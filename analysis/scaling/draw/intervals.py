# SPDX-License-Identifier: Apache-2.0
"""Draws lines with intervals on matplotlib axes; imported only to make figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from scaling.draw.lines import Line
from scaling.draw.palette import COLOURS
from scaling.model.curve import Curve
from scaling.statistics.measured import Measured
from scaling.words.names import units_heading
from scaling.words.text import clean, power_of_ten
from scaling.zipped import zip_equal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from scaling.draw.line_figure import Axis

MARKERS = "os^Dv*"
STYLES = ("-", (0, (5, 1.5)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 2)), "-.")

DODGE = 0.02
"""Octaves between lines at one core count, so that they do not hide one another."""


MOST_DRAWN = 2_000
"""More launches than this are a picture within the drawing, or it grows too large."""

BESIDE = 1.05
"""Launches stand a little to the right of their median, which would hide them."""


LEGEND_BELOW_INCHES = 0.42
"""Room for the labels of the axis between it and the legend."""
LEGEND_ROW_INCHES = 0.15
LONGEST_IN_TWO_COLUMNS = 22
"""Letters; a longer label would reach beyond one column of a paper."""


def draw_lines(
    figure: Figure, axis: Axis, curves: list[Curve], lines: list[Line]
) -> None:
    """One panel: ideal, launches, medians with intervals, legend below."""
    axes = figure.add_subplot()
    cores = sorted({mark.row.units for line in lines for mark in line.marks})
    _ideal(axes, axis, curves, cores)
    for index, line in enumerate(lines):
        shift = 2 ** (DODGE * (index - (len(lines) - 1) / 2))
        _line(axes, line, index, shift)
    units_axis(axes, cores, curves[0].unit)
    _y_axis(axes, axis, lines, cores)
    _legend(figure, axes, lines)


def _ideal(axes: Axes, axis: Axis, curves: list[Curve], cores: list[int]) -> None:
    for curve in curves if axis.ideal else ():
        base = curve.base
        x = [base.units, max(cores) * 1.15]
        start = axis.value(curve, base).value
        y = [axis.ideal(r, base.units, start) for r in x]
        style = {"color": "#555555", "linestyle": (0, (4, 2)), "linewidth": 0.9}
        axes.plot(
            x, y, label="ideal" if curve is curves[0] else None, zorder=1, **style
        )
    for guide in axis.guides:
        axes.axhline(guide, color="#555555", linestyle=":", linewidth=0.9, zorder=1)


def _line(axes: Axes, line: Line, index: int, shift: float) -> None:
    colour = COLOURS[index % len(COLOURS)]
    x = [mark.row.units * shift for mark in line.marks]
    raw = [value for mark in line.marks for value in mark.raw]
    axes.plot(
        [at * BESIDE for at, m in zip_equal(x, line.marks) for _ in m.raw],
        raw,
        ".",
        color=colour,
        alpha=0.6,
        markersize=3.0,
        markeredgewidth=0,
        rasterized=len(raw) > MOST_DRAWN,
        zorder=2,
    )
    axes.errorbar(
        x,
        [mark.value.value for mark in line.marks],
        yerr=distances([mark.value for mark in line.marks]),
        label=clean(line.label),
        color=colour,
        marker=MARKERS[index % len(MARKERS)],
        linestyle=STYLES[index % len(STYLES)],
        linewidth=1.1,
        markersize=4,
        markerfacecolor="white" if index % 2 else colour,
        capsize=2,
        elinewidth=0.9,
        zorder=3,
    )


def distances(values: Sequence[Measured]) -> list[list[float]] | None:
    """Distances to the ends, 0 where there is no interval; None where none has one, so
    that a legend promises no bars."""
    if all(value.low is None for value in values):
        return None
    # A percentile interval need not hold its estimate: a distance is never negative.
    below = [0.0 if v.low is None else max(0.0, v.value - v.low) for v in values]
    above = [0.0 if v.high is None else max(0.0, v.high - v.value) for v in values]
    return [below, above]


def units_axis(axes: Axes, cores: list[int], unit: str) -> None:
    """A logarithmic axis with a tick at each of `cores`, ascending, that has room."""
    low, high = cores[0], cores[-1]
    axes.set_xscale("log", base=2)
    margin = 2 ** max(0.25, 0.06 * math.log2(high / low))
    axes.set_xlim(low / margin, high * margin)
    plain_ticks(axes.xaxis, _spread(cores, margin))
    axes.set_xlabel(units_heading(unit))


def _spread(cores: list[int], margin: float) -> list[int]:
    """Measured counts as ticks, less those whose labels would touch."""
    span = math.log2(cores[-1] / cores[0] * margin**2)
    kept = [cores[-1]]
    for count in reversed(cores[:-1]):
        digits = max(len(f"{kept[-1]:,}"), len(f"{count:,}"))
        if math.log2(kept[-1] / count) > span * (0.03 + 0.027 * digits):
            kept.append(count)
    if kept[-1] != cores[0]:
        kept[-1] = cores[0]
    return kept[::-1]


def _y_axis(axes: Axes, axis: Axis, lines: list[Line], cores: list[int]) -> None:
    low, high = _range(lines)
    axes.set_ylabel(axis.label)
    if axis.scale == "linear":
        top = max(high, *axis.guides, 100.0 if axis.guides else 0.0)
        axes.set_ylim(0, top * 1.12)
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
        axes.grid(axis="y", color="#DDDDDD", linewidth=0.5)
        return
    if axis.is_square:
        low, high = _square(axes, lines, cores)
    else:
        ideal = [line.get_ydata() for line in axes.get_lines()[:1]]
        low = min(low, *(min(y) for y in ideal))
        margin = max(1.15, (high / low) ** 0.06)
        low, high = low / margin, high * margin
    ticks = powers_of_two(low, high) if axis.is_square else log_ticks(low, high)
    _log_y(axes, low, high, ticks)


def time_axis(axes: Axes, low: float, high: float) -> None:
    """A logarithmic axis for values between two positive ends."""
    margin = max(1.15, (high / low) ** 0.06)
    low, high = low / margin, high * margin
    _log_y(axes, low, high, log_ticks(low, high))


def decades(axis: Any, low: float, high: float) -> None:
    """Powers of ten as ticks of a logarithmic matplotlib axis, at most seven."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = max(1, math.ceil((last - first) / 6))
    axis.set_major_locator(
        FixedLocator([10.0**e for e in range(first, last + 1, step)])
    )
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda x, _: f"1e{round(math.log10(x))}"))


def _log_y(axes: Axes, low: float, high: float, ticks: list[float]) -> None:
    axes.set_yscale("log", base=2)
    axes.set_ylim(low, high)
    plain_ticks(axes.yaxis, ticks)
    axes.grid(color="#DDDDDD", linewidth=0.5)


def plain_ticks(axis: Any, ticks: Sequence[float]) -> None:
    """Sets these ticks and no others on a matplotlib axis, as people write them."""
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    plain_numbers(axis)


def plain_numbers(axis: Any) -> None:
    """The ticks of a matplotlib axis are written as in tables."""
    axis.set_major_formatter(FuncFormatter(_plain))


def _square(axes: Axes, lines: list[Line], cores: list[int]) -> tuple[float, float]:
    """Limits of y that span as many octaves as those of x, for equal decades."""
    left, right = axes.get_xlim()
    low, high = left / cores[0], right / cores[0]
    least, most = _range(lines)
    while least < low * 1.02 or most > high / 1.02:
        left, right, low, high = left / 1.2, right * 1.2, low / 1.2, high * 1.2
    axes.set_xlim(left, right)
    axes.set_box_aspect(1)
    return low, high


def _range(lines: list[Line]) -> tuple[float, float]:
    values = [
        value
        for line in lines
        for mark in line.marks
        for value in (*mark.raw, mark.value.low, mark.value.high, mark.value.value)
        if value is not None
    ]
    return min(values), max(values)


def log_ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers between two positive ends."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 6, 8)):
        ticks = [
            d * 10.0**e for e in decades for d in digits if low <= d * 10.0**e <= high
        ]
        if len(ticks) >= 3:
            return ticks[:: math.ceil(len(ticks) / 7)]
    ticks = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high]


def powers_of_two(low: float, high: float) -> list[float]:
    """Every power of two between the ends, or every second, third, ... of many."""
    first, last = math.ceil(math.log2(low)), math.floor(math.log2(high))
    step = max(1, math.ceil((last - first + 1) / 7))
    return [2.0**e for e in range(first, last + 1) if e % step == 0]


def _legend(figure: Figure, axes: Axes, lines: list[Line]) -> None:
    """Below the axes, where it covers nothing; the figure grows with its rows."""
    columns = (
        1 if max(len(line.label) for line in lines) > LONGEST_IN_TWO_COLUMNS else 2
    )
    rows = math.ceil((len(lines) + 1) / columns)
    figure.set_figheight(figure.get_figheight() + LEGEND_ROW_INCHES * (rows - 1))
    below = ScaledTranslation(0, -LEGEND_BELOW_INCHES, figure.dpi_scale_trans)
    centred = blended_transform_factory(figure.transFigure, axes.transAxes)
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=centred + below,
        borderaxespad=0,
        ncol=columns,
        frameon=False,
        handlelength=2.6,
        columnspacing=1.2,
    )


def _plain(value: float, _: object = None) -> str:
    """Numbers as people write them; powers of ten only far from 1."""
    if 0 < abs(value) < 1e-3 or abs(value) >= 1e6:
        return power_of_ten(value, 3)
    return f"{value:,.10g}"
