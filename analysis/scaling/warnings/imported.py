# SPDX-License-Identifier: Apache-2.0
"""Points that others measured."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study
from scaling.words.text import plural

ID = "W48"
GRADE = INFORMATION
FIRES = "points whose numbers were imported, not proven"
MEANS = "assay saw no process run and can prove none of these numbers"
CURE = "measure with ./assay scale where the numbers have to be proven"


def find(study: Study) -> list[Finding]:
    """An imported point says so wherever it appears."""
    found = sum(point.request.imported is not None for point in study.all_points)
    if not found:
        return []
    text = f"{plural(found, 'point')} imported, not proven: assay saw nothing run"
    return [Finding(ID, GRADE, text)]
