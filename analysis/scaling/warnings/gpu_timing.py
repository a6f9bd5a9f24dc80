# SPDX-License-Identifier: Apache-2.0
"""A device that was still at work when the host read its clock."""

from __future__ import annotations

import numpy as np

from scaling.finding import AT_POINTS, WRONG, Finding, places
from scaling.model.study import Study
from scaling.records.rows import Rows

ID = "W18"
GRADE = WRONG
FIRES = "a device says that its kernels took 5 % longer than the region that holds them"
MEANS = "the device was still at work when the clock was read: the time is too short"
CURE = "synchronise the device before the time is taken"

LARGEST_RATIO = 1.05


def find(study: Study) -> list[Finding]:
    """The device's own time of a repetition is beyond the host's useful time."""
    bad = [p for p in study.points if any(map(_outlasts, p.launches.kinds))]
    if not bad:
        return []
    text = (
        f"kernels on the device took longer than the region that holds them {AT_POINTS}"
    )
    return [Finding(ID, GRADE, text, *places(study, bad))]


def _outlasts(rows: Rows) -> bool:
    event_s = rows.measurement.kernel_event_s
    if not event_s or rows.useful_max_s is None:
        return False
    shared = min(len(event_s), rows.useful_max_s.shape[1])
    useful_s = rows.useful_max_s[:, :shared]
    return bool((np.array(event_s[:shared]) > LARGEST_RATIO * useful_s).any())
