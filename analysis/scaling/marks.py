# SPDX-License-Identifier: Apache-2.0
"""Nothing that assay did not measure leaves the analysis without saying so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaling.table import Column, Table

if TYPE_CHECKING:
    from scaling.figure import Figure
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
    concerns=lambda request: request.imported is not None,
)
MARKS = (SIMULATED, IMPORTED)


def marks_of(study: Study) -> tuple[Mark, ...]:
    """Those that concern a point of the study."""
    requests = [point.request for point in study.points]
    return tuple(mark for mark in MARKS if any(map(mark.concerns, requests)))


def mark_table(table: Table, study: Study) -> Table:
    """The table with its notes first, which every format shows."""
    shown = [
        point.request
        for point in study.points
        if not table.points or point.id in table.points
    ]
    notes = tuple(mark.note for mark in MARKS if any(map(mark.concerns, shown)))
    new = tuple(note for note in notes if note not in table.notes)
    return replace(table, notes=(*new, *table.notes)) if new else table


def marks_on(table: Table) -> tuple[Mark, ...]:
    """Those that a table has."""
    return tuple(mark for mark in MARKS if mark.note in table.notes)


def in_every_row(table: Table) -> Table:
    """A marked table with columns that say so, for formats that have no notes."""
    marks = marks_on(table)
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
    for mark in marks_of(study):
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
        legend = axes.get_legend()
        for words in legend.get_texts() if legend else ():
            words.set_text(words.get_text().replace("measured", mark.column))
    if not any(axes.get_title(loc="right") == mark.word for axes in canvas.axes):
        canvas.axes[0].set_title(
            mark.word, loc="right", color="#B00000", fontweight="bold"
        )
