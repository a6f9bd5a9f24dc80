# SPDX-License-Identifier: Apache-2.0
"""Points, launches and warnings as tidy JSON: one object a row, base units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scaling.finding import Finding
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.table import Cell, Table
from scaling.tidy import (
    LISTS,
    curves_table,
    launch_metrics_table,
    launches_table,
    metrics_table,
    points_table,
)
from scaling.tidy_parts import tables_of_parts
from scaling.words.text import clean
from scaling.zipped import zip_equal

FILE = "study.json"
FORMAT = "json"
SCHEMA = 1


def render(study: Study, findings: Sequence[Finding]) -> str:
    """Counts above 2^53 are strings, as in the journal."""
    return (
        json.dumps(
            {
                "schema": SCHEMA,
                "study": clean(study.name),
                "simulated": study.is_simulated,
                "imported": study.is_imported,
                **_imports(study),
                "points": objects(points_table(study)),
                "launches": objects(launches_table(study)),
                "curve_rows": objects(curves_table(study)),
                **_metrics(study),
                **{t.slug: objects(t) for t in tables_of_parts(study)},
                "warnings": [_warning(finding) for finding in findings],
            },
            indent=1,
        )
        + "\n"
    )


def _imports(study: Study) -> dict[str, Any]:
    """What of others stands beside what was measured; its points say so each."""
    imports = study.start.imports if study.start else ()
    found = [
        {"name": clean(x.name), "files": [*map(clean, x.files)], "is_base": x.is_base}
        for x in imports
    ]
    return {"imports": found} if found else {}


def _metrics(study: Study) -> dict[str, Any]:
    """Those of points and of launches, where there are any; `curves` in their order."""
    tables = (metrics_table(study), launch_metrics_table(study))
    found = {table.slug: objects(table) for table in tables if table.rows}
    curves = [clean(metric.name) for metric in study.metrics if metric.name]
    return found | ({"curves": curves} if curves else {})


def _warning(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "grade": finding.grade,
        "text": clean(finding.text),
        "points": list(finding.where),
    }


def objects(table: Table) -> list[dict[str, Any]]:
    """An interval becomes the names `_low` and `_high` beside its value."""
    names = [column.name for column in table.columns]
    return [
        {
            key: value
            for name, cell in zip_equal(names, row)
            for key, value in _named(name, cell)
        }
        for row in table.rows
    ]


def _named(name: str, cell: Cell) -> list[tuple[str, Any]]:
    if isinstance(cell, Measured):
        return [
            (name, cell.value), (f"{name}_low", cell.low), (f"{name}_high", cell.high)
        ]  # fmt: skip
    if isinstance(cell, str):
        if name in LISTS:
            return [(name, [float(time) for time in cell.split()])]
        return [(name, clean(cell))]
    if isinstance(cell, int) and name == "samples":
        return [(name, str(cell))]
    return [(name, cell)]
