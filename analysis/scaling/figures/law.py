# SPDX-License-Identifier: Apache-2.0
"""The best law through the medians, dashed beyond the data."""

from __future__ import annotations

from typing import Any

import numpy as np

from scaling.draw.palette import BLUE, GREY, SKY, VERMILION, legend_below
from scaling.figure import Figure, make_figure
from scaling.laws.fit import Laws, fit_curve
from scaling.laws.limit import Limit, limit
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.table import Column
from scaling.words.names import curve_slug, curve_title, units_column
from scaling.words.text import count, number

ORDER = 11

_STEPS = 60
CAPTION = (
    "Fitted, not measured: the law with the least AICc through the fastest point of "
    "each {unit} count, with the 95 % band of all plausible laws. Dashed is beyond the "
    "data, and ends at {edge} {unit}s: {why}."
)


def make(study: Study) -> list[Figure]:
    """One figure for each curve that a law fits."""
    fitted = ((curve, fit_curve(curve)) for curve in study.curves if curve.base)
    return [_figure(study, c, laws) for c, laws in fitted if laws and laws.fits]


def _figure(study: Study, curve: Curve, laws: Laws) -> Figure:
    edge = limit(study, curve)
    slug = f"law-{curve_slug(study, curve)}"
    title = f"Law: {curve_title(curve)}"
    best = laws.best.candidate
    alt = (
        f"The law {best.formula} through medians from {laws.data.cores[0]:.0f} to "
        f"{laws.data.cores[-1]:.0f} {curve.unit}s: {number(laws.data.times_s[-1])} s "
        f"measured, {number(laws.best.time_s(laws.data.cores[-1]))} s fitted at the "
        "last."
    )
    cores, *times = (values.tolist() for values in _band(laws, edge))
    last = laws.data.cores[-1]
    named = (("time_s", "Time (s), fitted"), ("low", "Low"), ("high", "High"))
    columns = [
        (units_column(curve.unit), cores),
        *((Column(*name), values) for name, values in zip(named, times)),
        (Column("beyond_data", "Beyond the data"), [int(r > last) for r in cores]),
    ]
    return make_figure(
        slug, title,
        CAPTION.format(edge=count(round(edge.cores)), why=edge.why, unit=curve.unit),
        alt, columns, lambda figure: _draw(figure, curve, laws, edge),
    )  # fmt: skip


def _band(laws: Laws, edge: Limit) -> tuple[np.ndarray, ...]:
    """Cores, the best law's times and both ends of the band: (_STEPS,) each."""
    cores = np.geomspace(laws.data.cores[0], edge.cores, _STEPS)
    low, high = np.quantile(laws.pooled_times_s(cores), [0.025, 0.975], axis=0)
    return cores, laws.best.best_times_s(cores), low, high


def _draw(figure: Any, curve: Curve, laws: Laws, edge: Limit) -> None:
    from scaling.draw.intervals import time_axis, units_axis

    axes = figure.add_subplot()
    cores, times, low, high = _band(laws, edge)
    inside = cores <= laws.data.cores[-1] * (1 + 1e-9)
    beyond = cores >= cores[inside][-1]
    axes.fill_between(cores, low, high, color=SKY, alpha=0.35, linewidth=0)
    name = f"{laws.best.candidate.letter}: {laws.best.candidate.formula}"
    axes.plot(cores[inside], times[inside], "-", color=BLUE, linewidth=1.1, label=name)
    if beyond.sum() > 1:
        axes.plot(
            cores[beyond], times[beyond], "--", color=BLUE, linewidth=1.1,
            label="beyond the data",
        )  # fmt: skip
    ideal = laws.data.times_s[0] * cores[0] / cores
    axes.plot(cores, ideal, ":", color=GREY, linewidth=0.9, label="ideal")
    ends = np.quantile(laws.data.draws_s, [0.025, 0.975], axis=0)
    gaps = np.maximum([laws.data.times_s - ends[0], ends[1] - laws.data.times_s], 0.0)
    axes.errorbar(
        laws.data.cores, laws.data.times_s, yerr=gaps, fmt="o", color=VERMILION,
        markersize=3.5, capsize=2, elinewidth=0.9, label="measured", zorder=4,
    )  # fmt: skip
    ticks = [int(r) for r in laws.data.cores]
    ticks += [round(edge.cores)] if edge.cores > ticks[-1] else []
    units_axis(axes, ticks, curve.unit)
    time_axis(axes, min(*ideal, *low), max(*times, *high))
    axes.set_ylabel("Time (s)" if curve.kind == "strong" else "Time per base work (s)")
    legend_below(axes, 2)
