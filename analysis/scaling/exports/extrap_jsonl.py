# SPDX-License-Identifier: Apache-2.0
"""JSON lines for Extra-P: the times of each point against the cores `p`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scaling.finding import Finding
from scaling.marks import MARKS
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.words.names import curve_slug
from scaling.words.text import clean

FILE = "extrap.jsonl"
FORMAT = "jsonl"


def render(study: Study, findings: Sequence[Finding]) -> str:  # noqa: ARG001
    """A line a point; curves, and threads per rank within them, are call paths.

    Splits of the same cores would otherwise be one point to Extra-P. It wants at least
    five values of `p` in a call path, and for strong scaling its negative exponents.
    A metric that leads or has a curve is under its own name, a rate as it is. The call
    path of what was not measured begins with the word for it.
    """
    curves = (*study.curves, *study.further)
    lines = (line for curve in curves for line in _lines(study, curve))
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def _mark(curve: Curve) -> str:
    """`SIMULATED-` or `IMPORTED-`."""
    marks = (mark for mark in MARKS if mark.concerns(curve.like))
    return "".join(f"{mark.column.upper()}-" for mark in marks)


def _lines(study: Study, curve: Curve) -> Iterator[dict[str, object]]:
    several = len({row.point.request.threads for row in curve.measured}) > 1
    for row in curve.measured:
        threads = f"-threads-{row.point.request.threads}" if several else ""
        yield {
            "params": {"p": row.units},
            "metric": clean(curve.metric.name) or "time",
            "callpath": _mark(curve) + curve_slug(study, curve) + threads,
            "value": [*map(curve.metric.as_time, row.point.times_s)],
        }
