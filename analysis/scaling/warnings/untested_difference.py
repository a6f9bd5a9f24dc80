# SPDX-License-Identifier: Apache-2.0
"""Variants shown side by side whose difference no test supports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scaling.finding import INFORMATION, Finding
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.request import Request
from scaling.statistics.verdict import UNDECIDED, compare, verdicts
from scaling.words.text import clean, plural
from scaling.zipped import zip_equal

ID = "W22"
GRADE = INFORMATION
FIRES = "variants whose difference no test supports"
MEANS = "the difference between these variants may be chance"
CURE = "make more launches, or do not say that one is faster"


def find(study: Study) -> list[Finding]:
    """Variants of one study, of the same work and shape, compared by the same verdict.

    The p values of one kernel are corrected together; what stays undecided must not be
    called a difference, nor equal.
    """
    families: dict[Request, list[Curve]] = defaultdict(list)
    for curve in study.curves:
        families[_work(curve)].append(curve)
    return [f for family in families.values() for f in _of_family(family)]


def _work(curve: Curve) -> Request:
    """What variants share: the kernel, its samples and parameters."""
    like = replace(curve.like, backend="", launcher="", env=(), seed="")
    return replace(like, kernel=f"{curve.kind} {like.kernel}")


def _of_family(family: list[Curve]) -> list[Finding]:
    pairs = [pair for other in family[1:] for pair in _pairs(family[0], other)]
    found = verdicts([compare(a.times_s, b.times_s) for a, b in pairs])
    open_pairs = [pair for pair, word in zip_equal(pairs, found) if word == UNDECIDED]
    if not open_pairs:
        return []
    first = family[0]
    text = (
        f"{first.kind} scaling of {clean(first.like.kernel)}: of "
        f"{plural(len(pairs), 'comparison')} between variants {len(open_pairs)} are "
        "undecided after correction: claim neither a difference nor equality there"
    )
    where = tuple(dict.fromkeys(p.id for pair in open_pairs for p in pair))
    return [Finding(ID, GRADE, text, where)]


def _pairs(one: Curve, other: Curve) -> list[tuple[Point, Point]]:
    shapes = {row.point.request.shape: row.point for row in one.measured}
    return [
        (shapes[shape], row.point)
        for row in other.measured
        if (shape := row.point.request.shape) in shapes
    ]
