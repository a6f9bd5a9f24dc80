# SPDX-License-Identifier: Apache-2.0
"""Figures of a value against cores: one description, drawn by `scaling.draw`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scaling.draw.lines import Line, Value, make_lines
from scaling.draw.palette import MOST_CURVES
from scaling.figure import Figure, make_figure
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Column, Columns
from scaling.words.names import base_in_words, curve_title, point_columns
from scaling.words.text import clean, listed, measured, plural, slug
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Axis:
    """The y axis; `ideal(cores, base cores, base value)` is perfect scaling, None where
    there is no such thing."""

    name: str
    label: str
    value: Value
    ideal: Callable[[float, int, float], float] | None
    scale: str = "log"
    guides: tuple[float, ...] = ()
    is_square: bool = False


def make_line_figures(
    study: Study, kind: str, title: str, caption: str, axis: Axis
) -> list[Figure]:
    """One figure for each kernel and resource; more for many lines.

    Where programs are compared, one of a single core count is in their own figure.
    """
    curves = [curve for curve in study.curves if curve.kind == kind and curve.base]
    if any(curve.like.is_program for curve in curves):
        curves = [c for c in curves if c.largest.units > c.base.units]
    groups: dict[tuple[str, str], list[Curve]] = defaultdict(list)
    for curve in curves:
        groups[curve.like.kernel, curve.unit].append(curve)
    figures = []
    for (kernel, unit), group in groups.items():
        on = "" if unit == "core" else f"-{unit.lower()}"
        parts = list(_pages(study, group, axis))
        for number, (page, lines) in enumerate(parts, start=1):
            suffix = f"-{number}" if len(parts) > 1 else ""
            name = slug(f"{title.lower()}-{kind}-{kernel}{on}") + suffix
            figures.append(_figure(name, title, caption, axis, page, lines))
    return figures


def _pages(
    study: Study, curves: list[Curve], axis: Axis
) -> Iterator[tuple[list[Curve], list[Line]]]:
    page: list[Curve] = []
    lines: list[Line] = []
    for curve in curves:
        more = make_lines(study, [curve], axis.value)
        if page and len(lines) + len(more) > MOST_CURVES:
            yield page, lines
            page, lines = [], []
        page, lines = [*page, curve], lines + more
    if page:
        yield page, lines


def _figure(
    name: str,
    title: str,
    caption: str,
    axis: Axis,
    curves: list[Curve],
    lines: list[Line],
) -> Figure:
    first = curves[0]
    on = "" if first.unit == "core" else f" over {first.unit}s"
    full_title = f"{title}: {clean(first.like.kernel)}, {first.kind} scaling{on}"
    about = curve_title(first) if len(curves) == 1 else _kinds(curves)
    words = f"{about}. {caption}"
    return figure_of_lines(name, full_title, words, axis, curves, lines)


def figure_of_lines(
    name: str,
    title: str,
    caption: str,
    axis: Axis,
    curves: list[Curve],
    lines: list[Line],
) -> Figure:
    """Lines on one pair of axes, with the ideal of each of `curves`."""

    def draw(figure) -> None:
        from scaling.draw.intervals import draw_lines

        draw_lines(figure, axis, curves, lines)

    return make_figure(
        name,
        title,
        f"{caption}{_bases(curves)}{_subsampled(lines)}",
        f"{axis.label} against {curves[0].unit}s. {_in_words(lines)}",
        _columns(axis, lines),
        draw,
        curves,
    )


def _bases(curves: list[Curve]) -> str:
    found = dict.fromkeys(base_in_words(curve) for curve in curves if curve.base)
    return f" Base: {listed(list(found))}." if found else ""


def _subsampled(lines: list[Line]) -> str:
    marks = [mark for line in lines for mark in line.marks]
    shown = sum(len(mark.raw) for mark in marks)
    of = sum(len(mark.row.point.launches) for mark in marks)
    return "" if shown == of else f" Shown are {shown:,} of {of:,} launches."


def _kinds(curves: list[Curve]) -> str:
    return f"{len(curves)} curves of {clean(curves[0].like.kernel)}"


def _in_words(lines: list[Line]) -> str:
    def ends(line: Line) -> str:
        first, last = line.marks[0], line.marks[-1]
        start = f"{measured(first.value)} at {plural(first.row.units, first.row.unit)}"
        if first is last:
            return f"{clean(line.label)}: {start}"
        end = f"{measured(last.value)} at {plural(last.row.units, last.row.unit)}"
        return f"{clean(line.label)}: {start}, {end}"

    return "; ".join(ends(line) for line in lines) + "."


def _columns(axis: Axis, lines: list[Line]) -> Columns:
    """The median of each point, and below it those of its launches that are drawn."""
    found = [
        (line.label, mark.row, launch, value)
        for line in lines
        for mark in line.marks
        for launch, value in (
            ("median", mark.value),
            *((n.number, x) for n, x in zip_equal(mark.launches, mark.raw)),
        )
    ]
    labels, rows, launches, values = zip_equal(*found)
    return [
        (Column("line", "Line"), labels),
        *point_columns(rows, rows[0].unit),
        (Column("launch", "Launch"), launches),
        (Column(axis.name, axis.label), values),
    ]
