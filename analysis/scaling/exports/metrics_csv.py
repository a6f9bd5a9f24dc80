# SPDX-License-Identifier: Apache-2.0
"""Every metric of every point in its unit, with its interval, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.formats import csv
from scaling.model.study import Study
from scaling.tidy import metrics_table

FILE = "metrics.csv"
FORMAT = "csv"


def render(study: Study, findings: Sequence[Finding]) -> str | None:  # noqa: ARG001
    """One row a point and metric; names of metrics are values, not headings."""
    table = metrics_table(study)
    return csv.render(table) if table.rows else None
