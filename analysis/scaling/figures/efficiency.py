# SPDX-License-Identifier: Apache-2.0
"""Efficiency against cores, which shows the losses that log axes hide."""

from __future__ import annotations

from scaling.draw.line_figure import Axis, make_line_figures
from scaling.draw.lines import efficiency
from scaling.figure import Figure
from scaling.model.study import Study
from scaling.words import text

ORDER = 5


def axis(target: float) -> Axis:
    """Percent, with a line at the target of the job size."""
    return Axis(
        "efficiency_percent",
        "Efficiency (%)",
        efficiency,
        lambda *_: 100.0,
        scale="linear",
        guides=(100 * target,),
    )


def caption(target: float) -> str:
    """What the marks and lines are."""
    return (
        "Efficiency relative to the base with its 95 % interval; faint points are "
        f"single launches; dashed is 100 %, dotted {text.share(target)}."
    )


def make(study: Study) -> list[Figure]:
    """Strong and weak, from zero."""
    words, drawn = caption(study.target), axis(study.target)
    return [
        *make_line_figures(study, "strong", "Efficiency", words, drawn),
        *make_line_figures(study, "weak", "Efficiency", words, drawn),
    ]
