# SPDX-License-Identifier: Apache-2.0
"""Every metric of every launch in its unit, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.formats import csv
from scaling.model.study import Study
from scaling.tidy import launch_metrics_table

FILE = "launch_metrics.csv"
FORMAT = "csv"


def render(study: Study, findings: Sequence[Finding]) -> str | None:  # noqa: ARG001
    """One row a launch and metric; names of metrics are values, not headings."""
    table = launch_metrics_table(study)
    return csv.render(table) if table.rows else None
