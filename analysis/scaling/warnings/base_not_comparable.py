# SPDX-License-Identifier: Apache-2.0
"""A base that differs from what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.finding import Finding
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.model.residue import in_words, is_comparability, residue
from scaling.model.study import Study
from scaling.utc import seconds_since_1970
from scaling.words.text import clean

ID = "W07"

ONLY_A_WARNING = ("machine.governor",)
LONGEST_S = 24 * 3600.0


def find(study: Study) -> list[Finding]:
    """Binary, flags, precision or processor: an error. Governor or a day apart: not."""
    return [f for curve in study.curves for f in _of_curve(study, curve)]


def _of_curve(study: Study, curve: Curve) -> Iterator[Finding]:
    name = f"{curve.kind} scaling of {clean(curve.like.kernel)}"
    where = tuple(row.point.id for row in curve.measured)
    differing = {
        field: values
        for field, values in residue(study, curve).items()
        if is_comparability(field, curve.like.backend)
    }
    for severity, is_mild in (("error", False), ("warning", True)):
        found = {k: v for k, v in differing.items() if (k in ONLY_A_WARNING) is is_mild}
        if found:
            text = f"{name}: the base cannot be compared: {in_words(found)}"
            yield Finding(ID, severity, text, where)
    if late := [row.point for row in curve.measured if _is_late(row.point, curve)]:
        text = f"{name}: measured over 24 hours apart from the base"
        yield Finding(ID, "warning", text, tuple(point.id for point in late))


def _is_late(point: Point, curve: Curve) -> bool:
    """Every launch is more than a day from every launch of the base."""
    own, base = _span(point), _span(curve.base.point)
    if own is None or base is None:
        return False
    return max(own[0] - base[1], base[0] - own[1]) > LONGEST_S


def _span(point: Point) -> tuple[float, float] | None:
    span = point.launches.span_utc
    if span is None:
        return None
    try:
        return seconds_since_1970(span[0]), seconds_since_1970(span[1])
    except ValueError:
        return None
