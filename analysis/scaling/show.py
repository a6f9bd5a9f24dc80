# SPDX-License-Identifier: Apache-2.0
"""Everything about a study that fits a terminal, as one text."""

from __future__ import annotations

from scaling import terminal
from scaling.overview import Overview
from scaling.words.text import clean


def show(overview: Overview, width: int) -> str:
    """Tables with what concerns them, then what concerns the study."""
    parts = [
        terminal.render(table, overview.findings_of(table), width)
        for table in overview.tables
    ]
    if general := terminal.graded(overview.general_findings, width):
        parts.append("\n".join(general) + "\n")
    if not overview.tables:
        parts.insert(0, f"{clean(overview.study.name)}: the journal holds no point.\n")
    return "\n".join(parts)
