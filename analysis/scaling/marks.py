# SPDX-License-Identifier: Apache-2.0
"""Nothing that assay did not measure leaves the analysis without saying so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaling.table import Column, Table

if TYPE_CHECKING:
    from scaling.figure import Figure
    from scaling.model.curve import Curve
    from scaling.model.study import Study
    from scaling.records.request import Request


@dataclass(frozen=True)
class Mark:
    """What is said of points that are not measured, in words for each place.

    `word` stands in a figure's corner and before other texts, `note` below a table,
    `banner` at the head of a report, `verdict` before its first sentence, `column` in
    formats that have no notes; in legends `column` replaces `measured`.
    """

    word: str
    note: str
    banner: str
    verdict: str
    column: str
    concerns: Callable[[Request], bool]


SIMULATED = Mark(
    word="SIMULATED",
    note="SIMULATED: a model answered; nothing here was measured.",
    banner="SIMULATED: a model of a cluster answered. Nothing here was measured.",
    verdict="Simulated, not measured",
    column="simulated",
    concerns=lambda request: request.is_simulated,
)
IMPORTED = Mark(
    word="Numbers imported, not proven",
    note="Numbers imported, not proven: assay did not measure them.",
    banner="Numbers imported, not proven: assay read them from files of others, and "
    "saw no process run.",
    verdict="Numbers imported, not proven",
    column="imported",
    concerns=lambda request: _stands(request, ""),
)
BASE = Mark(
    word="Base imported, not proven",
    note="The base is imported, not proven: assay did not measure it.",
    banner="The base is imported, not proven: assay read it from files of others, and "
    "saw no process of it run.",
    verdict="The base is imported, not proven",
    column="base_imported",
    concerns=lambda request: _stands(request, "base"),
)
BESIDE = Mark(
    word="Partly imported, not proven",
    note="What is named as imported here is not proven: assay did not measure it.",
    banner="Curves that are named as imported are not proven: assay read them from "
    "files of others, and saw no process of them run.",
    verdict="What is named as imported is not proven",
    column="partly_imported",
    concerns=lambda request: _stands(request, "curve"),
)
MARKS = (SIMULATED, IMPORTED, BASE, BESIDE)

_RATIOS = frozenset(("speedup", "scaled_speedup", "efficiency"))
_ROWS = {"point": Column("imported", "imported"), "base": Column(BASE.column, "")}
"""Columns of ids, and those that say which of them are imported."""


def _stands(request: Request, place: str) -> bool:
    return request.imported is not None and request.imported.beside == place


def marks_of(study: Study) -> tuple[Mark, ...]:
    """Those that concern a point of the study."""
    return _marks([point.request for point in study.all_points])


def _marks(requests: Iterable[Request]) -> tuple[Mark, ...]:
    found = list(requests)
    return tuple(mark for mark in MARKS if any(map(mark.concerns, found)))


def marks_of_curves(curves: Iterable[Curve]) -> tuple[Mark, ...]:
    """Those that concern curves which are shown together, and their bases."""
    found = list(curves)
    marks = _marks(
        [c.like for c in found] + [c.base.point.request for c in found if c.base]
    )
    is_whole = found and all(curve.like.imported for curve in found)
    return tuple(IMPORTED if is_whole and m is BESIDE else m for m in marks)


def mark_table(table: Table, study: Study) -> Table:
    """The table with its notes first, which every format shows."""
    shown = [
        point.request
        for point in study.all_points
        if not table.points or point.id in table.points
    ]
    marks = _marks(shown)
    if marks and all(_stands(request, "curve") for request in shown):
        marks = (IMPORTED,)
    if BASE not in marks and _has_imported_base(table, study, shown):
        marks = (*marks, BASE)
    notes = tuple(mark.note for mark in marks)
    new = tuple(note for note in notes if note not in table.notes)
    table = replace(table, notes=(*new, *table.notes)) if new else table
    return _mark_rows(table, study) if BASE in marks or BESIDE in marks else table


def _has_imported_base(table: Table, study: Study, shown: Sequence[Request]) -> bool:
    """Ratios of what was measured, to what was not."""
    is_ratio = not _RATIOS.isdisjoint(column.name for column in table.columns)
    return (
        is_ratio
        and any(_stands(point.request, "base") for point in study.all_points)
        and not all(request.imported for request in shown)
    )


def _mark_rows(table: Table, study: Study) -> Table:
    """Of a table of ids, which of them are imported."""
    others = {point.id for point in study.all_points if point.request.imported}
    for at, column in enumerate(table.columns):
        if (added := _ROWS.get(column.name)) and added not in table.columns:
            rows = tuple(
                (*row, "yes" if row[at] in others else "") for row in table.rows
            )
            table = replace(table, columns=(*table.columns, added), rows=rows)
    return table


def marks_on(table: Table) -> tuple[Mark, ...]:
    """Those that a table has."""
    return tuple(mark for mark in MARKS if mark.note in table.notes)


def in_every_row(table: Table) -> Table:
    """A marked table with columns that say so, for formats that have no notes."""
    said = {column.name for column in table.columns}
    is_told = not said.isdisjoint(column.name for column in _ROWS.values())
    marks = [m for m in marks_on(table) if not (is_told and m in (BASE, BESIDE))]
    if not marks:
        return table
    columns = tuple(Column(m.column, m.column.capitalize()) for m in marks)
    return replace(
        table,
        columns=(*table.columns, *columns),
        rows=tuple((*row, *("yes" for _ in marks)) for row in table.rows),
    )


def mark_figure(figure: Figure, study: Study) -> Figure:
    """The figure, marked in words, data and corner where the study is not measured."""
    marks = marks_of(study)
    if BASE in marks or BESIDE in marks:
        marks = marks_of_curves(figure.curves)
    for mark in marks:
        figure = _marked(figure, mark)
    return figure


def _marked(figure: Figure, mark: Mark) -> Figure:
    notes = tuple(note for note in figure.data.notes if note != mark.note)
    return replace(
        figure,
        caption=_first(figure.caption, mark),
        alt=_first(figure.alt, mark),
        data=replace(figure.data, notes=(mark.note, *notes)),
        draw=lambda canvas: _draw(figure, canvas, mark),
    )


def _first(words: str, mark: Mark) -> str:
    return words if words.startswith(mark.word) else f"{mark.word}. {words}"


def _draw(figure: Figure, canvas: Any, mark: Mark) -> None:
    figure.draw(canvas)
    for axes in canvas.axes:
        legend = None if mark in (BASE, BESIDE) else axes.get_legend()
        for words in legend.get_texts() if legend else ():
            words.set_text(words.get_text().replace("measured", mark.column))
    said = [axes.get_title(loc="right") for axes in canvas.axes]
    if not any(mark.word in words for words in said):
        words = f"{said[0]}. {mark.word}" if said[0] else mark.word
        canvas.axes[0].set_title(words, loc="right", color="#B00000", fontweight="bold")
