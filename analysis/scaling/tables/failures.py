# SPDX-License-Identifier: Apache-2.0
"""Attempts that are in no number, by class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scaling.finding import Finding
from scaling.model.study import Study
from scaling.records.record import DISTURBED, Record
from scaling.table import Column, Table
from scaling.words.text import clean, listed

ORDER = 3

_COLUMNS = (
    Column("verdict", "Class"),
    Column("attempts", "Attempts"),
    Column("points", "Points"),
    Column("detail", "First of them"),
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One row a class, the most frequent first; no table without any."""
    by_class: dict[str, list[Record]] = defaultdict(list)
    for record in study.failed:
        by_class[record.verdict].append(record)
    if not by_class:
        return []
    ordered = sorted(by_class.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple(_row(study, verdict, found) for verdict, found in ordered)
    note = "None of these attempts is in a time, a speedup or an efficiency."
    title = "Failed and disturbed" if DISTURBED in by_class else "Failed"
    return [Table("failures", f"{title} attempts", _COLUMNS, rows, (note,))]


def _row(study: Study, verdict: str, found: list[Record]) -> tuple[str, int, str, str]:
    labels = dict.fromkeys(study.label(record.request) for record in found)
    first = found[0]
    detail = clean(first.detail) or "no detail"
    return verdict, len(found), listed([*labels], 4), f"{detail} (line {first.line})"
