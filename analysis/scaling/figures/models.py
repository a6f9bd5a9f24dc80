# SPDX-License-Identifier: Apache-2.0
"""Programs beside each other: how much faster each gets, and how fast it is."""

from __future__ import annotations

from typing import Any

from scaling.draw.palette import BLUE, GREY, PALE, VERMILION
from scaling.figure import Figure, make_figure
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.metric import Metric
from scaling.table import Cell, Column
from scaling.words.names import (
    axis_label,
    curve_label,
    metric_word,
    relative_to,
    value_name,
)
from scaling.words.text import clean, measured, plural
from scaling.zipped import zip_equal

ORDER = 1

MOST_MODELS = 24
LONGEST_NAME = 18
ROW_INCHES = 0.17
CAPTION = (
    "Each row is a model of programming on the most cores it was measured on. Left: "
    "speedup over {}, with its 95 % interval; dotted is no gain, dashed is perfect."
)
CAPTION_OF_RATES = (
    " Right: samples per second on those cores. Sample counts differ where the models' "
    "speeds do."
)
CAPTION_BY_RATE = " Right: {} on those cores, which models may count in their own way."

Model = tuple[str, Curve, Row]


def make(study: Study) -> list[Figure]:
    """One figure where programs are measured beside each other or a kernel."""
    curves = [c for c in study.own_curves if c.kind == "strong" and c.unit == "core"]
    curves = [curve for curve in curves if curve.base and curve.largest]
    names = {curve.like.kernel for curve in curves}
    if len(names) < 2 or not any(curve.like.is_program for curve in curves):
        return []
    models = [(_name(study, curve), curve, curve.largest) for curve in curves]
    models.sort(key=lambda model: -model[2].point.rate.value)
    return [_figure(models, study.metric)]


def _name(study: Study, curve: Curve) -> str:
    """The kernel's, and where it has several curves what tells them apart."""
    alike = [c for c in study.curves if c.like.kernel == curve.like.kernel]
    name = clean(curve.like.kernel)
    several = len([c for c in alike if c.kind == curve.kind]) > 1
    return curve_label(study, curve) if several else name


def _figure(models: list[Model], metric: Metric) -> Figure:
    def words(model: Model) -> str:
        name, _, row = model
        return f"{name} {measured(row.speedup)} on {plural(row.units, 'core')}"

    shown = models[:MOST_MODELS]
    left = len(models) - len(shown)
    more = _of_rates(metric) if _have_rates(models) else ""
    more += f" The fastest {len(shown)} of {len(models)} are shown." if left else ""
    names, curves, rows = zip_equal(*models)
    columns = [
        (Column("model", "Model"), names),
        (Column("cores", "Cores"), [row.units for row in rows]),
        (Column("speedup", "Speedup"), [row.speedup for row in rows]),
        (Column("ideal", "Ideal"), [*map(_ideal, curves, rows)]),
        *_rate_column(models, metric),
    ]
    caption = CAPTION.format(relative_to(curves[0]))
    return make_figure(
        "models-beside", "Models side by side", caption + more,
        f"Speedups, fastest model first: {'; '.join(map(words, shown))}.",
        columns, lambda figure: _draw(figure, shown, _rate(metric).heading),
    )  # fmt: skip


def _of_rates(metric: Metric) -> str:
    if metric.is_rate:
        return CAPTION_BY_RATE.format(metric_word(metric))
    return CAPTION_OF_RATES


def _rate_column(
    models: list[Model], metric: Metric
) -> list[tuple[Column, list[Cell]]]:
    if not _have_rates(models):
        return []
    return [(_rate(metric), [row.point.rate for _, _, row in models])]


def _have_rates(models: list[Model]) -> bool:
    return all(curve.has_rate for _, curve, _ in models)


def _ideal(curve: Curve, row: Row) -> float:
    return row.units / curve.base.units


def _rate(metric: Metric) -> Column:
    if metric.is_rate:
        return Column(value_name(metric), axis_label(metric))
    return Column("samples_per_s", "Samples/s")


def _draw(figure: Any, models: list[Model], label: str) -> None:
    figure.set_figheight(max(figure.get_figheight(), 0.9 + ROW_INCHES * len(models)))
    drawn = [_gains]
    if _have_rates(models):
        drawn.append(lambda axes, models: _rates(axes, models, label))
    panels = figure.subplots(1, len(drawn), sharey=True, squeeze=False)[0]
    for axes, draw in zip_equal(panels, drawn):
        draw(axes, models)
        axes.grid(axis="both", color=PALE, linewidth=0.5)
    gains = panels[0]
    gains.set_yticks(range(len(models)), [_short(name) for name, *_ in models])
    gains.set_ylim(len(models) - 0.5, -0.5)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _rates(axes: Any, models: list[Model], label: str) -> None:
    from scaling.draw.intervals import decades, distances

    values = [row.point.rate for _, _, row in models]
    axes.errorbar(
        [v.value for v in values], range(len(models)), xerr=distances(values),
        fmt="s", color=BLUE, markersize=3.5, capsize=2, elinewidth=0.8,
    )  # fmt: skip
    low = min(v.low or v.value for v in values) / 2
    high = 2 * max(v.high or v.value for v in values)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    decades(axes.xaxis, low, high)
    axes.set_xlim(low, high)
    axes.set_xlabel(label)


def _gains(axes: Any, models: list[Model]) -> None:
    """Speedups of the models that were measured on several core counts."""
    from scaling.draw.intervals import distances

    found = [
        (index, curve, row)
        for index, (_, curve, row) in enumerate(models)
        if not row.is_base
    ]
    values = [row.speedup for _, _, row in found]
    places = [index for index, *_ in found]
    for index, curve, row in found:
        ideal = _ideal(curve, row)
        axes.plot(
            [ideal, ideal], [index - 0.45, index + 0.45], linestyle=(0, (3, 2)),
            color=VERMILION, linewidth=1.1,
        )  # fmt: skip
    axes.errorbar(
        [v.value for v in values], places, xerr=distances(values), fmt="o",
        color=BLUE, markersize=4, capsize=2, elinewidth=0.9,
    )  # fmt: skip
    axes.axvline(1, color=GREY, linestyle=":", linewidth=0.9)
    ends = [_ideal(curve, row) for _, curve, row in found]
    ends += [v.high or v.value for v in values]
    axes.set_xlim(0, 1.1 * max(ends, default=1.0))
    axes.set_xlabel("Speedup")
