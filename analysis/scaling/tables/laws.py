# SPDX-License-Identifier: Apache-2.0
"""The laws fitted to a curve, with what they predict and what they cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaling.finding import Finding
from scaling.laws.fit import FEWEST_CORE_COUNTS, REFITS, Fit, Laws, fit_curve
from scaling.laws.gustafson import serial_part
from scaling.laws.knee import crossing
from scaling.laws.prediction import Prediction, predictions
from scaling.model.curve import Curve
from scaling.model.reach import reach_of
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.table import Cell, Column, Table, without_empty_columns
from scaling.words import text
from scaling.words.law_jobs import law_jobs
from scaling.words.names import curve_slug, curve_title, metric_word

ORDER = 7

_COLUMNS = (
    Column("law", "Law"),
    Column("formula", "{time} on R {unit}s", drop=2),
    Column("parameters", "Parameters{interval}"),
    Column("rms_residual", "RMS", "%", 100.0, digits=2, drop=4),
    Column("delta_aicc", "Delta AICc", digits=2),
    Column("weight", "Weight", "%", 100.0, digits=2, drop=3),
    Column("error_largest", "Largest predicted", "% off", 100.0, digits=2, drop=1),
    Column("covered", "In 95 %"),
)


_COVERED = {True: "yes", False: "no", None: None}


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table for each curve with five core counts or more."""
    fitted = ((curve, fit_curve(curve)) for curve in study.curves if curve.base)
    return [_table(study, curve, laws) for curve, laws in fitted if laws]


def _table(study: Study, curve: Curve, laws: Laws) -> Table:
    predicted, word = predictions(laws.data), metric_word(curve.metric)
    rows = (
        *(_row(curve, laws, f, predicted.get(f.candidate.letter)) for f in laws.fits),
        *(_refused_row(fit) for fit in laws.refused),
    )
    table = Table(
        slug=f"laws-{curve_slug(study, curve)}",
        title=f"Laws (fitted, not measured). {curve_title(curve)}",
        columns=tuple(
            replace(
                column,
                heading=column.heading.format(
                    unit=curve.unit,
                    time=f"1 / {word}" if curve.metric.is_rate else word,
                    interval=" [95 % CI]" if laws.data.has_intervals else "",
                ),
            )
            for column in _COLUMNS
        ),
        rows=rows,
        notes=tuple(_notes(curve, laws)),
    )
    return table if laws.data.has_intervals else without_empty_columns(table)


def _row(
    curve: Curve, laws: Laws, fit: Fit, predicted: Prediction | None
) -> tuple[Cell, ...]:
    letter = fit.candidate.letter
    return (
        f"{letter} {fit.candidate.name}",
        fit.candidate.formula,
        parameters(fit, curve.unit),
        fit.mean_square**0.5,
        laws.delta(fit),
        laws.weights[letter],
        predicted.error if predicted else None,
        _COVERED[predicted.is_covered] if predicted else None,
    )


def _refused_row(fit: Fit) -> tuple[Cell, ...]:
    candidate = fit.candidate
    rms = fit.mean_square**0.5
    name = f"{candidate.letter} {candidate.name}"
    return name, candidate.formula, "refused", rms, None, None, None, None


def parameters(fit: Fit, unit: str) -> str:
    """Coefficients with intervals; Amdahl's and Gunther's in their own terms."""
    names = fit.candidate.coefficients
    if fit.candidate.letter == "B":
        fraction = fit.measured(lambda c: c[..., 0] / (c[..., 0] + c[..., 1]))
        return f"f = {_number(fraction)} of the time on one {unit}"
    if fit.candidate.letter == "F":
        contention = fit.measured(lambda c: c[..., 1] / c[..., 0])
        coherence = fit.measured(lambda c: c[..., 2] / c[..., 0])
        least = coherence.value if coherence.low is None else coherence.low
        best = f", best at {_best_units(fit)} {unit}s" if least > 0 else ""
        return f"sigma = {_number(contention)}, kappa = {_number(coherence)}{best}"
    return ", ".join(
        f"{name} = {_number(fit.measured(lambda c, i=i: c[..., i]))}"
        for i, name in enumerate(names)
    )


def _best_units(fit: Fit) -> str:
    """sqrt((1 - sigma) / kappa): said only where kappa, or its interval, is above 0."""
    return _number(
        fit.measured(
            lambda c: (
                (abs(1 - c[..., 1] / c[..., 0]) / (c[..., 2] / c[..., 0]).clip(1e-300))
                ** 0.5
            )
        )
    )


def _number(value: Measured) -> str:
    if value.low is None:
        return text.number(value.value)
    return (
        f"{text.number(value.value)} "
        f"[{text.number(value.low)}, {text.number(value.high)}]"
    )


def _notes(curve: Curve, laws: Laws) -> Iterator[str]:
    off = f"fitted without the largest {curve.unit} count, how far off the law is there"
    how, last = (
        (
            f"intervals from {REFITS:,} refits to resampled blocks, and to what the "
            "law misses beyond their scatter",
            f"The last two columns: {off}, and whether its 95 % prediction interval "
            "holds it",
        )
        if laws.data.has_intervals
        else (
            "without intervals, as points have too few launches for one of their time",
            f"Largest predicted: {off}",
        )
    )
    yield (
        "Fitted to the logarithm of the time (USL to the rate, as published fits are) "
        f"of the fastest point of each of the {len(laws.data.cores)} {curve.unit} "
        f"counts (at least {FEWEST_CORE_COUNTS}), with coefficients of at least 0; "
        f"{how}. {last}."
    )
    for said in law_jobs(laws.data, curve.unit):
        yield f"{said}."
    if curve.metric.is_rate:
        yield (
            f"The time of a law is one over {metric_word(curve.metric)}: what one unit "
            "of its work takes."
        )
    alike = [f"{f.candidate.letter}" for f in laws.indistinguishable]
    if len(alike) > 1:
        yield f"Not distinguishable by these data: {', '.join(alike)}."
    if laws.refused:
        yield _refusal(laws)
    if curve.kind == "weak":
        yield f"Gustafson's serial part: {_gustafson(laws)}."
    yield _knee(curve, laws)


def _refusal(laws: Laws) -> str:
    which = ", ".join(sorted(fit.candidate.letter for fit in laws.refused))
    which = which if laws.fits else "all, so no law is used"
    return f"Refused, for missing the medians by more than launches scatter: {which}."


def _gustafson(laws: Laws) -> str:
    cores = laws.data.cores / laws.data.cores[0]

    def part(times):
        return serial_part(cores, times[:, :1] / times)

    low, high = laws.data.interval(part(laws.data.draws_s))
    return _number(Measured(float(part(laws.data.times_s[None])[0]), low, high))


def _knee(curve: Curve, laws: Laws) -> str:
    """By the measured points; a law may only say where between two of them."""
    reach = reach_of(curve)
    share, unit = text.share(reach.target), curve.unit
    last = text.plural(reach.above.units, unit)
    if reach.below is not None:
        at = crossing(laws, reach)
        by = (
            f" (by law {laws.best.candidate.letter} at {text.number(at)})" if at else ""
        )
        between = f"between {reach.above.units:,} and {text.plural(reach.below, unit)}"
        return f"Efficiency falls below {share} {between}{by}."
    if reach.above.units == curve.largest.units:
        return f"Efficiency stays above {share} up to {last}, the most measured."
    if reach.above.is_base:
        return f"Where efficiency falls below {share} is not known by these data."
    return (
        f"Efficiency is above {share} up to {last}; where it falls below is not known "
        "by these data."
    )
