# SPDX-License-Identifier: Apache-2.0
"""The columns of a job size: the same digits in a terminal and on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from scaling import curve_table
from scaling.model.curve import Curve, Row
from scaling.table import CI, Cell, Column
from scaling.words import text
from scaling.words.units import value_unit
from scaling.zipped import zip_equal

Filled = tuple[Column, list[Cell]]

WIDE = 100
"""Values that differ by more have as many digits, not as many decimals."""
DIGITS = 3
"""Of the smallest value of a column without intervals."""


def value_column(curve: Curve) -> Filled:
    """The leading metric, or the rate that was imported."""
    column, cells = (_rate if curve.like.is_imported_rate else _metric)(curve)
    return _even(replace(column, brief=2), cells, 1), cells


def speedup_column(curve: Curve) -> Filled:
    """Ratio to the base."""
    name, heading = (
        ("speedup", "Speedup")
        if curve.kind == "strong"
        else ("scaled_speedup", "Scaled speedup")
    )
    column, cells = curve_table.speedup_column(curve, name, heading, drop=0)
    return _even(replace(column, is_quoted=True), cells, 0), cells


def _metric(curve: Curve) -> Filled:
    """In the unit of its largest value: a time in seconds stays in seconds."""
    column, cells = curve_table.value_column(curve)
    largest = max((cell.value for cell in cells if cell), default=1.0)
    unit, scale = value_unit(curve.metric, [largest])
    return replace(column, unit=unit, scale=scale), cells


def _rate(curve: Curve) -> Filled:
    """In its own unit, with the intervals of the times."""
    column, _ = curve_table.rate_column(curve)
    column = replace(column, heading=f"{column.heading} {CI}")
    return column, [r.point.rate if r.point.launches else None for r in curve.rows]


def efficiency_column(curve: Curve) -> Filled:
    """Percents, all with as many decimals as the value that is known the least."""
    column, cells = curve_table.efficiency_column(curve)
    known = [cell for cell in cells if cell and cell.low is not None]
    decimals = min((text.percent_decimals(cell) for cell in known), default=0)
    return replace(column, brief=5, decimals=decimals), cells


def lost_to_column(rows: Sequence[Row], words: Sequence[str]) -> Filled:
    """Why each row is no better; empty where that is said of none."""
    is_told = any(told and not row.is_base for row, told in zip_equal(rows, words))
    cells = [
        " ".join(filter(None, ["base" if row.is_base else "", told]))
        for row, told in zip_equal(rows, words)
    ]
    return curve_table.LOST_TO, cells if is_told else [None] * len(cells)


def _even(column: Column, cells: Sequence[Cell], more: int) -> Column:
    """With as many decimals as the value that is known the least, and `more`."""
    known = [cell.times(column.scale) for cell in cells if cell]
    sizes = [abs(cell.value) for cell in known] or [1.0]
    if max(sizes) >= WIDE * min(sizes):
        return column
    decimals = [text.brief_decimals(c) + more for c in known if c.low is not None]
    of_digits = max(0, DIGITS - 1 - math.floor(math.log10(min(sizes))))
    return replace(column, decimals=min(decimals, default=of_digits))
