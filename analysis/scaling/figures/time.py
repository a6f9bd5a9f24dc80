# SPDX-License-Identifier: Apache-2.0
"""Time, or the rate that leads, against cores."""

from __future__ import annotations

from dataclasses import replace

from scaling.draw.line_figure import Axis, make_line_figures
from scaling.draw.lines import rate, time
from scaling.figure import Figure
from scaling.model.study import Study
from scaling.words.names import axis_label, value_name, value_word

ORDER = 3

CAPTION = (
    "Median over launches with its exact 95 % interval; faint points are single "
    "launches; dashed is the time of perfect scaling from the base."
)


STRONG = Axis("time_s", "Time (s)", time, lambda r, r0, t0: t0 * r0 / r)
WEAK = Axis("time_s", "Time (s)", time, lambda _r, _r0, t0: t0, scale="linear")


CAPTION_OF_RATE = (
    "One over the median of reciprocals over launches, with its exact 95 % interval; "
    "faint points are single launches; dashed is perfect scaling from the base."
)


def make(study: Study) -> list[Figure]:
    """Strong on logarithmic axes; weak from zero, where the ideal is flat."""
    if study.metric.is_rate:
        return _rates(study)
    called = {value_word(curve) for curve in study.curves}
    label = f"{called.pop()} (s)" if len(called) == 1 else STRONG.label
    strong, weak = replace(STRONG, label=label), replace(WEAK, label=label)
    return [
        *make_line_figures(study, "strong", "Time", CAPTION, strong),
        *make_line_figures(study, "weak", "Time", CAPTION, weak),
    ]


def _rates(study: Study) -> list[Figure]:
    """Perfect scaling of a rate is in proportion, whether the work grows or not."""
    metric = study.metric
    axis = Axis(
        value_name(metric), axis_label(metric), rate, lambda r, r0, y0: y0 * r / r0
    )
    return [
        figure
        for kind in ("strong", "weak")
        for figure in make_line_figures(study, kind, "Rate", CAPTION_OF_RATE, axis)
    ]
