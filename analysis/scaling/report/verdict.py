# SPDX-License-Identifier: Apache-2.0
"""The sentence that the report opens with."""

from __future__ import annotations

from collections import defaultdict

from scaling.finding import WRONG
from scaling.marks import marks_of
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.overview import Overview
from scaling.words import text
from scaling.words.names import base_asked_for, curve_name


def verdict(overview: Overview) -> str:
    """How far each kind of scaling goes, whether the answers hold, and what failed."""
    study = overview.study
    parts = [_reach(study, c) for c in leading_curves(overview) if c.measured]
    if not parts:
        parts = ["Nothing was measured: no launch ended well"]
    parts.append(_answers(overview))
    failed = len(study.failed)
    if failed:
        are = "is" if failed == 1 else "are"
        parts.append(f"{text.plural(failed, 'failed attempt')} {are} in no number")
    sentence = "; ".join(part for part in parts if part) + "."
    sentence = sentence[0].upper() + sentence[1:]
    wrong = sorted({f.id for f in overview.findings if f.grade == WRONG})
    if wrong:
        sentence = f"Not valid as it stands ({', '.join(wrong)}). " + sentence
    marks = "".join(f"{mark.verdict}. " for mark in marks_of(study))
    return marks + sentence


def leading_curves(overview: Overview) -> list[Curve]:
    """The curve with the most cores or GPUs of each kind; of several as large the one
    with the best rate."""
    groups: dict[tuple[str, str], list[Curve]] = defaultdict(list)
    for curve in overview.study.curves:
        groups[curve.kind, curve.unit].append(curve)
    return [max(curves, key=_reached) for curves in groups.values()]


def _reached(curve: Curve) -> tuple[int, float]:
    last = curve.largest
    return (last.units, last.point.rate.value) if last else (0, 0.0)


def _reach(study: Study, curve: Curve) -> str:
    last = curve.largest
    name = curve_name(study, curve)
    units = text.plural(last.units, curve.unit)
    if curve.base is None:
        asked = base_asked_for(curve)
        return (
            f"{name} was measured up to {units}, but has no efficiency, since the base "
            f"asked for, {asked}, was not measured with as much work"
        )
    if last.is_base and curve.measured[0].units < last.units:
        return f"{name} was measured up to its base, on {units}, and not beyond"
    if last.is_base:
        return f"{name} was measured on {units} only"
    efficiency = text.measured(last.efficiency.times(100))
    return f"{name} reaches {efficiency} % efficiency on {units}"


def _unchecked(overview: Overview) -> str:
    """Of programs; of kernels there is always an answer to compare."""
    checks = [
        kind.measurement.checks
        for point in overview.study.points
        for kind in point.launches.kinds
    ]
    return (
        "no answer was checked"
        if checks and not any(checks) and None not in checks
        else ""
    )


def _answers(overview: Overview) -> str:
    agreements = overview.study.agreements.values()
    of = sum(found.of for found in agreements)
    wrong = of - sum(found.identical for found in agreements)
    if not of:
        return _unchecked(overview)
    if any(found.is_open for found in agreements):
        return "the points do not agree on an answer"
    if wrong:
        return f"{text.plural(wrong, 'point')} of {of} gave a wrong answer"
    return f"no answer differs at {text.plural(of, 'point')}"
