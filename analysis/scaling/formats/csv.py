# SPDX-License-Identifier: Apache-2.0
"""Tables as CSV (RFC 4180): base units, full precision, one number a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from scaling.finding import Finding
from scaling.marks import in_every_row
from scaling.statistics.measured import Measured
from scaling.table import Cell, Table
from scaling.words.text import clean
from scaling.zipped import zip_equal

SUFFIX = "csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(table: Table, findings: Sequence[Finding] = ()) -> str:  # noqa: ARG001
    """An interval becomes the columns `_low` and `_high` beside its value."""
    table = in_every_row(table)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    intervals = [_has_interval(table, i) for i, _ in enumerate(table.columns)]
    writer.writerow(
        name
        for column, interval in zip_equal(table.columns, intervals)
        for name in _names(column.name, interval)
    )
    for row in table.rows:
        writer.writerow(
            value
            for cell, interval in zip_equal(row, intervals)
            for value in _values(cell, interval)
        )
    return stream.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + clean(text) if text.startswith(_FORMULA) else clean(text)


def _has_interval(table: Table, index: int) -> bool:
    return any(isinstance(row[index], Measured) for row in table.rows)


def _names(name: str, interval: bool) -> list[str]:
    return [name, f"{name}_low", f"{name}_high"] if interval else [name]


def _values(cell: Cell, interval: bool) -> list[str | int | float | None]:
    if isinstance(cell, Measured):
        return [repr_of(cell.value), repr_of(cell.low), repr_of(cell.high)]
    value = safe(cell) if isinstance(cell, str) else repr_of(cell)
    return [value, None, None] if interval else [value]


def repr_of(value: int | float | None) -> int | str | None:
    """Twelve significant digits: beyond any clock, and the same on every machine."""
    return f"{value:.12g}" if isinstance(value, float) else value
