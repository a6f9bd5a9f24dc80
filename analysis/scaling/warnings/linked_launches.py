# SPDX-License-Identifier: Apache-2.0
"""Launches that are not independent."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.study import Study
from scaling.statistics.autocorrelation import effective_size

ID = "W04"
GRADE = UNCERTAIN
FIRES = (
    "of 30 launches or more each resembles the one before, so that they are worth "
    "under a third"
)
MEANS = (
    "launches that resemble the one before count for less than they seem to: the "
    "intervals are too narrow"
)
CURE = (
    "measure again at another time of day, or on other nodes, so that the launches do "
    "not share one state of the machine"
)

FEWEST_TO_JUDGE = 30
SMALLEST_SHARE = 1 / 3


def find(study: Study) -> list[Finding]:
    """A memory makes values fewer.

    It is judged from 30 launches on, and only where it costs two thirds of them:
    smaller samples show as much by chance.
    """
    bad = [point for point in study.points if _has_memory(point.times_s)]
    if not bad:
        return []
    text = "launches resemble the one before: they are worth under a third of n"
    return [Finding(ID, GRADE, f"{text} {AT_POINTS}", *places(study, bad))]


def _has_memory(times_s: tuple[float, ...]) -> bool:
    n = len(times_s)
    return n >= FEWEST_TO_JUDGE and effective_size(times_s) < SMALLEST_SHARE * n
