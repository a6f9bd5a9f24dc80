# SPDX-License-Identifier: Apache-2.0
"""Load imbalance that a makespan hides."""

from __future__ import annotations

from scaling.finding import AT_POINTS, INFORMATION, Finding, places
from scaling.metrics.pop import work_of
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.request import Request
from scaling.words.text import percents

ID = "W21"
GRADE = INFORMATION
FIRES = "load balance below 95 %, or fewer than 100 samples for each rank"
MEANS = "some ranks wait for others; the largest time rules, and the mean hides it"
CURE = "give every rank as much work, or choose fewer ranks for this size"

SMALLEST_BALANCE = 0.95
SAMPLES_PER_RANK = 100


def find(study: Study) -> list[Finding]:
    """Ranks that differ, and shares too small to be even."""
    measured = [point for point in study.points if point.launches]
    texts = (
        (
            [p for p in measured if _balance(p) < SMALLEST_BALANCE],
            f"load balance below {percents(SMALLEST_BALANCE)}",
        ),
        (
            [p for p in measured if _has_few_samples(p.request)],
            f"fewer than {SAMPLES_PER_RANK} samples for each rank",
        ),
    )
    return [
        Finding(ID, GRADE, f"{what} {AT_POINTS}", *places(study, points))
        for points, what in texts
        if points
    ]


def _has_few_samples(request: Request) -> bool:
    few = request.samples < SAMPLES_PER_RANK * request.ranks
    return few and not request.is_program  # whose samples are its own business


def _balance(point: Point) -> float:
    work = work_of(point)
    if work is None or not work.useful_max_s > 0:
        return 1.0
    return work.useful_mean_s / work.useful_max_s
