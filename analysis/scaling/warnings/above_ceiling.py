# SPDX-License-Identifier: Apache-2.0
"""A rate above its ceiling: work was optimised away, or the ceiling is wrong."""

from __future__ import annotations

from scaling.finding import AT_POINTS, WRONG, Finding, places
from scaling.metrics.ceiling import ceiling_share
from scaling.model.study import Study

ID = "W15"
GRADE = WRONG
FIRES = "a rate is over 2 % above its measured ceiling (`ceiling_repetitions`)"
MEANS = (
    "the rate is above what this machine can do: work was optimised away, or the "
    "ceiling was measured wrongly"
)
CURE = "check that the answer is used, and measure the ceiling again"

LARGEST_SHARE = 1.02


def find(study: Study) -> list[Finding]:
    """Points above their ceiling; a point without a measured ceiling is not judged."""
    bad = [p for p in study.points if (ceiling_share(p) or 0.0) > LARGEST_SHARE]
    if not bad:
        return []
    text = (
        "rate above the measured ceiling: work was optimised away or the ceiling is "
        f"wrong {AT_POINTS}"
    )
    return [Finding(ID, GRADE, text, *places(study, bad))]
