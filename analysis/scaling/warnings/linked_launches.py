# SPDX-License-Identifier: Apache-2.0
"""Repetitions of one launch taken for independent, or launches that are not."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.study import Study
from scaling.statistics.autocorrelation import effective_size

ID = "W04"
GRADE = UNCERTAIN

FEWEST_TO_JUDGE = 30
SMALLEST_SHARE = 1 / 3


def find(study: Study) -> list[Finding]:
    """One launch is one value, whatever its repetitions; a memory makes values fewer.

    Memory is judged from 30 launches on, and only where it costs two thirds of them:
    smaller samples show as much by chance.
    """
    measured = [point for point in study.points if point.launches]
    single = [p for p in measured if len(p.launches) == 1]
    linked = [p for p in measured if _has_memory(p.times_s)]
    texts = (
        (single, "one launch only: its repetitions are not independent measurements"),
        (linked, "launches resemble the one before: they are worth under a third of n"),
    )
    return [
        Finding(ID, GRADE, f"{what} {AT_POINTS}", *places(study, points))
        for points, what in texts
        if points
    ]


def _has_memory(times_s: tuple[float, ...]) -> bool:
    n = len(times_s)
    return n >= FEWEST_TO_JUDGE and effective_size(times_s) < SMALLEST_SHARE * n
