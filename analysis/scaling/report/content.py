# SPDX-License-Identifier: Apache-2.0
"""What the report says, in no form yet: the page, Markdown and LaTeX share it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

from scaling.figure import Figure
from scaling.finding import by_grade
from scaling.marks import marks_of
from scaling.model.environment import environment
from scaling.overview import Overview
from scaling.records.record import Start
from scaling.report.headlines import headlines
from scaling.report.method import method
from scaling.report.rules import score
from scaling.report.verdict import verdict
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.table import METRICS
from scaling.words.text import clean

MOST_VALUES = 8
_AFTER_WARNINGS = ("failures", "skipped")


def make_content(overview: Overview, figures: Sequence[Figure]) -> dict[str, Any]:
    """Values by the names that the templates use; texts are not escaped."""
    study = overview.study
    start = study.start
    return {
        "overview": overview,
        "study": study,
        "by_grade": by_grade,
        "verdict": verdict(overview),
        "headlines": headlines(overview),
        "intervals_note": _intervals_note(overview),
        "figures": list(figures),
        "tables": [
            t
            for t in overview.tables
            if t.slug not in _AFTER_WARNINGS and t.section != METRICS
        ],
        "metric_tables": [t for t in overview.tables if t.section == METRICS],
        "later_tables": [t for t in overview.tables if t.slug in _AFTER_WARNINGS],
        "form": overview.form,
        "method": method(study),
        "score": score(overview),
        "environment": {
            name: _shortened(values) for name, values in environment(study).items()
        },
        "marks": marks_of(study),
        "command": _command(start),
        "argv": "" if study.is_imported else _argv(overview),
        "yaml_lines": _lines(start.text) if start else [],
    }


def _command(start: Start | None) -> str:
    if start is None:
        return ""
    run = f"./assay run {start.file}" if start.file else ""
    return clean(f"./{start.import_words}" if start.import_words else run)


def _intervals_note(overview: Overview) -> str:
    if all(headline.interval for headline in headlines(overview)):
        return "Brackets hold 95 % intervals."
    return (
        "Brackets hold 95 % intervals; a number without one comes from fewer launches "
        f"than the {FEWEST_FOR_INTERVAL} that an interval needs, and proves little."
    )


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
