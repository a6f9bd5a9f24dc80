# SPDX-License-Identifier: Apache-2.0
"""A kernel's time shown as if it were the application's."""

from __future__ import annotations

from statistics import median

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.zipped import zip_equal

ID = "W17"

SMALLEST_SHARE = 0.9


def find(study: Study) -> list[Finding]:
    """The tables hold the timed region; here it is under 90 % of the worker's time."""
    bad = [point for point in study.points if _is_mostly_start_up(point)]
    if not bad:
        return []
    text = (
        f"the timed regions are under {SMALLEST_SHARE:.0%} of the worker's time: the "
        f"scaling shown is the kernel's, not a program's, {AT_POINTS}"
    )
    return [Finding(ID, "warning", text, *places(study, bad))]


def _is_mostly_start_up(point: Point) -> bool:
    start_up_s = point.launches.column("start_up_s")
    total_s = point.launches.column("total_s")
    known = [a / b for a, b in zip_equal(start_up_s, total_s) if b > 0]
    return bool(known) and median(known) > 1 - SMALLEST_SHARE
