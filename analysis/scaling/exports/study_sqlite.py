# SPDX-License-Identifier: Apache-2.0
"""Points, launches and failed attempts as an SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from scaling.finding import Finding
from scaling.marks import in_every_row
from scaling.model.study import Study
from scaling.table import Cell, Table, with_ends
from scaling.tidy import (
    curves_table,
    failed_table,
    launches_table,
    points_table,
)
from scaling.tidy_parts import further_tables
from scaling.words.text import clean

FILE = "study.sqlite"
FORMAT = "sqlite"


def render(study: Study, findings: Sequence[Finding]) -> bytes:  # noqa: ARG001
    """The tables `points`, `launches`, `curves` and `failed`, named as in the CSV
    files; those of metrics, and of parts of the programs, where there are any."""
    tables = (
        points_table(study),
        launches_table(study),
        curves_table(study),
        failed_table(study),
        *further_tables(study),
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        with closing(sqlite3.connect(file)) as database, database:
            for table in tables:
                _add(database, with_ends(in_every_row(table)))
        return file.read_bytes()


def _add(database: sqlite3.Connection, table: Table) -> None:
    """Values are bound, never put into the statement; the names are our own."""
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    database.execute(f"CREATE TABLE {table.slug} ({listed})")
    rows = ([_value(cell) for cell in row] for row in table.rows)
    marks = ", ".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {table.slug} VALUES ({marks})", rows)


def _value(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return clean(cell)
    is_too_large = isinstance(cell, int) and cell >= 2**63
    return str(cell) if is_too_large else cell  # beyond an integer of SQLite
