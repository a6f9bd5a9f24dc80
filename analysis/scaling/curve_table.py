# SPDX-License-Identifier: Apache-2.0
"""What the tables of strong and weak scaling have in common."""

from __future__ import annotations

from collections.abc import Sequence

from scaling import text
from scaling.curve import Curve, Row
from scaling.finding import Finding
from scaling.study import Study
from scaling.table import Cell, Column
from scaling.units import rate_unit, time_unit

CI = "[95 % CI]"

Columns = list[tuple[Column, list[Cell]]]


def resource_columns(curve: Curve) -> Columns:
    """Nodes, ranks, threads and the resource axis, which is cores."""
    requests = [row.point.request for row in curve.rows]
    has_nodes = any(request.nodes > 1 for request in requests)
    return [
        (Column("nodes", "Nodes"), [r.nodes if has_nodes else None for r in requests]),
        (Column("ranks", "Ranks"), [r.ranks for r in requests]),
        (Column("threads", "Threads", short="Thr."), [r.threads for r in requests]),
        (Column("cores", "Cores"), [r.cores for r in requests]),
    ]


def time_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """Median over launches with its exact interval."""
    unit, factor = time_unit(row.point.time_s.value for row in curve.measured)
    column = Column("time_s", f"Time {CI}", unit, factor, brief=7)
    return column, [r.point.time_s if r.point.launches else None for r in curve.rows]


def rate_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """Absolute performance, without which no ratio is shown."""
    unit, factor = rate_unit(row.point.rate.value for row in curve.measured)
    column = Column("samples_per_s", "Rate", unit, factor, drop=8)
    rates = [r.point.rate.value if r.point.launches else None for r in curve.rows]
    return column, rates


def rate_per_core_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The rate of one core."""
    rates = [
        r.point.rate.value / r.cores if r.point.launches else None for r in curve.rows
    ]
    unit, factor = rate_unit(rate for rate in rates if rate)
    return Column(
        "samples_per_s_per_core", "Rate per core", unit, factor, drop=5
    ), rates


def efficiency_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The base is 100 by definition and has no interval."""
    column = Column(
        "efficiency", f"Efficiency {CI}", "%", 100.0, brief=9, short=f"Eff. {CI}"
    )
    return column, [row.efficiency for row in curve.rows]


def speedup_column(
    curve: Curve, name: str, heading: str, drop: int
) -> tuple[Column, list[Cell]]:
    """Ratio of rates to the base's."""
    column = Column(name, f"{heading} {CI}", brief=1, drop=drop)
    return column, [row.speedup for row in curve.rows]


def check_columns(study: Study, curve: Curve, findings: Sequence[Finding]) -> Columns:
    """Launches, the answer's checks, and what to know about a row."""
    points = [row.point for row in curve.rows]
    agreements = [
        study.agreement(point) if point.launches else None for point in points
    ]
    return [
        (Column("n", "n"), [len(point.launches) for point in points]),
        (
            Column("identical", "Identical", drop=4),
            [str(found) if found else None for found in agreements],
        ),
        (Column("z", "z", drop=3, digits=2), [point.z for point in points]),
        (Column("flags", "Flags"), [_flags(row, findings) for row in curve.rows]),
    ]


def notes(study: Study, curve: Curve) -> tuple[str, ...]:
    """Base, interval and correctness, as footnotes."""
    if curve.base is None:
        return ("Nothing was measured: no launch of this curve ended well.",)
    request, time_s = curve.base.point.request, curve.base.point.time_s
    unit, factor = time_unit([time_s.value])
    found = [
        f"Base: {shape_in_words(curve.base)}, {text.measured(time_s.times(factor))} "
        f"{unit}: the fewest cores measured"
        + (", the fastest of several." if _base_was_chosen(curve) else "."),
        "n launches per point; time is the median over launches with its exact 95 % "
        "interval; ratios have bootstrap intervals, the base has none.",
    ]
    if any(study.agreement(row.point) for row in curve.rows):
        found.append(_answers(study, curve))
    if request.is_simulated:
        found.insert(0, "SIMULATED: a model answered; nothing here was measured.")
    return tuple(found)


def shape_in_words(row: Row) -> str:
    """`2 ranks x 4 threads (8 cores)`."""
    request = row.point.request
    return (
        f"{text.plural(request.ranks, 'rank')} x "
        f"{text.plural(request.threads, 'thread')} ({text.plural(row.cores, 'core')})"
    )


def _answers(study: Study, curve: Curve) -> str:
    asked = {study.agreement(row.point) for row in curve.measured} - {None}
    of = sum(found.of for found in asked)
    identical = sum(found.identical for found in asked)
    if identical < of:
        return f"Answers: only {identical} of {of} points gave the common answer."
    if len(asked) == 1 and of > 1:
        return f"Answers: identical at all {of} points that sampled the same."
    if of > len(asked):
        return "Answers: identical wherever several points sampled the same."
    return "Answers: no two points sampled the same, so none could be compared."


def _base_was_chosen(curve: Curve) -> bool:
    return sum(row.cores == curve.base.cores for row in curve.measured) > 1


def _flags(row: Row, findings: Sequence[Finding]) -> str:
    flags = ["base"] if row.is_base else []
    if not row.point.launches:
        flags += sorted({record.verdict for record in row.point.failed}) or ["not run"]
    flags += sorted(
        {f.id for f in findings if f.severity != "note" and row.point.id in f.where}
    )
    return " ".join(flags)
