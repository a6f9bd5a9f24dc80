# SPDX-License-Identifier: Apache-2.0
"""What the report says, in no form yet: the page, Markdown and LaTeX share it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from scaling.figure import Figure
from scaling.finding import by_grade
from scaling.marks import marks_of
from scaling.overview import Overview
from scaling.records.record import Start
from scaling.report.badge import badge
from scaling.report.lead import lead_size, lead_table
from scaling.report.method import method
from scaling.report.rules import score
from scaling.report.shared import say_once
from scaling.report.verdict import remarks, verdict
from scaling.table import METRICS, Table
from scaling.words.text import clean

MOST_VALUES = 8
_AFTER_WARNINGS = ("failures", "skipped")


def make_content(overview: Overview, figures: Sequence[Figure]) -> dict[str, Any]:
    """Values by the names that the templates use; texts are not escaped."""
    study = overview.study
    start = study.start
    size = lead_size(overview)
    tables, shared = say_once([t for t in overview.tables if _is_main(t)])
    metric_tables, metric_shared = say_once(
        [t for t in overview.tables if t.section == METRICS]
    )
    return {
        "overview": overview,
        "study": study,
        "by_grade": by_grade,
        "badge": badge(overview),
        "verdict": verdict(overview),
        "remarks": remarks(overview),
        "size": size,
        "lead": lead_table(overview, size) if size else None,
        "figures": list(figures),
        "tables": tables,
        "shared": shared,
        "metric_tables": metric_tables,
        "metric_shared": metric_shared,
        "later_tables": [t for t in overview.tables if t.slug in _AFTER_WARNINGS],
        "form": overview.form,
        "method": method(study),
        "score": score(overview),
        "environment": {
            name: _shortened(values) for name, values in study.environment.items()
        },
        "marks": marks_of(study),
        "command": _command(start),
        "argv": "" if study.is_imported else _argv(overview),
        "yaml_lines": _lines(start.text) if start else [],
    }


def _is_main(table: Table) -> bool:
    return table.slug not in _AFTER_WARNINGS and table.section != METRICS


def _command(start: Start | None) -> str:
    if start is None:
        return ""
    run = f"./assay run {start.file}" if start.file else ""
    return clean(f"./{start.import_words}" if start.import_words else run)


def _lines(text: str) -> list[str]:
    """Each line made safe by itself, with its indentation."""
    return [
        " " * (len(line) - len(line.lstrip(" "))) + clean(line)
        for line in text.splitlines()
    ]


def _argv(overview: Overview) -> str:
    """The command of the launch with the most cores, quoted for a shell."""
    points = [point for point in overview.study.points if point.launches]
    largest = max(points, key=lambda point: point.request.cores, default=None)
    return clean(shlex.join(largest.launches[0].argv)) if largest else ""


def _shortened(values: list[str]) -> list[str]:
    """The names of a thousand nodes would fill pages; the journal has them all."""
    if len(values) <= MOST_VALUES:
        return values
    return [*values[:MOST_VALUES], f"and {len(values) - MOST_VALUES} more"]
