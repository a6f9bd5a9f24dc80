# SPDX-License-Identifier: Apache-2.0
"""A table as a value; the formats in `scaling/formats` turn it into text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Union

from scaling.statistics.measured import Measured
from scaling.words import text
from scaling.zipped import zip_equal

Cell = Union[str, int, float, Measured, None]


_BASE_UNITS = (
    (r"samples_per_s", "samples/s"),
    (r"samples_per_s_per_(\w+)", r"samples/s/\1"),
    (r"samples_for_\d+", "samples"),
    (r"joules_per_sample", "J/sample"),
    (r"j_per_1e9_samples", "J/1e9 samples"),
    (r"(\w+)_s_per_1e9_samples", r"\1-s/1e9 samples"),
    (r"(\w+)_hours_per_sample", r"\1-h/sample"),
    (r"(\w+)_hours", r"\1-h"),
    (r"(\w+)_seconds", r"\1-s"),
    (r"\w+_bytes", "B"),
    (r"\w+_percent", "%"),
    (r"\w+_s", "s"),
)
"""The unit that a column's name ends with, by patterns, the special ones first."""


@dataclass(frozen=True)
class Column:
    """`name`, with its base unit, is for programs; `heading` and `unit` for people.

    A value is shown times `scale`. A terminal too narrow for the table leaves out the
    interval of a column at step `brief` and the whole column at step `drop`, the lowest
    step first; 0 is never. `short` is its heading in a terminal. With `decimals` all
    its values have as many digits behind the point.
    """

    name: str
    heading: str
    unit: str = ""
    scale: float = 1.0
    digits: int = 3
    brief: int = 0
    drop: int = 0
    short: str = ""
    is_quoted: bool = False
    decimals: int | None = None

    @property
    def base_unit(self) -> str:
        """What a value of it is in, as programs get it; empty for a plain number."""
        if self.unit and self.scale == 1.0 and not self.unit.startswith("%"):
            return self.unit
        name = re.sub("_(low|high)$", "", self.name)
        for pattern, unit in _BASE_UNITS:
            if found := re.fullmatch(pattern, name):
                return found.expand(unit)
        return ""

    @property
    def title(self) -> str:
        """The heading with its unit."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class Table:
    """`slug` names its files; `points` are the ids that its rows concern.

    `caption` says how the numbers came about; a terminal leaves it out. `section` is
    the part of the report that it belongs to, empty for the main one.
    """

    slug: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    points: frozenset[str] = frozenset()
    caption: str = ""
    section: str = ""


CI = "[95 % CI]"
"""Stands in the heading of a column whose cells have intervals."""

METRICS = "metrics"
"""The section of the metrics that do not lead."""

Columns = Sequence[tuple[Column, Sequence[Cell]]]
"""Columns with their cells, as many in each."""


def table_of(slug: str, title: str, columns: Columns, **more: Any) -> Table:
    """A table by its columns; `more` are other fields of Table."""
    rows = zip_equal(*(cells for _, cells in columns))
    return Table(
        slug, title, tuple(column for column, _ in columns), tuple(rows), **more
    )


def shown(cell: Cell, column: Column) -> str:
    """A cell for people: units scaled, digits rounded, text made safe to print."""
    if cell is None:
        return "–"
    if isinstance(cell, Measured):
        value = cell.times(column.scale)
        if column.decimals is not None:
            return text.with_decimals(value, column.decimals)
        if not column.is_quoted:
            return text.measured(value)
        return text.percent(cell) if column.unit == "%" else text.brief(value)
    return _plain(cell, column)


def shown_briefly(cell: Cell, column: Column) -> str:
    """A cell for people without its interval."""
    if isinstance(cell, Measured):
        if column.decimals is not None:
            return shown(Measured(cell.value), column)
        return text.centre(cell.times(column.scale))
    return shown(cell, column)


def is_text(table: Table, index: int) -> bool:
    """A column of words, set to the left; every other is set to the right."""
    return any(isinstance(row[index], str) for row in table.rows) and not any(
        isinstance(row[index], (int, float, Measured)) for row in table.rows
    )


def without_empty_columns(table: Table) -> Table:
    """Leaves out the columns in which no row has a value."""
    kept = [
        i
        for i, _ in enumerate(table.columns)
        if any(row[i] not in (None, "") for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
    )


def without_idle_marks(table: Table) -> Table:
    """No heading speaks of intervals where no cell of its column has one."""
    columns = []
    for i, column in enumerate(table.columns):
        cells = [row[i] for row in table.rows if isinstance(row[i], Measured)]
        if cells and all(cell.low is None for cell in cells):
            titles = (column.heading, column.short)
            heading, short = (title.replace(CI, "").strip() for title in titles)
            columns.append(replace(column, heading=heading, short=short, brief=0))
        else:
            columns.append(column)
    return replace(table, columns=tuple(columns))


def with_ends(table: Table) -> Table:
    """The table with one number a cell: an interval becomes the columns `_low` and
    `_high` beside its value."""
    columns: list[Column] = []
    cells: list[Sequence[Cell]] = []
    for i, column in enumerate(table.columns):
        own = [row[i] for row in table.rows]
        parts = [("", own)]
        if any(isinstance(cell, Measured) for cell in own):
            known = [x if isinstance(x, Measured) else Measured(x) for x in own]
            parts = [
                ("", [x.value for x in known]),
                ("_low", [x.low for x in known]),
                ("_high", [x.high for x in known]),
            ]
        columns += [replace(column, name=column.name + end) for end, _ in parts]
        cells += [found for _, found in parts]
    return replace(table, columns=tuple(columns), rows=tuple(zip_equal(*cells)))


def _plain(cell: str | int | float, column: Column) -> str:
    if isinstance(cell, str):
        return text.clean(cell)
    if isinstance(cell, int):
        return text.count(cell)
    return text.number(cell * column.scale, column.digits)
