# SPDX-License-Identifier: Apache-2.0
"""Every launch of every point, with all its repetitions: the raw data, as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.formats import csv
from scaling.model.study import Study
from scaling.tidy import launches_table

FILE = "launches.csv"
FORMAT = "csv"


def render(study: Study, findings: Sequence[Finding]) -> str:  # noqa: ARG001
    """One row a launch."""
    return csv.render(launches_table(study))
