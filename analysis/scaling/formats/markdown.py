# SPDX-License-Identifier: Apache-2.0
"""Tables as GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaling.finding import Finding
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
    notes += [f"**{f.id}** {f.severity}: {escape(f.text)}" for f in findings]
    return "\n".join([*lines, "", *(f"* {note}" for note in notes)]).rstrip() + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    # Brackets around numbers are no links; left alone they keep intervals readable.
    escaped = _SPECIAL.sub(r"\\\1", clean(text))
    return re.sub(r"\\\[([-0-9., ]+)\\\]", r"[\1]", escaped)
