# SPDX-License-Identifier: Apache-2.0
"""Weak scaling shown as strong, or the reverse."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scaling.finding import WRONG, Finding
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.records.request import Request

ID = "W02"
GRADE = WRONG
FIRES = "a series falls apart: no two core counts did the same work"
MEANS = (
    "the points did different work, so that no efficiency can be computed between them"
)
CURE = (
    "give the series one size: the same samples at every point for strong scaling, "
    "the same per core for weak scaling"
)

_WHAT = {
    "strong": "the samples in total change with the cores, so nothing is compared: "
    "this is not strong scaling",
    "weak": "the samples per core change with the cores, so nothing is compared: "
    "this is not weak scaling",
}


def find(study: Study) -> list[Finding]:
    """A series that falls apart: no two core counts did the same work.

    Curves hold equal work by construction; a series whose work varies shows as several
    curves that have one core count each.
    """
    families: dict[tuple[str, Request], list[Curve]] = defaultdict(list)
    for curve in study.curves:
        families[curve.kind, replace(curve.like, samples=0)].append(curve)
    return [
        Finding(
            ID,
            GRADE,
            f"{kind} scaling of {like.kernel}: {_WHAT[kind]}",
            tuple(row.point.id for curve in curves for row in curve.rows),
        )
        for (kind, like), curves in families.items()
        if _falls_apart(curves)
    ]


def _falls_apart(curves: list[Curve]) -> bool:
    per_curve = [{row.units for row in curve.rows} for curve in curves]
    return all(len(c) == 1 for c in per_curve) and len(set().union(*per_curve)) > 1
