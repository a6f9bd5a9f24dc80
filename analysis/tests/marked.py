# SPDX-License-Identifier: Apache-2.0
"""What every form of a study has to say that was not measured, whatever its mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from scaling.draw.render import draw
from scaling.draw.style import style_of
from scaling.figures import figure_kinds
from scaling.marks import Mark, mark_figure
from scaling.overview import Overview
from scaling.report.lead import leading_curves
from scaling.screen import Screen
from scaling.show import show


def check_terminal(overview: Overview, mark: Mark) -> None:
    """Beside or below the title of each curve that is shown, not beyond its table."""
    shown = show(overview, Screen(80))
    assert shown.count(mark.word) == len(leading_curves(overview)) > 0
    titles = [x for x in show(overview, Screen(400)).splitlines() if mark.word in x]
    assert max(map(len, titles)) < 120


def check_csv(files: Mapping[str, bytes], mark: Mark) -> None:
    """In every row."""
    names = [name for name in files if name.endswith(".csv")]
    assert len(names) > 12
    for name in names:
        rows = list(csv.DictReader(io.StringIO(files[name].decode())))
        assert rows, name
        assert {row[mark.column] for row in rows} == {"yes"}, name


def check_figures(overview: Overview, mark: Mark, at_least: int) -> None:
    """Before the caption and the alternative text, in the corner, and in no legend."""
    figures = [f for kind in figure_kinds() for f in kind.make(overview.study)]
    assert len(figures) >= at_least
    for figure in figures:
        marked = mark_figure(figure, overview.study)
        assert marked.caption.startswith(f"{mark.word}. ")
        assert marked.alt.startswith(f"{mark.word}. ")
        with style_of(marked.slug):
            canvas = draw(marked)
        titles = [axes.get_title(loc="right") for axes in canvas.axes]
        assert mark.word in titles, figure.slug
        words = [t.get_text() for a in canvas.axes if a.get_legend()
                 for t in a.get_legend().get_texts()]  # fmt: skip
        assert not any("measured" in text for text in words), figure.slug
