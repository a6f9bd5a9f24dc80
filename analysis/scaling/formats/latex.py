# SPDX-License-Identifier: Apache-2.0
"""Tables as LaTeX with booktabs, to be read by \\input."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding, by_grade
from scaling.table import Cell, Column, Table, is_text, shown
from scaling.words.text import clean, slug

SUFFIX = "tex"

WIDEST = 116
"""Letters of \\footnotesize that a page with narrow margins holds side by side."""
LETTERS_BETWEEN = 2
LONGEST_TEXT = 44
"""Letters; longer text is broken into lines."""
NAMING = ("nodes", "ranks", "threads", "cores", "gpus", "law")
"""Columns that say which row it is, where they are the first ones."""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{\char34}",
    "–": "--",
}


def render(table: Table, findings: Sequence[Finding] = ()) -> str:
    """A table environment; needs array, booktabs and graphicx.

    What is wider than a page is set in parts one below the other, each with the columns
    that name its rows: a table that is scaled to the page cannot be read.
    """
    caption = [table.caption] if table.caption else []
    notes = [*caption, *table.notes]
    for words, found in by_grade(findings):
        notes += [f"{words}:", *(f"{f.id}: {f.text}." for f in found)]
    lines = [
        "% Needs \\usepackage{array,booktabs,graphicx} in the preamble.",
        r"\begin{table}[!htbp]",
        r"  \centering\footnotesize\setlength{\tabcolsep}{4pt}",
        rf"  \caption{{{escape(table.title)}}}",
        rf"  \label{{tab:{slug(table.slug)}}}",
    ]
    for number, part in enumerate(_parts(table)):
        lines += ([r"  \par\medskip"] if number else []) + _tabular(table, part)
    lines += [*_notes(notes), r"\end{table}"]
    return "\n".join(lines) + "\n"


def _tabular(table: Table, part: list[int]) -> list[str]:
    """Some columns of a table; what is still too wide is scaled to the page."""
    columns = [table.columns[i] for i in part]
    alignment = "".join(_alignment(table, i) for i in part)
    lines = [
        r"  \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
        rf"  \begin{{tabular}}{{@{{}}{alignment}@{{}}}}",
        r"    \toprule",
        *("    " + line for line in _headings(columns)),
        r"    \midrule",
    ]
    for row in table.rows:
        cells = [shown(row[i], table.columns[i]) for i in part]
        lines.append("    " + _line([escape(cell) for cell in cells]))
    return [*lines, r"    \bottomrule", r"  \end{tabular}}"]


def _alignment(table: Table, index: int) -> str:
    if not is_text(table, index):
        return "r"
    if _letters(table, index) <= LONGEST_TEXT:
        return "l"
    return rf">{{\raggedright\arraybackslash}}p{{{LONGEST_TEXT // 2}em}}"


def _parts(table: Table) -> list[list[int]]:
    """The columns that go side by side; those that name the rows begin every part."""
    names = [column.name for column in table.columns]
    named = next((i for i, name in enumerate(names) if name not in NAMING), len(names))
    widths = [
        min(_letters(table, i), LONGEST_TEXT) + LETTERS_BETWEEN
        for i, _ in enumerate(names)
    ]
    again = _telling(table, named)
    parts, room = [list(range(named))], WIDEST - sum(widths[:named])
    for index in range(named, len(names)):
        if widths[index] > room and len(parts[-1]) > len(again):
            parts.append(list(again))
            room = WIDEST - sum(widths[i] for i in again)
        parts[-1].append(index)
        room -= widths[index]
    return parts


def _telling(table: Table, named: int) -> list[int]:
    """The columns that tell the rows apart, of those that name them, once each."""
    seen: dict[tuple[Cell, ...], int] = {}
    for index in range(named):
        cells = tuple(row[index] for row in table.rows)
        if len(set(cells)) > 1:
            seen.setdefault(cells, index)
    return list(seen.values()) or list(range(named))


def _letters(table: Table, index: int) -> int:
    column = table.columns[index]
    cells = [shown(row[index], column) for row in table.rows]
    return max(len(word) for word in (*cells, *_heading(column)))


def escape(text: str) -> str:
    """Text as LaTeX prints it; what its fonts may lack becomes a question mark."""
    return "".join(_SPECIAL.get(c, c if ord(c) < 128 else "?") for c in clean(text))


def _headings(columns: Sequence[Column]) -> list[str]:
    """A row of names over a row of intervals and units: tall, so that it is narrow."""
    names, details = [], []
    for column in columns:
        name, detail = _heading(column)
        names.append(escape(name))
        details.append(escape(detail))
    return [_line(row) for row in (names, details) if any(row)]


def _heading(column: Column) -> tuple[str, str]:
    """The column's name, and its interval and unit."""
    name, _, interval = column.heading.partition(" [")
    unit = f"({column.unit})" if column.unit else ""
    return name, " ".join([f"[{interval}" if interval else "", unit])


def _line(cells: list[str]) -> str:
    # What follows \\ must not begin with [ : that would be its argument.
    first = "{}" if cells[0].startswith("[") else ""
    return first + " & ".join(cells) + r" \\"


def _notes(notes: list[str]) -> list[str]:
    if not notes:
        return []
    body = [f"    {escape(note)}\\par" for note in notes]
    return [
        r"  \par\smallskip",
        r"  \begin{minipage}{\linewidth}\footnotesize\raggedright",
        *body,
        r"  \end{minipage}",
    ]
