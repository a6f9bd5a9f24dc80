# SPDX-License-Identifier: Apache-2.0
"""A table as columns of numbers with their units, for Python and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from scaling.marks import in_every_row
from scaling.table import Cell, Table, with_ends
from scaling.tidy import LISTS
from scaling.words.text import clean, listed, number, plural

MOST_SHOWN = 60
"""Rows that a notebook shows; the frame has all."""


class Frame(dict):
    """A dict of NumPy arrays, a column each, all equally long.

    pandas and polars take it as it is, so that the analysis needs neither of them:
    `pandas.DataFrame(frame)`. `units` has the unit of each column, empty for a plain
    number; `notes` are what a report says below the table.
    """

    def __init__(
        self,
        title: str,
        columns: Mapping[str, Sequence[Any]],
        units: Mapping[str, str],
        notes: Iterable[str] = (),
    ) -> None:
        super().__init__({name: _array(name, cells) for name, cells in columns.items()})
        self.title, self.units, self.notes = title, dict(units), tuple(notes)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(next(iter(self.values()), ()))

    def pandas(self) -> Any:
        """The same as a pandas.DataFrame, with its units in `attrs["units"]`."""
        import pandas

        found = pandas.DataFrame(dict(self))
        found.attrs.update(title=self.title, units=self.units)
        return found

    def polars(self) -> Any:
        """The same as a polars.DataFrame, which has no place for units."""
        import polars

        columns = {name: cells.tolist() for name, cells in self.items()}
        return polars.DataFrame(columns, strict=False, nan_to_null=True)

    def __repr__(self) -> str:
        return f"<{self.title}: {plural(self.rows, 'row')}, {listed([*self], 30)}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = zip(*(cells[:MOST_SHOWN] for cells in self.values()))
        shown = html_table(
            self.title, map(self._heading, self), (map(_shown, row) for row in rows)
        )
        more = self.rows - MOST_SHOWN
        notes = [*self.notes, *([f"{plural(more, 'row')} more"] if more > 0 else [])]
        below = "".join(f"<li>{escape(clean(note))}</li>" for note in notes)
        return f"{shown}<ul>{below}</ul>"

    def _heading(self, name: str) -> str:
        unit = self.units[name]
        return f"{name} ({unit})" if unit else name


def html_table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as a notebook shows it; texts of a journal may be anybody's."""
    body = "".join(map(_html_row, rows))
    return (
        f"<table><caption>{escape(clean(title))}</caption>"
        f"<thead>{_html_row(heads, 'th')}</thead><tbody>{body}</tbody></table>"
    )


def _html_row(cells: Iterable[str], tag: str = "td") -> str:
    inner = "".join(f"<{tag}>{escape(clean(cell))}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"


def make_frame(table: Table) -> Frame:
    """The columns that the CSV file of the table has, in the same units."""
    table = with_ends(in_every_row(table))
    columns = {
        column.name: [row[i] for row in table.rows]
        for i, column in enumerate(table.columns)
    }
    units = {column.name: column.base_unit for column in table.columns}
    return Frame(clean(table.title), columns, units, table.notes)


def joined(title: str, name: str, frames: Mapping[str, Frame]) -> Frame:
    """Frames below each other; the column `name` tells which a row is from."""
    names = dict.fromkeys(column for frame in frames.values() for column in frame)
    units = {k: v for frame in frames.values() for k, v in frame.units.items()}
    columns: dict[str, list[Any]] = {name: [], **{column: [] for column in names}}
    for key, frame in frames.items():
        columns[name] += [key] * frame.rows
        for column in names:
            columns[column] += list(frame.get(column, [None] * frame.rows))
    notes = dict.fromkeys(note for frame in frames.values() for note in frame.notes)
    return Frame(title, columns, {name: "", **units}, notes)


def _array(name: str, cells: Sequence[Cell]) -> np.ndarray:
    """Numbers as numbers, NaN where there is none; counts beyond 64 bits, texts and
    lists of numbers as objects."""
    if name in LISTS:
        return _objects([[float(x) for x in str(cell or "").split()] for cell in cells])
    if any(isinstance(cell, str) for cell in cells):
        return _objects([clean(x) if isinstance(x, str) else x for x in cells])
    whole = [cell for cell in cells if isinstance(cell, (int, np.integer))]
    if len(whole) == len(cells) and all(abs(int(x)) < 2**63 for x in whole):
        return np.array(cells, dtype=np.int64)
    if any(abs(int(cell)) > 2**53 for cell in whole):
        return _objects(cells)
    return np.array(cells, dtype=np.float64)


def _objects(cells: Sequence[Any]) -> np.ndarray:
    """One object a cell; NumPy would make a matrix of lists."""
    found = np.empty(len(cells), dtype=object)
    found[:] = cells
    return found


def _shown(value: Any) -> str:
    if value is None or value != value:
        return "–"
    return number(value) if isinstance(value, (float, np.floating)) else str(value)
