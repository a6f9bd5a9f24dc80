# SPDX-License-Identifier: Apache-2.0
"""Points that a model answered."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study
from scaling.words.text import plural

ID = "W35"
GRADE = INFORMATION
FIRES = "points that a model answered"
MEANS = "nothing here was measured"
CURE = "say that it is simulated wherever you use it"


def find(study: Study) -> list[Finding]:
    """A simulated point says so wherever it appears."""
    simulated = sum(point.request.is_simulated for point in study.points)
    if not simulated:
        return []
    text = f"{plural(simulated, 'point')} SIMULATED: a model answered, nothing ran"
    return [Finding(ID, GRADE, text)]
