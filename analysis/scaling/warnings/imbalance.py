# SPDX-License-Identifier: Apache-2.0
"""Load imbalance that a makespan hides."""

from __future__ import annotations

from scaling.finding import AT_POINTS, INFORMATION, Finding, places
from scaling.metrics.pop import EVEN, load_balance
from scaling.model.study import Study
from scaling.records.request import Request
from scaling.words.text import percents

ID = "W21"
GRADE = INFORMATION
SAMPLES_PER_RANK = 100
FIRES = (
    f"load balance below {percents(EVEN)}, or fewer than {SAMPLES_PER_RANK} samples "
    "for each rank"
)
MEANS = "some ranks wait for others; the largest time rules, and the mean hides it"
CURE = "give every rank as much work, or choose fewer ranks for this size"


def find(study: Study) -> list[Finding]:
    """Ranks that differ, and shares too small to be even."""
    measured = [point for point in study.points if point.launches]
    texts = (
        (
            [p for p in measured if (load_balance(p) or 1.0) < EVEN],
            f"load balance below {percents(EVEN)}",
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
