# SPDX-License-Identifier: Apache-2.0
"""A comparison as one small HTML page, and as Markdown for a pull request."""

from __future__ import annotations

import math
from pathlib import Path

from scaling.compare.difference import Difference, Pair
from scaling.compare.tables import make_tables
from scaling.formats import markdown
from scaling.report.html import html_environment, stylesheet
from scaling.table import Table, shown
from scaling.words.names import metric_word

SYMBOLS = {
    "SLOWER": "▲", "LARGER": "▲", "FASTER": "▼", "SMALLER": "▼", "SAME": "=",
    "UNDECIDED": "?",
}  # fmt: skip
"""So that no verdict is told by its colour alone."""

_FOLDER = Path(__file__).parent


def make_page(difference: Difference) -> str:
    """Needs no network; every text from a journal is cleaned and escaped."""
    template = html_environment(_FOLDER).get_template("compare.html.j2")
    return template.render(
        style=stylesheet(),
        difference=difference,
        tables=make_tables(difference),
        symbols=SYMBOLS,
        shown=shown,
        bar=_bar(difference),
        named=lambda pair: _named(difference, pair),
    )


def _named(difference: Difference, pair: Pair) -> str:
    """The point, and the metric where there are several."""
    if len(difference.metrics) == 1:
        return pair.label
    return f"{pair.label}, {metric_word(pair.metric)}"


def make_markdown(difference: Difference) -> str:
    """The verdict in a line, the tables below it."""
    head = f"### Scaling comparison: {_outcome(difference)}"
    tables = (markdown.render(_marked(table)) for table in make_tables(difference))
    return "\n".join([head, "", f"{difference}.", "", *tables])


def _outcome(difference: Difference) -> str:
    if not difference.pairs:
        return "nothing could be compared"
    return "regression" if difference.is_worse else "no regression"


def _marked(table: Table) -> Table:
    """The verdicts with their symbols."""
    rows = tuple(
        tuple(f"{SYMBOLS[c]} {c}" if c in SYMBOLS else c for c in row)
        for row in table.rows
    )
    return Table(table.slug, table.title, table.columns, rows, table.notes)


def _bar(difference: Difference):
    """A function from a ratio to its place, in percent of the width, on a log axis."""
    ends = [
        abs(math.log(value))
        for pair in difference.pairs
        for value in _known(pair)
        if value > 0
    ]
    reach = max(ends, default=0.0) * 1.1
    reach = max(reach, 2 * difference.band)

    def place(value: float) -> float:
        return round(50 + 50 * math.log(value) / reach, 2)

    return place


def _known(pair: Pair) -> list[float]:
    found = (pair.ratio.value, pair.ratio.low, pair.ratio.high)
    return [value for value in found if value is not None]
