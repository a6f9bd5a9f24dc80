# SPDX-License-Identifier: Apache-2.0
"""Points, launches and warnings as tidy JSON: one object a row, base units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scaling.finding import Finding
from scaling.json_by_lines import by_lines
from scaling.model.study import Study
from scaling.table import Cell, Table, with_ends
from scaling.tidy import (
    LISTS,
    curves_table,
    launches_table,
    points_table,
)
from scaling.tidy_parts import further_tables
from scaling.words.text import clean
from scaling.zipped import zip_equal

FILE = "study.json"
FORMAT = "json"
SCHEMA = 1


def render(study: Study, findings: Sequence[Finding]) -> bytes:
    """Counts above 2^53 are strings, as in the journal."""
    about = {
        "schema": SCHEMA,
        "study": clean(study.name),
        "simulated": study.is_simulated,
        "imported": study.is_imported,
        **_imports(study),
        **_curves(study),
    }
    rows = {
        "points": objects(points_table(study)),
        "launches": objects(launches_table(study)),
        "curve_rows": objects(curves_table(study)),
        **{table.slug: objects(table) for table in further_tables(study)},
        "warnings": map(_warning, findings),
    }
    return by_lines(about, rows)


def _imports(study: Study) -> dict[str, Any]:
    """What of others stands beside what was measured; its points say so each."""
    imports = study.start.imports if study.start else ()
    found = [
        {"name": clean(x.name), "files": [*map(clean, x.files)], "is_base": x.is_base}
        for x in imports
    ]
    return {"imports": found} if found else {}


def _curves(study: Study) -> dict[str, Any]:
    """The names of the metrics of curves, in their order, where there are any."""
    curves = [clean(metric.name) for metric in study.metrics if metric.name]
    return {"curves": curves} if curves else {}


def _warning(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "grade": finding.grade,
        "text": clean(finding.text),
        "points": list(finding.where),
    }


def objects(table: Table) -> Iterator[dict[str, Any]]:
    """An interval becomes the names `_low` and `_high` beside its value."""
    table = with_ends(table)
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield {name: _value(name, cell) for name, cell in zip_equal(names, row)}


def _value(name: str, cell: Cell) -> Any:
    if isinstance(cell, str):
        return [*map(float, cell.split())] if name in LISTS else clean(cell)
    return str(cell) if name == "samples" and isinstance(cell, int) else cell
