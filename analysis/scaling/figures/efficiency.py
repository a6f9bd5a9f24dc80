# SPDX-License-Identifier: Apache-2.0
"""Efficiency against cores, which shows the losses that log axes hide."""

from __future__ import annotations

from scaling.draw.line_figure import Axis, make_line_figures
from scaling.draw.lines import efficiency
from scaling.figure import Figure
from scaling.model.study import Study

ORDER = 5

CAPTION = (
    "Efficiency relative to the base with its 95 % interval; faint points "
    "are single launches; dashed is 100 %, dotted 70 %."
)


AXIS = Axis(
    "efficiency_percent",
    "Efficiency (%)",
    efficiency,
    lambda *_: 100.0,
    scale="linear",
    guides=(70.0,),
)


def make(study: Study) -> list[Figure]:
    """Strong and weak, from zero."""
    return [
        *make_line_figures(study, "strong", "Efficiency", CAPTION, AXIS),
        *make_line_figures(study, "weak", "Efficiency", CAPTION, AXIS),
    ]
