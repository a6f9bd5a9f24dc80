# SPDX-License-Identifier: Apache-2.0
"""Nothing that a model answered leaves the analysis without saying so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaling.table import Column, Table

if TYPE_CHECKING:
    from scaling.figure import Figure
    from scaling.model.study import Study

WORD = "SIMULATED"
NOTE = f"{WORD}: a model answered; nothing here was measured."


def mark_table(table: Table, study: Study) -> Table:
    """The table with the note first, which every format shows; as it is if measured."""
    simulated = {point.id for point in study.points if point.request.is_simulated}
    concerned = table.points & simulated if table.points else simulated
    if not concerned or is_marked(table):
        return table
    return replace(table, notes=(NOTE, *table.notes))


def is_marked(table: Table) -> bool:
    """The table says that it is simulated."""
    return NOTE in table.notes


def in_every_row(table: Table) -> Table:
    """A marked table with a column that says so, for formats that have no notes."""
    if not is_marked(table):
        return table
    return replace(
        table,
        columns=(*table.columns, Column("simulated", "Simulated")),
        rows=tuple((*row, "yes") for row in table.rows),
    )


def mark_figure(figure: Figure, study: Study) -> Figure:
    """The figure, marked in words, data and corner where the study is simulated."""
    if not study.is_simulated:
        return figure
    return replace(
        figure,
        caption=_first(figure.caption),
        alt=_first(figure.alt),
        data=replace(figure.data, notes=(NOTE,)),
        draw=lambda canvas: _draw(figure, canvas),
    )


def _first(words: str) -> str:
    return words if words.startswith(WORD) else f"{WORD}. {words}"


def _draw(figure: Figure, canvas: Any) -> None:
    figure.draw(canvas)
    for axes in canvas.axes:
        legend = axes.get_legend()
        for words in legend.get_texts() if legend else ():
            words.set_text(words.get_text().replace("measured", "simulated"))
    if not any(axes.get_title(loc="right") == WORD for axes in canvas.axes):
        mark_axes(canvas.axes[0])


def mark_axes(axes: Any) -> None:
    """The word above the right end of the axes."""
    axes.set_title(WORD, loc="right", color="#B00000", fontweight="bold")
