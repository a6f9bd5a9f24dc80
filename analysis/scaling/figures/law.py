# SPDX-License-Identifier: Apache-2.0
"""The best law through the medians, dashed beyond the data."""

from __future__ import annotations

from typing import Any

import numpy as np

from scaling.arrays import Numbers
from scaling.draw.palette import BLUE, GREY, SKY, VERMILION, legend_below
from scaling.figure import Figure, make_figure
from scaling.laws.fit import Laws, fit_curve
from scaling.laws.limit import Limit, limit
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.law_jobs import law_jobs
from scaling.words.names import (
    axis_label,
    curve_slug,
    curve_title,
    metric_word,
    units_column,
    value_name,
)
from scaling.words.text import clean, count, number
from scaling.zipped import zip_equal

ORDER = 11

_STEPS = 60
CAPTION = (
    "Fitted, not measured: the law with the least AICc through the fastest point of "
    "each {unit} count, {band}."
)
BEYOND = " Dashed is beyond the data, and ends at {edge} {unit}s: {why}."

BAND = "with the 95 % band of all plausible laws"
NO_BAND = "without a band, as points have too few launches for an interval"


def make(study: Study) -> list[Figure]:
    """One figure for each curve that a law fits."""
    fitted = ((curve, fit_curve(curve)) for curve in study.curves if curve.base)
    return [_figure(study, c, laws) for c, laws in fitted if laws and laws.fits]


def _figure(study: Study, curve: Curve, laws: Laws) -> Figure:
    edge = limit(study, curve)
    slug = f"law-{curve_slug(study, curve)}"
    title = f"Law: {curve_title(curve)}"
    best = laws.best.candidate
    metric, last = curve.metric, laws.data.cores[-1]
    measured = number(metric.as_time(laws.data.times_s[-1]))
    fitted = number(metric.as_time(laws.best.time_s(last)))
    alt = (
        f"The law {best.formula} through medians from {laws.data.cores[0]:.0f} to "
        f"{last:.0f} {curve.unit}s: {measured} {clean(metric.unit)} measured, "
        f"{fitted} {clean(metric.unit)} fitted at the last."
    )
    cores, *values = (found.tolist() for found in _best(curve, laws, edge))
    named = [(value_name(metric), f"{axis_label(metric)}, fitted")]
    if laws.data.has_intervals:
        values += [end.tolist() for end in _band(curve, laws, edge)]
        named += [("low", "Low"), ("high", "High")]
    columns = [
        (units_column(curve.unit), cores),
        *((Column(*name), found) for name, found in zip_equal(named, values)),
        (Column("beyond_data", "Beyond the data"), [int(r > last) for r in cores]),
    ]
    return make_figure(
        slug, title,
        _caption(curve, laws, edge),
        alt, columns, lambda figure: _draw(figure, curve, laws, edge), [curve],
    )  # fmt: skip


def _caption(curve: Curve, laws: Laws, edge: Limit) -> str:
    band = BAND if laws.data.has_intervals else NO_BAND
    jobs = "".join(f" {said}." for said in law_jobs(laws.data, curve.unit))
    words = CAPTION.format(unit=curve.unit, band=band) + jobs
    end = round(edge.cores)
    if end <= laws.data.cores[-1]:
        return words
    return words + BEYOND.format(edge=count(end), unit=curve.unit, why=edge.why)


def _best(curve: Curve, laws: Laws, edge: Limit) -> tuple[Numbers, Numbers]:
    """Cores, and what the best law says there: (_STEPS,) each.

    Laws are of times, and of a rate's reciprocals: shown is the rate.
    """
    cores = np.geomspace(laws.data.cores[0], edge.cores, _STEPS)
    return cores, curve.metric.as_time(laws.best.best_times_s(cores))


def _band(curve: Curve, laws: Laws, edge: Limit) -> Numbers:
    """Both ends of the band of the plausible laws: (2, _STEPS)."""
    cores, _ = _best(curve, laws, edge)
    shown = curve.metric.as_time(laws.pooled_times_s(cores))
    return np.quantile(shown, [0.025, 0.975], axis=0)


def _draw(figure: Any, curve: Curve, laws: Laws, edge: Limit) -> None:
    from scaling.draw.intervals import time_axis, units_axis

    axes = figure.add_subplot()
    metric, data = curve.metric, laws.data
    cores, best = _best(curve, laws, edge)
    band = _band(curve, laws, edge) if laws.data.has_intervals else np.array([best])
    inside = cores <= data.cores[-1] * (1 + 1e-9)
    beyond = cores >= cores[inside][-1]
    axes.fill_between(cores, band[0], band[-1], color=SKY, alpha=0.35, linewidth=0)
    name = f"{laws.best.candidate.letter}: {laws.best.candidate.formula}"
    axes.plot(cores[inside], best[inside], "-", color=BLUE, linewidth=1.1, label=name)
    if beyond.sum() > 1:
        axes.plot(
            cores[beyond], best[beyond], "--", color=BLUE, linewidth=1.1,
            label="beyond the data",
        )  # fmt: skip
    ideal = metric.as_time(data.times_s[0] * cores[0] / cores)
    axes.plot(cores, ideal, ":", color=GREY, linewidth=0.9, label="ideal")
    medians, draws = metric.as_time(data.times_s), metric.as_time(data.draws_s)
    ends = np.quantile(draws, [0.025, 0.975], axis=0)
    gaps = np.maximum([medians - ends[0], ends[1] - medians], 0.0)
    axes.errorbar(
        data.cores, medians, yerr=gaps if data.has_intervals else None, fmt="o",
        color=VERMILION, markersize=3.5, capsize=2, elinewidth=0.9, label="measured",
        zorder=4,
    )  # fmt: skip
    ticks = [int(r) for r in data.cores]
    ticks += [round(edge.cores)] if edge.cores > ticks[-1] else []
    units_axis(axes, ticks, curve.unit)
    least, most = min(*ideal, *band[0]), max(*best, *band[-1])
    time_axis(axes, least, max(most, *ideal) if metric.is_rate else most)
    axes.set_ylabel(_label(curve))
    legend_below(axes, 2)


def _label(curve: Curve) -> str:
    if curve.kind == "weak" and curve.metric.is_time:
        return f"{metric_word(curve.metric)} per base work (s)"
    return axis_label(curve.metric)
