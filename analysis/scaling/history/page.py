# SPDX-License-Identifier: Apache-2.0
"""A history as one small HTML page, and as Markdown for a comment on a forge."""

from __future__ import annotations

from pathlib import Path

from scaling.formats import markdown
from scaling.history.chart import make_chart
from scaling.history.history import History
from scaling.history.tables import make_tables
from scaling.report.html import html_environment, stylesheet
from scaling.table import Cell, Table, is_text, shown

_FOLDER = Path(__file__).parent


def make_page(history: History) -> str:
    """Needs no network; every text from a journal is cleaned and escaped."""
    template = html_environment(_FOLDER).get_template("history.html.j2")
    return template.render(
        style=stylesheet(),
        history=history,
        chart=make_chart(history),
        tables=make_tables(history),
        shown=shown,
        is_text=is_text,
        looks=_looks,
    )


def _looks(table: Table, index: int, cell: Cell) -> str:
    """The classes of a cell."""
    found = {
        "text": is_text(table, index),
        "long": table.columns[index].name in ("changed", "reason"),
        "worse": isinstance(cell, str) and cell.startswith(("SLOWER", "LARGER")),
    }
    return " ".join(name for name, holds in found.items() if holds)


def make_markdown(history: History) -> str:
    """What was found in a line, the tables below it."""
    tables = (markdown.render(table) for table in make_tables(history))
    return "\n".join(["### Scaling history", "", f"{history}.", "", *tables])
