# SPDX-License-Identifier: Apache-2.0
"""Scaling better than ideal."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.curve import Row
from scaling.model.study import Study
from scaling.words.text import percents

ID = "W13"
GRADE = UNCERTAIN
FIRES = "the whole interval of an efficiency is above 102 %"
MEANS = (
    "more than ideal speedup has a cause outside of the program's parallel part, "
    "mostly a base that is too slow or a problem that fits into caches only when it "
    "is divided"
)
CURE = (
    "check the base (its memory, its options); say the cause where you use the number"
)

LARGEST_EFFICIENCY = 1.02


def find(study: Study) -> list[Finding]:
    """The whole interval of an efficiency is above 1.02: suspect the base first."""
    found = []
    for curve in study.curves:
        if bad := [row.point for row in curve.rows if _is_superlinear(row)]:
            text = (
                f"{curve.kind} efficiency above {percents(LARGEST_EFFICIENCY)} "
                f"{AT_POINTS}: suspect the base, the clock frequency, the "
                "caches or unequal work"
            )
            found.append(Finding(ID, GRADE, text, *places(study, bad)))
    return found


def _is_superlinear(row: Row) -> bool:
    return (
        row.efficiency is not None
        and row.efficiency.low is not None
        and row.efficiency.low > LARGEST_EFFICIENCY
    )
