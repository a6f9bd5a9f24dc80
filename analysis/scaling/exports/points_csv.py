# SPDX-License-Identifier: Apache-2.0
"""Every point with its launches' quantiles, and how many launches are outliers."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.formats import csv
from scaling.model.study import Study
from scaling.tidy import points_table

FILE = "points.csv"
FORMAT = "csv"


def render(study: Study, findings: Sequence[Finding]) -> str:  # noqa: ARG001
    """One row a planned point."""
    return csv.render(points_table(study))
