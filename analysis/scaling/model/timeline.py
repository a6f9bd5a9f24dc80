# SPDX-License-Identifier: Apache-2.0
"""When each attempt ran, in seconds since the first began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scaling.model.point import Point
from scaling.model.study import Study
from scaling.utc import seconds_since_1970

MOST_SHOWN = 2_000
"""Bars at most: of more launches a point shows some, its first and last included."""


@dataclass(frozen=True)
class Attempt:
    """`row` is the index of its point in the study."""

    row: int
    point: str
    block: int
    launch: int
    attempt: int
    verdict: str
    start_s: float
    wall_s: float


Found = tuple[str, tuple[int, int, int, str, float]]
"""When it began, then block, launch, attempt, verdict and duration."""


def make_timeline(study: Study) -> tuple[Attempt, ...]:
    """Attempts by their start, without those whose start is not recorded."""
    measured = sum(1 for point in study.points if point.launches)
    most = max(2, MOST_SHOWN // max(1, measured))
    found = [
        (_seconds(started), row, point.id, rest)
        for row, point in enumerate(study.points)
        for started, rest in (*_launches(point, most), *_failed(point))
    ]
    known = [item for item in found if item[0] is not None]
    first = min((start for start, *_ in known), default=0.0)
    attempts = (
        Attempt(row, id, *rest[:4], start - first, rest[4])
        for start, row, id, rest in known
    )
    return tuple(sorted(attempts, key=lambda attempt: attempt.start_s))


def _launches(point: Point, most: int) -> Iterator[Found]:
    launches = point.launches
    columns = [launches.column(name) for name in ("block", "launch", "attempt")]
    wall_s, started = launches.column("wall_s"), launches.column("started_utc")
    n = len(launches)
    shown = {i * (n - 1) // (most - 1) for i in range(most)} if n > most else range(n)
    for i in sorted(shown):
        where = tuple(column[i] for column in columns)
        yield started[i].decode(errors="replace"), (*where, "ok", wall_s[i])


def _failed(point: Point) -> Iterator[Found]:
    for r in point.failed:
        yield r.started_utc, (r.block, r.launch, r.attempt, r.verdict, r.wall_s)


def _seconds(utc: str) -> float | None:
    try:
        return seconds_since_1970(utc)
    except ValueError:
        return None
