# SPDX-License-Identifier: Apache-2.0
"""Tables as CSV (RFC 4180): base units, full precision, one number a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from scaling.finding import Finding
from scaling.marks import in_every_row
from scaling.table import Table, with_ends
from scaling.words.text import clean

SUFFIX = "csv"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(table: Table, findings: Sequence[Finding] = ()) -> str:  # noqa: ARG001
    """An interval becomes the columns `_low` and `_high` beside its value."""
    table = with_ends(in_every_row(table))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(
            safe(cell) if isinstance(cell, str) else repr_of(cell) for cell in row
        )
    return stream.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return "'" + clean(text) if text.startswith(_FORMULA) else clean(text)


def repr_of(value: int | float | None) -> int | str | None:
    """Twelve significant digits: beyond any clock, and the same on every machine."""
    return f"{value:.12g}" if isinstance(value, float) else value
