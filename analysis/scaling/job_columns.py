# SPDX-License-Identifier: Apache-2.0
"""The columns of a job size: the same digits in a terminal and on the page."""

from __future__ import annotations

from dataclasses import replace

from scaling import curve_table
from scaling.model.curve import Curve
from scaling.table import CI, Cell, Column
from scaling.words import text
from scaling.words.units import value_unit

Filled = tuple[Column, list[Cell]]

WIDE = 100
"""Times that differ by more have as many digits, not as many decimals."""


def value_column(curve: Curve) -> Filled:
    """The leading metric, or the rate that was imported."""
    column, cells = (_rate if curve.like.is_imported_rate else _metric)(curve)
    known = [cell for cell in cells if cell]
    largest = max((cell.value for cell in known), default=1.0)
    column = replace(column, brief=2)
    scaled = [cell.times(column.scale) for cell in known]
    decimals = [text.brief_decimals(c) + 1 for c in scaled if c.low is not None]
    if not decimals:
        column = replace(column, is_quoted=True)
    elif largest < WIDE * min(cell.value for cell in known):
        column = replace(column, decimals=min(decimals))
    return column, cells


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
