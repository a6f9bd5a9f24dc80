# SPDX-License-Identifier: Apache-2.0
"""Figures of a value against cores: one description, drawn by `scaling.draw`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scaling.draw.lines import Line, Value, make_lines
from scaling.figure import Figure
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Cell, Column, Table
from scaling.words.names import curve_title, units_column
from scaling.words.text import clean, measured, plural, slug
from scaling.zipped import zip_equal

MOST_LINES = 6
"""Lines of a figure at most: as many as can be told apart in black and white."""


@dataclass(frozen=True)
class Axis:
    """The y axis; `ideal(cores, base cores, base value)` is perfect scaling."""

    name: str
    label: str
    value: Value
    ideal: Callable[[float, int, float], float]
    scale: str = "log"
    guides: tuple[float, ...] = ()
    is_square: bool = False


def make_line_figures(
    study: Study, kind: str, title: str, caption: str, axis: Axis
) -> list[Figure]:
    """One figure for each kernel on cores, and one on GPUs; more for many lines.

    Where programs are compared, one of a single core count is in their own figure.
    """
    curves = [curve for curve in study.curves if curve.kind == kind and curve.base]
    if any(curve.like.is_program for curve in curves):
        curves = [c for c in curves if c.largest.units > c.base.units]
    groups: dict[tuple[str, str], list[Curve]] = defaultdict(list)
    for curve in curves:
        groups[curve.like.kernel, "" if curve.unit == "core" else "-gpu"].append(curve)
    figures = []
    for (kernel, unit), group in groups.items():
        parts = list(_pages(study, group, axis))
        for number, (page, lines) in enumerate(parts, start=1):
            suffix = f"-{number}" if len(parts) > 1 else ""
            name = slug(f"{title.lower()}-{kind}-{kernel}{unit}") + suffix
            figures.append(_figure(name, title, caption, axis, page, lines))
    return figures


def _pages(
    study: Study, curves: list[Curve], axis: Axis
) -> Iterator[tuple[list[Curve], list[Line]]]:
    page: list[Curve] = []
    lines: list[Line] = []
    for curve in curves:
        more = make_lines(study, [curve], axis.value)
        if page and len(lines) + len(more) > MOST_LINES:
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
    def draw(figure) -> None:
        from scaling.draw.intervals import draw_lines

        draw_lines(figure, axis, curves, lines)

    first = curves[0]
    on = "" if first.unit == "core" else " over GPUs"
    full_title = f"{title}: {clean(first.like.kernel)}, {first.kind} scaling{on}"
    about = curve_title(first) if len(curves) == 1 else _kinds(curves)
    return Figure(
        slug=name,
        title=full_title,
        caption=f"{about}. {caption}{_thinned(lines)}",
        alt=f"{axis.label} against {first.unit}s. {_in_words(lines)}",
        data=_data(name, full_title, axis, lines),
        draw=draw,
    )


def _thinned(lines: list[Line]) -> str:
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
        end = f"{measured(last.value)} at {plural(last.row.units, last.row.unit)}"
        return f"{clean(line.label)}: {start}, {end}"

    return "; ".join(ends(line) for line in lines) + "."


def _data(name: str, title: str, axis: Axis, lines: list[Line]) -> Table:
    columns = (
        Column("line", "Line"),
        Column("ranks", "Ranks"),
        Column("threads", "Threads"),
        units_column(lines[0].marks[0].row.unit),
        Column("launch", "Launch"),
        Column(axis.name, axis.label),
    )
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        for mark in line.marks:
            request = mark.row.point.request
            where = (line.label, request.ranks, request.threads, request.units)
            rows.append((*where, "median", mark.value))
            rows += [
                (*where, launch.number, value)
                for launch, value in zip_equal(mark.launches, mark.raw)
            ]
    return Table(name, title, columns, tuple(rows))
