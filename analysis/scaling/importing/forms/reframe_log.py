# SPDX-License-Identifier: Apache-2.0
"""Performance logs of ReFrame: values and their units stand in columns of their own."""

from __future__ import annotations

from dataclasses import replace

from scaling.importing.forms.delimited import split
from scaling.importing.lines import make_sheet
from scaling.importing.sheet import Cell, Row, Sheet
from scaling.importing.units import is_rate

ORDER = 8

_VALUE, _UNIT = "_value", "_unit"


def read(file: str, text: str) -> Sheet | None:
    """`elapsed_value` and `elapsed_unit` become `elapsed`."""
    heading = text.lstrip().partition("\n")[0].strip().split("|")
    measured = [
        name.removesuffix(_VALUE)
        for name in heading
        if name.endswith(_VALUE) and name.removesuffix(_VALUE) + _UNIT in heading
    ]
    if not measured or "result" not in heading:
        return None
    sheet = make_sheet(file, "performance log of ReFrame", split(text, "|"), ".")
    places = dict(sheet.heading)
    for name in measured:
        places[name] = places.pop(name + _VALUE)
        places.pop(name + _UNIT)
    roles = {"cores": "num_tasks"} if "num_tasks" in places else {}
    if len(measured) == 1:
        units = {row[measured[0] + _UNIT].text for row in sheet.rows}
        roles["rate" if all(map(is_rate, units)) else "time"] = measured[0]
    rows = [_joined(row, measured) for row in sheet.rows]
    return replace(sheet, heading=places, rows=rows, roles=roles)


def _joined(row: Row, measured: list[str]) -> Row:
    """Nothing was measured by a test that did not pass."""
    cells = dict(row)
    passed = row["result"].text in ("pass", "success")
    for name in measured:
        value, unit = cells.pop(name + _VALUE), cells.pop(name + _UNIT)
        known = passed and not value.is_empty
        text = f"{value.text} {'' if unit.is_empty else unit.text}".strip()
        cells[name] = Cell(text if known else "", value.place)
    return cells
