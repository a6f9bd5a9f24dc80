# SPDX-License-Identifier: Apache-2.0
"""What else differs between launches that a curve compares."""

from __future__ import annotations

from scaling.finding import UNCERTAIN, Finding
from scaling.model.residue import in_words, is_comparability, residue
from scaling.model.study import Study
from scaling.words.text import clean

ID = "W34"
GRADE = UNCERTAIN
FIRES = (
    "launches of a curve differ in a field that is not its axis, such as their nodes "
    "or an environment variable"
)
MEANS = "the points differ in more than their resources: part of the ratio is of that"
CURE = "set the field alike for all points, or make it an axis of the study"


def find(study: Study) -> list[Finding]:
    """Every field that is neither the axis nor one that W07 judges."""
    found = []
    for curve in study.curves:
        differing = {
            name: values
            for name, values in residue(study, curve).items()
            if not is_comparability(name, curve.like.backend)
        }
        if differing:
            text = (
                f"{curve.kind} scaling of {clean(curve.like.kernel)}: the launches "
                f"compared differ in {in_words(differing)}"
            )
            where = tuple(row.point.id for row in curve.measured)
            found.append(Finding(ID, GRADE, text, where))
    return found
