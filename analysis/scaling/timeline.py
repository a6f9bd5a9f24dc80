# SPDX-License-Identifier: Apache-2.0
"""When each attempt ran, in seconds since the first began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scaling.read.record import Record
from scaling.study import Study


@dataclass(frozen=True)
class Attempt:
    """`row` is the index of its point in the study."""

    record: Record
    row: int
    start_s: float
    wall_s: float


def make_timeline(study: Study) -> tuple[Attempt, ...]:
    """By their start; without those whose start is not recorded."""
    found = [
        (_seconds(record.started_utc), row, record)
        for row, point in enumerate(study.points)
        for record in (*(launch.record for launch in point.launches), *point.failed)
    ]
    known = [item for item in found if item[0] is not None]
    first = min((start for start, *_ in known), default=0.0)
    attempts = (
        Attempt(record, row, start - first, record.wall_s)
        for start, row, record in known
    )
    return tuple(sorted(attempts, key=lambda attempt: attempt.start_s))


def _seconds(utc: str) -> float | None:
    try:
        return datetime.fromisoformat(utc.replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return None
