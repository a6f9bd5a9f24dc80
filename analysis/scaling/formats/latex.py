# SPDX-License-Identifier: Apache-2.0
"""Tables as LaTeX with booktabs, to be read by \\input."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.table import Column, Table, is_text, shown
from scaling.text import clean, slug

SUFFIX = "tex"

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
    """A table environment; needs booktabs and graphicx."""
    columns = table.columns
    alignment = "".join(
        "l" if is_text(table, i) else "r" for i, _ in enumerate(columns)
    )
    caption = [table.caption] if table.caption else []
    notes = [
        *caption,
        *table.notes,
        *(f"{f.id} ({f.severity}): {f.text}." for f in findings),
    ]
    lines = [
        "% Needs \\usepackage{booktabs,graphicx} in the preamble.",
        r"\begin{table}[htbp]",
        r"  \centering\footnotesize\setlength{\tabcolsep}{4pt}",
        rf"  \caption{{{escape(table.title)}}}",
        rf"  \label{{tab:{slug(table.slug)}}}",
        r"  \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
        rf"  \begin{{tabular}}{{@{{}}{alignment}@{{}}}}",
        r"    \toprule",
        *("    " + line for line in _headings(columns)),
        r"    \midrule",
    ]
    for row in table.rows:
        cells = [shown(cell, c) for cell, c in zip(row, columns, strict=True)]
        lines.append("    " + _line([escape(cell) for cell in cells]))
    lines += [r"    \bottomrule", r"  \end{tabular}}", *_notes(notes), r"\end{table}"]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text as LaTeX prints it; what its fonts may lack becomes a question mark."""
    return "".join(_SPECIAL.get(c, c if ord(c) < 128 else "?") for c in clean(text))


def _headings(columns: Sequence[Column]) -> list[str]:
    """A row of names over a row of intervals and units: tall, so that it is narrow."""
    names, details = [], []
    for column in columns:
        name, _, interval = column.heading.partition(" [")
        unit = f"({column.unit})" if column.unit else ""
        names.append(escape(name))
        details.append(escape(" ".join([f"[{interval}" if interval else "", unit])))
    return [_line(row) for row in (names, details) if any(row)]


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
