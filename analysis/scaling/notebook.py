# SPDX-License-Identifier: Apache-2.0
"""What a notebook shows of a study and of a figure, as HTML of its own."""

from __future__ import annotations

from html import escape

from scaling.figure import Figure
from scaling.frame import Frame, html_table
from scaling.overview import Overview
from scaling.report.lead import lead_size, lead_table
from scaling.report.verdict import remarks, verdict
from scaling.table import shown
from scaling.words.text import clean


class DrawnFrame(Frame):
    """The data of a figure, which a notebook shows as the drawing."""

    def __init__(self, data: Frame, figure: Figure) -> None:
        super().__init__(data.title, data, data.units, data.notes)
        self.figure = figure

    def svg(self) -> str:
        """The drawing, to stand in a page."""
        from scaling.draw.render import inline_svg, render  # slow to load

        drawn = render(self.figure, ["svg"])["svg"]
        return inline_svg(drawn, self.figure.slug, _safe(self.figure.alt))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        words = f"<b>{_safe(self.figure.title)}.</b> {_safe(self.figure.caption)}"
        return f"<figure>{self.svg()}<figcaption>{words}</figcaption></figure>"


def study_html(overview: Overview) -> str:
    """What its report opens with: the verdict, what is said beside it, the table."""
    parts = [f"<p><b>{_safe(verdict(overview))}</b></p>"]
    if said := " ".join(remarks(overview)):
        parts.append(f"<p>{_safe(said)}</p>")
    if size := lead_size(overview):
        table = lead_table(overview, size)
        heads = [column.title for column in table.columns]
        rows = ([*map(shown, row, table.columns)] for row in table.rows)
        parts.append(html_table(table.title, heads, rows))
    return "".join(parts)


def _safe(words: str) -> str:
    """Text of a journal that anybody may have written."""
    return escape(clean(words))
