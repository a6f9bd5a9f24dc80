# SPDX-License-Identifier: Apache-2.0
"""Tables on their side: `cores,1,2,4` above `time,9,5,3`."""

from __future__ import annotations

from dataclasses import replace

from scaling.importing.lines import named_once
from scaling.importing.sheet import Cell, Sheet
from scaling.importing.units import resource_of


def turned(sheet: Sheet) -> Sheet:
    """The sheet, a row a point, where its heading counts resources and its first column
    holds the names; below a heading of sizes that column has the counts."""
    first, *counts = sheet.columns or ("",)
    names = [row[first] for row in sheet.rows]
    are_counts = len(counts) > 1 and all(count.isdecimal() for count in counts)
    are_names = names and not any(_is_count(cell) for cell in names)
    if not (are_counts and are_names and resource_of(first)):
        return sheet
    places = [(first, sheet.heading[first]), *((c.text, c.place) for c in names)]
    rows = [
        {
            first: Cell(count, sheet.heading[count]),
            **{row[first].text: row[count] for row in sheet.rows},
        }
        for count in counts
    ]
    form = f"{sheet.form}, a column a point"
    return replace(sheet, form=form, heading=named_once(places), rows=rows)


def _is_count(cell: Cell) -> bool:
    return cell.is_empty or cell.text[:1].isdecimal()
