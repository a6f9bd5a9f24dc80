# SPDX-License-Identifier: Apache-2.0
"""Points that the plan skipped, with their reasons."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.model.study import Study
from scaling.table import Column, Table
from scaling.words.names import RANKS, THREADS

ORDER = 4

_COLUMNS = (
    RANKS,
    THREADS,
    Column("samples", "Samples"),
    Column("kernel", "Kernel"),
    Column("series", "Series"),
    Column("reason", "Reason"),
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One row a point; no table where none was skipped."""
    rows = tuple(
        (
            planned.request.ranks,
            planned.request.threads,
            planned.request.samples,
            planned.request.kernel,
            " ".join(planned.series),
            planned.reason or "no reason recorded",
        )
        for planned in study.skipped
    )
    return [Table("skipped", "Skipped points", _COLUMNS, rows)] if rows else []
