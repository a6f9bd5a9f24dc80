# SPDX-License-Identifier: Apache-2.0
"""Nodes that nothing was measured on any more, and why."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study
from scaling.records.record import LeftOut
from scaling.words.text import clean

ID = "W32"
GRADE = INFORMATION
FIRES = "nodes that were left out"
MEANS = (
    "these nodes failed the check that others passed, or were noisy beside quiet ones"
)
CURE = "report them; the numbers are of the other nodes"


def find(study: Study) -> list[Finding]:
    """What failed there is counted with the failed attempts; here the node is named."""
    found = []
    for out in study.left_out:
        text = (
            f"node {clean(out.node)} was left out of job {clean(out.job)}: launches on "
            f"it {_why(out)}"
        )
        found.append(Finding(ID, GRADE, text))
    return found


def _why(out: LeftOut) -> str:
    if out.is_noisy:
        return f"were disturbed {out.failures} times where other nodes were quiet"
    return f"failed the gate {out.failures} times where other nodes passed"
