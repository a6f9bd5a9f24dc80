# SPDX-License-Identifier: Apache-2.0
"""Files that grow with every session: the rows of each commit, release or date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling.importing.columns import named_column
from scaling.importing.problems import Problems
from scaling.importing.sheet import Row, Sheet
from scaling.words.text import slug


def by_session(sheets: Sequence[Sheet], asked: str) -> dict[str, list[Sheet]]:
    """The sheets of each session, by what it is called in the name of a study, in the
    order of the files; raises ImportRefusedError."""
    problems = Problems()
    names = [named_column(sheet, asked, "--session", problems) for sheet in sheets]
    problems.refuse_any()
    found: dict[str, list[Sheet]] = {}
    texts: dict[str, str] = {}
    for sheet, name in zip(sheets, names):
        rows: dict[str, list[Row]] = {}
        for row in sheet.rows:
            cell, label = row[name], slug(row[name].text)
            if not cell.text.strip():
                problems.add(cell.place, "the row is of no session", "Write it there")
            elif texts.setdefault(label, cell.text) != cell.text:
                what = f"'{cell.text}' and '{texts[label]}' are both called '{label}'"
                problems.add(cell.place, what, "Give each session a name of its own")
            rows.setdefault(label, []).append(row)
        for label, own in rows.items():
            found.setdefault(label, []).append(replace(sheet, rows=own))
    problems.refuse_any()
    return found
