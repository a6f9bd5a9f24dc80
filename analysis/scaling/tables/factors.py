# SPDX-License-Identifier: Apache-2.0
"""Where efficiency is lost: POP's factors of each point, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scaling import curve_table
from scaling.finding import Finding
from scaling.metrics.losses import measured_in_mpi
from scaling.metrics.pop import EVEN, laggard, measured_efficiencies
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.witness import KINDS
from scaling.statistics.measured import Measured
from scaling.table import CI, Column, Columns, Table, table_of, without_empty_columns
from scaling.words.names import curve_slug, curve_title
from scaling.words.text import percents

ORDER = 11

_FACTORS = {
    "total": "Global efficiency",
    "parallel": "Parallel efficiency",
    "process": "Processes",
    "load_balance": "Load balance",
    "communication": "Communication",
    "thread": "Threads",
    "serial": "Serial regions",
    "regions": "Parallel regions",
    "computation": "Computation scaling",
}
"""Columns by the fields of Efficiencies, the whole before its factors."""
_OF_THREADS = ("process", "thread", "serial", "regions")
_CALLS = {kind: kind.replace("_", " ").capitalize() for kind in KINDS} | {
    "file": "Files"
}
_NOTES = (
    "Load balance: time outside of MPI of the mean rank over that of the busiest, "
    "which over the whole time is communication. Computation scaling: core-seconds of "
    "work a sample at the base over those here. Global efficiency: parallel efficiency "
    "times computation scaling.",
    "Values are of medians over launches, intervals (95 %) of the median of the "
    "launches' factors, or of their ratios in the same blocks.",
)
_NOTE_OF_RANKS = "Parallel efficiency: load balance times communication."
_NOTE_OF_BUSIEST = (
    "Busiest rank: the one that works longest in more than half of the launches, where "
    f"load balance is below {percents(EVEN)}."
)
_NOTE_OF_CALLS = (
    "In MPI: the shares of the time that the busiest rank is in such calls."
)
_NOTE_OF_THREADS = (
    "Processes: load balance times communication. Serial regions: 100 % less the share "
    "of all cores' time in which one thread of a rank works alone; parallel regions: "
    "less the share that threads do not work within OpenMP's regions. Parallel "
    "efficiency: 100 % less all that processes and threads lose (POP's additive hybrid "
    "model)."
)


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table for each curve whose ranks recorded their own times, and which has more
    than one core: of that alone each factor is 1."""
    found = ((curve, _rows(curve)) for curve in study.curves)
    return [
        _table(study, curve, rows)
        for curve, rows in found
        if any(row.units > 1 for row, *_ in rows)
    ]


Factors = Mapping[str, Measured]


def _rows(curve: Curve) -> list[tuple[Row, Factors, Factors]]:
    """Each row that has factors with them, and with the shares of calls."""
    if curve.base is None:
        return []
    base = curve.base.point
    found = ((row, measured_efficiencies(row.point, base)) for row in curve.measured)
    return [
        (row, factors, measured_in_mpi(row.point)) for row, factors in found if factors
    ]


def _table(
    study: Study, curve: Curve, rows: list[tuple[Row, Factors, Factors]]
) -> Table:
    alone = replace(curve, rows=tuple(row for row, _, _ in rows))
    is_of_threads = any(
        "thread" in factors and row.point.request.threads > 1
        for row, factors, _ in rows
    )
    calls = _calls([calls for _, _, calls in rows])
    notes = [*_NOTES, _NOTE_OF_THREADS if is_of_threads else _NOTE_OF_RANKS]
    notes += [_NOTE_OF_CALLS] if calls else []
    busiest = [laggard(row.point) for row, _, _ in rows]
    notes += [_NOTE_OF_BUSIEST] if any(rank is not None for rank in busiest) else []
    columns = [
        *curve_table.resource_columns(alone),
        *_factors([factors for _, factors, _ in rows], is_of_threads),
        *calls,
        (Column("busiest_rank", "Busiest rank", drop=3), busiest),
        (curve_table.LAUNCHES, [len(row.point.counted_s) for row, _, _ in rows]),
    ]
    return without_empty_columns(
        table_of(
            slug=f"factors-{curve_slug(study, curve)}",
            title=f"Where efficiency is lost: {curve_title(curve)}",
            columns=columns,
            notes=tuple(notes),
        )
    )


def _factors(found: list[Factors], is_of_threads: bool) -> Columns:
    names = [n for n in _FACTORS if is_of_threads or n not in _OF_THREADS]
    return [
        (
            Column(
                name, f"{_FACTORS[name]} {CI}", "%", 100.0, brief=1, drop=2, decimals=1
            ),
            [factors.get(name) for factors in found],
        )
        for name in names
    ]


def _calls(found: list[Factors]) -> Columns:
    """Those of which any point has some."""
    kinds = [k for k in KINDS if any(k in calls and calls[k].value for calls in found)]
    return [
        (
            Column(
                f"mpi_{kind}",
                f"{_CALLS[kind]} {CI}",
                "%",
                100.0,
                brief=1,
                drop=1,
                decimals=1,
            ),
            [calls.get(kind) for calls in found],
        )
        for kind in kinds
    ]
