# SPDX-License-Identifier: Apache-2.0
"""Tables as GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaling.finding import Finding, by_grade
from scaling.table import Table, is_text, shown
from scaling.words.text import clean
from scaling.zipped import zip_equal

SUFFIX = "md"

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#$])")


def render(table: Table, findings: Sequence[Finding] = ()) -> str:
    """Title, table, footnotes, warnings."""
    columns = table.columns
    texts = [is_text(table, i) for i, _ in enumerate(columns)]
    lines = [f"**{escape(table.title)}**", ""]
    lines.append(_line([escape(column.title) for column in columns]))
    lines.append(_line([":--" if text else "--:" for text in texts]))
    for row in table.rows:
        cells = [shown(cell, c) for cell, c in zip_equal(row, columns)]
        lines.append(_line([escape(cell) for cell in cells]))
    notes = [escape(note) for note in (table.caption, *table.notes) if note]
    lines += ["", *(f"* {note}" for note in notes), "", graded(findings)]
    return "\n".join(lines).rstrip() + "\n"


def graded(findings: Sequence[Finding]) -> str:
    """Warnings as lists, below the words of their grade, the worst first."""
    return "\n\n".join(
        "\n".join([f"**{words}**", "", *map(_item, found)])
        for words, found in by_grade(findings)
    )


def _item(finding: Finding) -> str:
    return f"* **{finding.id}** {escape(finding.text)}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    # Brackets around numbers are no links; left alone they keep intervals readable.
    escaped = _SPECIAL.sub(r"\\\1", clean(text))
    return re.sub(r"\\\[([-0-9., ]+)\\\]", r"[\1]", escaped)
