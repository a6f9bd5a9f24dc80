# SPDX-License-Identifier: Apache-2.0
"""Resources that stand in two columns: `ranks*threads` is their product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod

from scaling.importing.sheet import Cell, Row, Sheet

TIMES = "*"


def with_product(sheet: Sheet, asked: str, find: Callable[[str], str]) -> Sheet:
    """The sheet with a column more, where `asked` is no column but a product of some,
    of which `find` gives the column that each word means."""
    if TIMES not in asked or asked in sheet.columns:
        return sheet
    names = [find(word.strip()) for word in asked.split(TIMES)]
    if not {*names} <= {*sheet.columns}:
        return sheet
    rows = [{**row, asked: _product(row, names)} for row in sheet.rows]
    heading = {**sheet.heading, asked: sheet.heading[names[0]]}
    return replace(sheet, heading=heading, rows=rows)


def _product(row: Row, names: Sequence[str]) -> Cell:
    """Empty where a factor is; what is no whole number is left to be told of."""
    place = row[names[0]].place
    texts = [row[name].text.strip() for name in names]
    if any(row[name].is_empty for name in names):
        return Cell("", place)
    if all(text.isascii() and text.isdecimal() for text in texts):
        return Cell(str(prod(map(int, texts))), place)
    return Cell(TIMES.join(texts), place)
