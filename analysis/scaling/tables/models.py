# SPDX-License-Identifier: Apache-2.0
"""Programs beside each other, and how far each is from the kernel at equal cores."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.finding import Finding
from scaling.metrics.processors import cpus_used
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.metric import Metric
from scaling.table import Cell, Column, Table, without_empty_columns
from scaling.words.names import metric_word, relative_to, value_name
from scaling.words.units import rate_unit, value_unit

ORDER = 6

GAIN, IDLE = 0.5, 0.25
"""Shares of what the added cores could give: at least, to be called faster; at most, to
be called not faster."""

ONE_AT_A_TIME = 1.3
"""CPUs at work of threads that wait for each other's lock."""

LOCK = (
    "Threads of one Python process take turns at the interpreter lock: processes, "
    "which have one each, and work outside the interpreter do run at once."
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table, where a program and something else were measured on cores."""
    curves = [c for c in study.own_curves if c.kind == "strong" and c.unit == "core"]
    names = {curve.like.kernel for curve in curves}
    if len(names) < 2 or not any(curve.like.is_program for curve in curves):
        return []
    pairs = [(curve, row) for curve in curves for row in curve.measured]
    reference = _reference(curves)
    rates, metric = [_rate(curve, row) for curve, row in pairs], study.metric
    known = [rate for rate in rates if rate]
    rate = Column("samples_per_s", "Rate", *rate_unit(known))
    if metric.is_rate:
        unit, factor = value_unit(metric, known)
        rate = Column(value_name(metric), metric_word(metric), unit, factor)
    columns = (
        Column("model", "Model"),
        Column("cores", "Cores"),
        rate,
        Column("speedup", "Speedup"),
        Column("efficiency", "Efficiency", "%", 100.0),
        Column("factor", "Kernel rate / rate", short="Factor"),
    )
    rows = tuple(_row(curve, row, reference) for curve, row in pairs)
    notes = _notes(curves, metric)
    table = Table("models", "Models side by side", columns, rows, notes)
    return [without_empty_columns(table)]


def _reference(curves: Sequence[Curve]) -> dict[int, float]:
    """Cores -> the best rate of a kernel of ours."""
    rates: dict[int, float] = {}
    for curve in curves:
        if not curve.like.is_program:
            for row in curve.measured:
                rate = row.point.rate.value
                rates[row.units] = max(rate, rates.get(row.units, 0.0))
    return rates


def _rate(curve: Curve, row: Row) -> float | None:
    return row.point.rate.value if curve.has_rate else None


def _row(curve: Curve, row: Row, reference: dict[int, float]) -> tuple[Cell, ...]:
    rate = _rate(curve, row)
    best = reference.get(row.units)
    return (
        curve.like.kernel,
        row.units,
        rate,
        row.speedup,
        row.efficiency,
        best / rate if best and rate else None,
    )


def _notes(curves: Sequence[Curve], metric: Metric) -> tuple[str, ...]:
    note = f"Speedup and efficiency are relative to {relative_to(curves[0])}"
    if not metric.is_rate and any(curve.has_rate for curve in curves):
        note += "; rates are samples per second at the median time"
    note += "."
    notes = (*_who_scales(curves), note)
    kernels = sorted({c.like.kernel for c in curves if not c.like.is_program})
    if not kernels:
        return notes
    return (
        *notes,
        f"The factor divides the rate of the kernel ({', '.join(kernels)}) on as "
        "many cores by that of the model; their sample counts may differ.",
    )


def _takes_turns(row: Row) -> bool:
    """Several threads of Python kept about one CPU busy: processes would keep more."""
    used, request = cpus_used(row.point), row.point.request
    is_one = used is not None and used < ONE_AT_A_TIME
    return request.is_python and request.threads > 1 and is_one


def _who_scales(curves: Sequence[Curve]) -> tuple[str, ...]:
    """The models that gain by more cores and those that do not, as a sentence.

    Each counts on the most cores that it was measured on. The ends of the intervals
    decide, so that noise puts nobody on either side; where they reach over one of the
    limits nothing is decided.
    """
    gains, idle, between, open_ = [], [], [], []
    is_locked = False
    for curve in curves:
        if curve.base is None or curve.largest.is_base:
            continue
        row, speedup = curve.largest, curve.largest.speedup
        possible = row.units / curve.base.units - 1
        low = speedup.value if speedup.low is None else speedup.low
        high = speedup.value if speedup.high is None else speedup.high
        shown = f"{curve.like.kernel} {speedup.value:.2f} on {row.units}"
        if low - 1 >= GAIN * possible:
            gains.append(shown)
        elif high - 1 <= IDLE * possible:
            idle.append(shown)
            is_locked |= _takes_turns(row)
        elif low - 1 > IDLE * possible and high - 1 < GAIN * possible:
            between.append(shown)
        else:
            open_.append(shown)
    parts = (
        ("Faster with more cores (speedup)", gains),
        ("faster in part", between),
        ("not faster", idle),
        ("undecided", open_),
    )
    words = "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)
    if not words:
        return ()
    return (f"{words[0].upper()}{words[1:]}.", *((LOCK,) if is_locked else ()))
