# SPDX-License-Identifier: Apache-2.0
"""Points, launches and failed attempts as an SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scaling.finding import Finding
from scaling.marks import in_every_row, mark_table
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.table import Cell, Column, Table
from scaling.tidy import (
    launch_metrics_table,
    launches_table,
    metrics_table,
    points_table,
)
from scaling.words.text import clean

FILE = "study.sqlite"
FORMAT = "sqlite"


def render(study: Study, findings: Sequence[Finding]) -> bytes:  # noqa: ARG001
    """The tables `points`, `launches` and `failed`, named as in the CSV files; those of
    metrics where there are any."""
    of_metrics = (metrics_table(study), launch_metrics_table(study))
    tables = (
        points_table(study),
        launches_table(study),
        mark_table(_failed(study), study),
        *(table for table in of_metrics if table.rows),
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        with closing(sqlite3.connect(file)) as database, database:
            for table in tables:
                _add(database, in_every_row(table))
        return file.read_bytes()


def _failed(study: Study) -> Table:
    names = ("point", "launch", "attempt", "verdict", "detail", "started_utc", "wall_s")
    columns = tuple(Column(name, name) for name in (*names, "journal_line"))
    rows = tuple(
        (*(getattr(record, name) for name in names), record.line)
        for record in study.failed
    )
    return Table("failed", "Failed attempts", columns, rows)


def _add(database: sqlite3.Connection, table: Table) -> None:
    """Values are bound, never put into the statement; the names are our own."""
    measured = {
        i
        for i, _ in enumerate(table.columns)
        if any(isinstance(row[i], Measured) for row in table.rows)
    }
    names = [
        name
        for i, column in enumerate(table.columns)
        for name in _names(column.name, i in measured)
    ]
    listed = ", ".join(f'"{name}"' for name in names)
    database.execute(f"CREATE TABLE {table.slug} ({listed})")
    rows = (
        [v for i, cell in enumerate(row) for v in _values(cell, i in measured)]
        for row in table.rows
    )
    marks = ", ".join("?" * len(names))
    database.executemany(f"INSERT INTO {table.slug} VALUES ({marks})", rows)


def _names(name: str, interval: bool) -> list[str]:
    return [name, f"{name}_low", f"{name}_high"] if interval else [name]


def _values(cell: Cell, interval: bool) -> Iterator[Any]:
    if isinstance(cell, Measured):
        yield from (cell.value, cell.low, cell.high)
        return
    if isinstance(cell, str):
        yield clean(cell)
    elif isinstance(cell, int) and cell >= 2**63:
        yield str(cell)  # beyond what SQLite holds as an integer
    else:
        yield cell
    if interval:
        yield from (None, None)
