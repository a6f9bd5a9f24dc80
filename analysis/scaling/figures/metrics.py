# SPDX-License-Identifier: Apache-2.0
"""The metrics of a study beside each other, and those that have no speedup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from scaling.curve_table import gaps
from scaling.draw.line_figure import Axis, figure_of_lines
from scaling.draw.lines import make_line, time
from scaling.draw.palette import MOST_CURVES
from scaling.figure import Figure
from scaling.figures import efficiency
from scaling.figures.time import STRONG, WEAK
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.table import METRICS
from scaling.words.names import axis_label, curve_slug, value_name
from scaling.words.text import clean

ORDER = 12

FASTEST = "Of each {unit} count the point that is fastest by the leading metric."
CAPTION_OF_TIMES = (
    "Medians over launches with their exact 95 % intervals; faint points are single "
    f"launches; dashed is perfect scaling of each. {FASTEST}"
)
CAPTION_OF_VALUES = (
    "Median over launches with its exact 95 % interval; faint points are single "
    f"launches. {FASTEST}"
)


def make(study: Study) -> list[Figure]:
    """Efficiencies on one pair of axes, times on one, each size and count by itself."""
    if len(study.metrics) == 1:
        return []
    curves = [c for c in study.curves if c.base and c.largest.units > c.base.units]
    found = (figure for curve in curves for figure in _figures(study, curve))
    return [replace(figure, section=METRICS) for figure in found]


def _figures(study: Study, leading: Curve) -> Iterator[Figure]:
    name = curve_slug(study, leading)
    about = f"{clean(leading.like.kernel)}, {leading.kind} scaling"
    curves = [leading, *study.further_of(leading)]
    times = [curve for curve in curves if curve.base and curve.metric.is_time]
    # In this order a time has the same colour on both pairs of axes.
    ratios = times + [curve for curve in curves if curve.base and curve.metric.is_rate]
    of_ratios = f"{efficiency.caption(study.target)} {FASTEST}"
    together = (
        (ratios, "Efficiency", efficiency.axis(study.target), of_ratios),
        (times, "Time", STRONG if leading.kind == "strong" else WEAK, CAPTION_OF_TIMES),
    )
    for of, what, axis, caption in together:
        if len(of) > 1:
            slug = f"metrics-{what.lower()}-{name}"
            title = f"{what} by metric: {about}"
            yield from _pages(slug, title, caption, axis, leading, of)
    for curve in curves:
        if not curve.metric.makes_ratios and curve.measured:
            title = f"{clean(curve.metric.name)}: {about}"
            yield _values(curve_slug(study, curve), title, leading, curve)


def _pages(
    slug: str,
    title: str,
    caption: str,
    axis: Axis,
    leading: Curve,
    curves: list[Curve],
) -> Iterator[Figure]:
    """As many metrics on one pair of axes as can be told apart."""
    pages = [curves[i : i + MOST_CURVES] for i in range(0, len(curves), MOST_CURVES)]
    is_fastest = _fastest(leading)
    for number, page in enumerate(pages, start=1):
        lines = [
            make_line(
                clean(curve.metric.name),
                curve,
                [r for r in curve.measured if is_fastest(r) and r.efficiency],
                axis.value,
            )
            for curve in page
        ]
        lines = [line for line in lines if line.marks]
        if not lines:
            continue
        name = slug + (f"-{number}" if len(pages) > 1 else "")
        missing = (note for curve in page for note in gaps(curve))
        words = " ".join([caption.format(unit=leading.unit), *missing])
        yield figure_of_lines(name, title, words, axis, page, lines)


def _values(slug: str, title: str, leading: Curve, curve: Curve) -> Figure:
    """A size or a count, from zero."""
    metric = curve.metric
    axis = Axis(value_name(metric), axis_label(metric), time, None, scale="linear")
    rows = [row for row in curve.measured if _fastest(leading)(row)]
    lines = [make_line("measured", curve, rows, time)]
    words = CAPTION_OF_VALUES.format(unit=curve.unit)
    return figure_of_lines(f"metrics-{slug}", title, words, axis, [curve], lines)


def _fastest(leading: Curve) -> Callable[[Row], bool]:
    """Whether a row is the one of its core count that one would run."""
    fastest = {
        row.units: row.point.id
        for row in sorted(leading.measured, key=lambda row: row.point.rate.value)
    }
    return lambda row: fastest.get(row.units) == row.point.id
