# SPDX-License-Identifier: Apache-2.0
"""A base that differs from what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.finding import WRONG, Finding
from scaling.model.curve import Curve
from scaling.model.residue import in_words, is_comparability, residue
from scaling.model.study import Study
from scaling.words.text import clean

ID = "W07"
GRADE = WRONG
FIRES = "launches of a curve are of several binaries, builds or processors"
MEANS = (
    "the points were not made by one program on one kind of machine: their ratios "
    "compare more than the resources"
)
CURE = "measure again with --fresh with one build and one partition"


def find(study: Study) -> list[Finding]:
    """Curves whose launches are of several binaries, builds or processors."""
    return [f for curve in study.curves for f in _of_curve(study, curve)]


def _of_curve(study: Study, curve: Curve) -> Iterator[Finding]:
    differing = {
        field: values
        for field, values in residue(study, curve).items()
        if is_comparability(field, curve.like.backend)
    }
    if differing:
        text = (
            f"{curve.kind} scaling of {clean(curve.like.kernel)}: the base cannot be "
            f"compared: {in_words(differing)}"
        )
        where = tuple(row.point.id for row in curve.measured)
        yield Finding(ID, GRADE, text, where)
