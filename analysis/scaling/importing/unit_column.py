# SPDX-License-Identifier: Apache-2.0
"""Units that stand beside a number: in a column of their own, or behind a match."""

from __future__ import annotations

import re
from dataclasses import replace

from scaling.importing import units
from scaling.importing.columns import Columns
from scaling.importing.sheet import Cell, Row, Sheet

_BEHIND = re.compile(r"[ \t]*[\[(]?([^\W\d_][^\s,;:=()\[\]]*)")
_MINIMUM = re.compile(r"[ \t]*[\[(]?min[ \t=:]*[0-9]")
"""`avg 3 min 2`: the name of the next number."""


def with_units(sheet: Sheet, columns: Columns) -> Sheet:
    """The sheet with the texts of a column `unit` behind the values, as in `12 ms`."""
    found = {v.name: _column_for(sheet, columns, v.name) for v in columns.values}
    beside = {name: unit for name, unit in found.items() if unit}
    if not beside:
        return sheet
    heading = {c: p for c, p in sheet.heading.items() if c not in beside.values()}
    rows = [_row(row, beside) for row in sheet.rows]
    return replace(sheet, heading=heading, rows=rows)


def _column_for(sheet: Sheet, columns: Columns, name: str) -> str:
    """`unit`, or of `real_time` also `time_unit`; empty where there is none."""
    if units.unit_of(name):
        return ""
    own = {"unit", "units", *units.words_of(name)}
    for other in sheet.columns:
        said = set(units.words_of(other))
        if other not in columns.used and said & {"unit", "units"} and said <= own:
            return other
    return ""


def _row(row: Row, beside: dict[str, str]) -> Row:
    found = dict(row)
    for name, unit in beside.items():
        if not row[name].is_empty and not row[unit].is_empty:
            text = _joined(row[name].text, row[unit].text)
            found[name] = Cell(text, row[name].place)
    return found


def _joined(text: str, unit: str) -> str:
    """Nothing is put behind a clock, or behind a number that has its unit."""
    is_plain = ":" not in text and text.rstrip()[-1:].isdigit()
    return f"{text.rstrip()} {unit.strip()}" if is_plain else text


def with_unit_behind(found: str, rest: str) -> str:
    """What a pattern found, with the unit of a time or rate right behind it."""
    behind = _BEHIND.match(rest)
    if not behind or _MINIMUM.match(rest):
        return found
    unit = behind[1].rstrip(".")
    is_unit = unit.casefold() in units.SECONDS or units.is_rate(unit)
    return _joined(found, unit) if is_unit else found
