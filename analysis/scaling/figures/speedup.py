# SPDX-License-Identifier: Apache-2.0
"""Speedup against cores."""

from __future__ import annotations

from scaling.draw.line_figure import Axis, make_line_figures
from scaling.draw.lines import speedup
from scaling.figure import Figure
from scaling.model.study import Study

ORDER = 4

CAPTION = (
    "Speedup over the base with its 95 % interval, axes with equal decades; "
    "faint points are single launches; dashed is perfect scaling."
)


AXIS = Axis("speedup", "Speedup", speedup, lambda r, r0, _: r / r0, is_square=True)


def make(study: Study) -> list[Figure]:
    """Strong scaling only: the weak form is in the efficiency."""
    return make_line_figures(study, "strong", "Speedup", CAPTION, AXIS)
