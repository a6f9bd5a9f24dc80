# SPDX-License-Identifier: Apache-2.0
"""Everything about a study that fits a terminal, as one text."""

from __future__ import annotations

import textwrap

from scaling import terminal
from scaling.overview import Overview
from scaling.table import METRICS
from scaling.words.text import clean, listed


def show(overview: Overview, width: int) -> str:
    """Tables with what concerns them, then what concerns the study.

    Of the metrics that do not lead, only that they are in the report.
    """
    parts = [
        terminal.render(table, overview.findings_of(table), width)
        for table in overview.tables
        if table.section != METRICS
    ]
    if further := overview.study.metrics[1:]:
        names = listed([clean(metric.name) for metric in further])
        words = (
            f"Further metrics, each with its table and curve in the report: {names}."
        )
        parts.append("\n".join(textwrap.wrap(words, width)) + "\n")
    if general := terminal.graded(overview.general_findings, width):
        parts.append("\n".join(general) + "\n")
    if not overview.tables:
        parts.insert(0, f"{clean(overview.study.name)}: the journal holds no point.\n")
    return "\n".join(parts)
