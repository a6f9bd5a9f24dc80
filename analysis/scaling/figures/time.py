# SPDX-License-Identifier: Apache-2.0
"""Time against cores."""

from __future__ import annotations

from scaling.draw.line_figure import Axis, make_line_figures
from scaling.draw.lines import time
from scaling.figure import Figure
from scaling.model.study import Study

ORDER = 3

CAPTION = (
    "Median over launches with its exact 95 % interval; faint points are single "
    "launches; dashed is the time of perfect scaling from the base."
)


STRONG = Axis("time_s", "Time (s)", time, lambda r, r0, t0: t0 * r0 / r)
WEAK = Axis("time_s", "Time (s)", time, lambda _r, _r0, t0: t0, scale="linear")


def make(study: Study) -> list[Figure]:
    """Strong on logarithmic axes; weak from zero, where the ideal is flat."""
    return [
        *make_line_figures(study, "strong", "Time", CAPTION, STRONG),
        *make_line_figures(study, "weak", "Time", CAPTION, WEAK),
    ]
