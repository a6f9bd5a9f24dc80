# SPDX-License-Identifier: Apache-2.0
"""A slow base, which makes scaling look good."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.finding import UNCERTAIN, Finding
from scaling.metrics.ceiling import ceiling_share
from scaling.model.curve import Curve
from scaling.model.environment import slow_build
from scaling.model.study import Study
from scaling.words.text import clean, number

ID = "W08"
GRADE = UNCERTAIN
FIRES = "a base was built without optimisation, or reaches under half of its ceiling"
MEANS = "a slow base makes every speedup look better than it is"
CURE = "build with optimisation, and choose the fastest program there is as the base"

SMALLEST_SHARE = 0.5


def find(study: Study) -> list[Finding]:
    """A build without optimisation, or a base below half of its ceiling.

    That the base is the fastest of its core count, and that no speedup stands without
    a rate, is so by construction of the curves and tables.
    """
    return [f for curve in study.curves if curve.base for f in _of_curve(curve)]


def _of_curve(curve: Curve) -> Iterator[Finding]:
    name = f"{curve.kind} scaling of {clean(curve.like.kernel)}"
    where = (curve.base.point.id,)
    if how := slow_build(dict(curve.base.point.launches[0].result.worker)):
        text = f"{name}: the base was built {how}, which flatters the speedup"
        yield Finding(ID, GRADE, text, where)
    share = ceiling_share(curve.base.point)
    if share is not None and share < SMALLEST_SHARE:
        text = f"{name}: the base reaches {number(100 * share, 2)} % of its ceiling"
        yield Finding(ID, GRADE, text, where)
