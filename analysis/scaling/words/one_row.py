# SPDX-License-Identifier: Apache-2.0
"""Why a curve has one row, and so no speedup."""

from __future__ import annotations

from dataclasses import fields

from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.records.request import Request
from scaling.words.text import clean, listed

_PAIRS = ("parameters", "env")


def why_one_row(study: Study, curve: Curve) -> str:
    """A sentence; empty for a curve of several rows."""
    if len(curve.rows) > 1:
        return ""
    others = [
        other.like
        for other in study.curves
        if other.kind == curve.kind
        and other.metric == curve.metric
        and other.like.kernel == curve.like.kernel
        and any(row.units != curve.rows[0].units for row in other.rows)
    ]
    if not others:
        return "One row only: the study plans this work at one size, so nothing scales."
    nearest = min((_differing(curve.like, like) for like in others), key=len)
    what = listed([clean(name) for name in nearest])
    swept = [name for name in nearest if "." in name]
    return (
        f"One row only: what ran on other {curve.unit}s differs from it in {what}, so "
        "nothing is compared."
        + (
            " Where that follows the resources, say so: `zip` it with them, or make it "
            "a value of `derive`."
            if swept
            else ""
        )
    )


def _differing(one: Request, other: Request) -> list[str]:
    """The axes in which they differ: `parameters.n`, `samples`."""
    names = []
    for field in fields(Request):
        if not field.compare:
            continue
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name in _PAIRS:
            names += [f"{field.name}.{key}" for key in _differing_keys(a, b)]
        elif a != b:
            names.append(field.name)
    return names


def _differing_keys(a: tuple, b: tuple) -> list[str]:
    return sorted({key for key, _ in set(a) ^ set(b)})
