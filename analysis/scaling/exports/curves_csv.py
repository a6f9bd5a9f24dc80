# SPDX-License-Identifier: Apache-2.0
"""Every point of every curve with its ratios, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.formats import csv
from scaling.model.study import Study
from scaling.tidy import curves_table

FILE = "curves.csv"
FORMAT = "csv"


def render(study: Study, findings: Sequence[Finding]) -> str:  # noqa: ARG001
    """A row a point and curve, of each metric that has curves."""
    return csv.render(curves_table(study))
