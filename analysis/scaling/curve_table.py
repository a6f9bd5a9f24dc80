# SPDX-License-Identifier: Apache-2.0
"""What the tables of strong and weak scaling have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling.finding import INFORMATION, Finding
from scaling.imported import has_other_base, imported_notes
from scaling.job_size import job_size
from scaling.metrics.ceiling import ceiling_share
from scaling.metrics.cost import unit_hours
from scaling.metrics.energy import energy_j
from scaling.metrics.karp_flatt import karp_flatt
from scaling.metrics.losses import factors_of
from scaling.metrics.planner import smallest_work_at
from scaling.metrics.processors import cpus_used
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.metric import Metric
from scaling.records.record import DISTURBED
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Compared
from scaling.table import (
    CI,
    Cell,
    Column,
    Columns,
    Table,
    table_of,
    without_empty_columns,
)
from scaling.words import text
from scaling.words.caption import caption
from scaling.words.names import (
    NODES,
    RANKS,
    THREADS,
    base_in_words,
    base_not_measured,
    curve_slug,
    curve_title,
    metric_word,
    shape_in_words,
    units_column,
    value_name,
    value_word,
)
from scaling.words.one_row import why_one_row
from scaling.words.units import point_in_words, rate_unit, value_unit
from scaling.zipped import zip_equal

_WHY_UNPAIRED = {
    Compared.BLOCKS: "Compared as a whole within the blocks of both (Mann and "
    "Whitney), since times do not go up and down with the base's",
    Compared.APART: "Compared with launches of the base in other blocks (Mann and "
    "Whitney), so that what changed between them is in the ratio too",
    Compared.SESSIONS: "Across sessions, not in pairs: launches of the base are of "
    "other jobs (Mann and Whitney). What the machine was like in either job is part of "
    "the ratio, and the interval does not know it",
}
"""How it is compared is a rule fixed beforehand (statistics/ratio.py)."""

LAUNCHES = Column("n", "n")
LOST_TO = Column("lost_to", "Lost to")

USEFUL = 0.9
"""The efficiency that the smallest useful work would have."""


def make_table(study: Study, curve: Curve, columns: Columns) -> Table:
    """The columns that hold something, with what must be said of the curve."""
    return without_empty_columns(
        table_of(
            slug=curve_slug(study, curve),
            title=curve_title(curve),
            columns=columns,
            notes=_notes(study, curve),
            points=frozenset(row.point.id for row in curve.rows),
            caption=caption(study, curve),
        )
    )


def resource_columns(curve: Curve) -> Columns:
    """Nodes, ranks, threads and the resource axis: cores or GPUs."""
    requests = [row.point.request for row in curve.rows]
    has_nodes = any(request.nodes > 1 for request in requests)
    return [
        (NODES, [r.nodes if has_nodes else None for r in requests]),
        (RANKS, [None if r.imported else r.ranks for r in requests]),
        (
            replace(THREADS, short="Thr."),
            [None if r.imported else r.threads for r in requests],
        ),
        (units_column(curve.unit), [r.units for r in requests]),
    ]


def value_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """Median over launches with its exact interval."""
    metric = curve.metric
    values = [r.point.value if r.point.launches else None for r in curve.rows]
    unit, factor = value_unit(metric, (value.value for value in values if value))
    heading = f"{value_word(curve)} {CI}"
    return Column(value_name(metric), heading, unit, factor, brief=7), values


def rate_columns(curve: Curve) -> Columns:
    """Absolute performance, and that of one core or GPU where the work grows; none
    where a rate is what is compared."""
    if curve.metric.is_rate:
        return []
    of_unit = [rate_per_unit_column(curve)] if curve.kind == "weak" else []
    return [rate_column(curve), *of_unit]


def rate_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """Absolute performance, without which no ratio of what counts samples is shown."""
    rates = _rates(curve)
    unit, factor = _rate_unit(curve, [rate for rate in rates if rate])
    return Column("samples_per_s", "Rate", unit, factor, drop=8), rates


def _rates(curve: Curve) -> list[float | None]:
    return [
        row.point.rate.value if row.point.launches and curve.has_rate else None
        for row in curve.rows
    ]


def rate_per_unit_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The rate of one core or GPU."""
    rates = [
        rate / row.units if rate else None
        for rate, row in zip_equal(_rates(curve), curve.rows)
    ]
    unit, factor = _rate_unit(curve, [rate for rate in rates if rate])
    name = f"samples_per_s_per_{curve.unit.lower()}"
    return Column(name, f"Rate per {curve.unit}", unit, factor, drop=5), rates


def _rate_unit(curve: Curve, rates: list[float]) -> tuple[str, float]:
    """Unit and factor; that of imported rates is their own."""
    found = curve.like.imported
    return (found.rate, 1.0) if found and found.rate else rate_unit(rates)


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


def karp_flatt_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The serial fraction relative to the base run."""
    column = Column("karp_flatt", f"e {CI}", brief=1, drop=1)
    return column, [_serial_fraction(curve, row) for row in curve.rows]


def _serial_fraction(curve: Curve, row: Row) -> Measured | None:
    if row.speedup is None or row.is_base:
        return None
    return karp_flatt(row.speedup, row.units / curve.base.units)


def factor_columns(curve: Curve) -> Columns:
    """POP's tree: PE = LB CommE, GE = PE CompScal; E is GE over PE of the base."""
    found = [factors_of(curve, row) for row in curve.rows]
    return [
        (
            Column(name, heading, "%", 100.0, drop=1),
            [getattr(factors, name) if factors else None for factors in found],
        )
        for name, heading in (
            ("load_balance", "LB"),
            ("communication", "CommE"),
            ("computation", "CompScal"),
            ("parallel", "PE"),
            ("total", "GE"),
        )
    ]


def ceiling_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The rate relative to the measured ceiling of the same resources."""
    shares = [ceiling_share(row.point) for row in curve.rows]
    return Column("ceiling_share", "Ceiling", "%", 100.0, drop=1), shares


def program_columns(curve: Curve) -> Columns:
    """What a program used of what it was given: CPUs kept busy, and the memory of all
    ranks and of the largest."""
    points = [row.point for row in curve.rows]
    return [
        (Column("cpus_used", "CPUs used", drop=3, digits=3), [*map(cpus_used, points)]),
        (
            Column("memory_bytes", "Memory", "GB", 1e-9, drop=4, digits=3),
            [point.number("memory_bytes") for point in points],
        ),
        (
            Column("memory_of_rank_bytes", "Memory of a rank", "GB", 1e-9, drop=3),
            _largest_ranks(points),
        ),
    ]


def _largest_ranks(points: Sequence[Point]) -> list[Cell]:
    """Nothing where all points have one rank, whose memory is that of all."""
    if all(point.request.ranks == 1 for point in points):
        return [None for _ in points]
    return [point.number("memory_of_rank_bytes") for point in points]


def cost_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """Cores or GPUs times time: what the timed region of one launch costs, or the whole
    launch of a program."""
    found = curve.like.imported
    is_known = found is None or found.rate is None
    hours = [
        unit_hours(r.point) if r.point.launches and is_known else None
        for r in curve.rows
    ]
    name = f"{curve.unit.lower()}_hours"
    return Column(name, "Cost", f"{curve.unit}-h", drop=1), hours


def energy_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The energy of a repetition, where a counter could be read."""
    energies = [energy_j(row.point) for row in curve.rows]
    each = [
        None if energy is None else energy / row.point.request.samples
        for energy, row in zip_equal(energies, curve.rows)
    ]
    return Column("joules_per_sample", "Energy", "J/1e9", 1e9, drop=2), each


def work_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The work over the smallest that the measured reduction allows: far above 1 good
    scaling proves little.
    """
    column = Column("work_ratio", "W / W_min", digits=2, drop=1)
    return column, [_work_ratio(curve, row) for row in curve.rows]


def _work_ratio(curve: Curve, row: Row) -> float | None:
    if not row.point.launches or curve.base is None or row.point.request.ranks == 1:
        return None
    least = smallest_work_at(row.point, curve.base_of(row), USEFUL)
    return row.point.request.samples / least if least else None


def error_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """One standard error of the estimate."""
    errors = [row.point.standard_error for row in curve.rows]
    return Column("standard_error", "sd", drop=2, digits=2), errors


def reduction_column(curve: Curve) -> tuple[Column, list[Cell]]:
    """The reduction as the last rank to arrive sees it: no wait is in it."""
    times = [
        row.point.reduction_s
        if row.point.has_phases and not row.point.request.is_program
        else None
        for row in curve.rows
    ]
    return Column("reduction_s", "Reduction", "us", 1e6, drop=1), times


def check_columns(study: Study, curve: Curve, findings: Sequence[Finding]) -> Columns:
    """Launches, the answer's checks, and what to know about a row."""
    points = [row.point for row in curve.rows]
    agreements = [
        study.agreement(point) if point.launches else None for point in points
    ]
    return [
        (LAUNCHES, [len(point.counted_s) for point in points]),
        (
            Column("identical", "Identical", drop=4),
            [str(found) if found else None for found in agreements],
        ),
        (Column("z", "z", drop=3, digits=2), [point.z for point in points]),
        (Column("flags", "Flags"), [_flags(row, findings) for row in curve.rows]),
    ]


def _notes(study: Study, curve: Curve) -> tuple[str, ...]:
    """Base, interval and correctness, as footnotes."""
    if curve.base is None:
        nothing = "Nothing was measured: no launch of this curve ended well."
        return (base_not_measured(curve) or nothing, *gaps(curve))
    found = [
        measured_base(curve)
        + f": {_why_this_base(curve)}"
        + (", the fastest of several." if _base_was_chosen(curve) else "."),
        *_how(curve),
    ]
    if alone := why_one_row(study, curve):
        found.insert(0, alone)
    if in_jobs := _over_copies(curve):
        found.append(in_jobs)
    for compared, why in _WHY_UNPAIRED.items():
        rows = [row for row in curve.measured if row.compared is compared]
        if rows and not curve.like.imported:
            why = why.replace("times", "rates") if curve.metric.is_rate else why
            found.append(f"{why}: {_shapes(rows)}.")
    if late := [row for row in curve.measured if _launched_late(row)]:
        found.append(_late(late))
    found += gaps(curve)
    if job_size := _job_size(curve):
        found.append(job_size)
    if any(study.agreement(row.point) for row in curve.rows):
        found.append(_answers(study, curve))
    return tuple(found)


def measured_base(curve: Curve) -> str:
    """`Base: 1 rank x 1 thread (1 core), 1.02 [1.01, 1.03] s`."""
    return f"Base: {base_in_words(curve)}, {point_in_words(curve.base.point)}"


def _over_copies(curve: Curve) -> str:
    """Which rows have a base in their own job; empty where none has."""
    found = ((row, curve.base_of(row)) for row in curve.measured)
    copies = {copy.id: (row, copy) for row, copy in found if copy.request.is_copy}
    if not copies:
        return ""
    each = ", ".join(
        f"{point_in_words(copy)} in that of {row.point.request.nodes} nodes"
        for row, copy in copies.values()
    )
    return f"Speedups are over the base in the same job: {each}."


def _how(curve: Curve) -> list[str]:
    if curve.like.imported:
        return imported_notes(curve)
    return [how_measured(curve.metric, curve.time)]


def how_measured(metric: Metric, time: str = "") -> str:
    """What the numbers of a table are, as its footnote; `time` is what the study calls
    the time, where its curves are of no other metric."""
    if not metric.makes_ratios:
        return (
            f"n launches per point; {metric_word(metric)} is the median over launches "
            "with its exact 95 % interval; there is no speedup of it."
        )
    usual = f"time (the program's {text.clean(time)})" if time else "time"
    name = text.clean(metric.name) or usual
    value, times = f"{name} is the median over launches", "times"
    if metric.is_rate:
        value = f"{name} is one over the median of its reciprocals over launches"
        times = "rates"
    return (
        f"n launches per point; {value} with its exact 95 % interval; ratios are of "
        f"launches in the same blocks (Hodges and Lehmann), not of the {times} shown; "
        "the base has none."
    )


def gaps(curve: Curve) -> list[str]:
    """Which launches are missing since they gave no value of the metric, and which
    points have no ratio since a launch gave 0."""
    points = [row.point for row in curve.rows]
    missing = [f"{p.request.shape} ({p.left_out})" for p in points if p.left_out]
    zero = [f"{p.request.shape} ({p.zeros})" for p in points if p.launches and p.zeros]
    word, found = metric_word(curve.metric), []
    if missing:
        found.append(f"Left out for want of {word}: {text.listed(missing)}.")
    if zero:
        found.append(f"No ratio to a {word} of 0: {text.listed(zero)}.")
    return found


def _job_size(curve: Curve) -> str:
    """The reason for a job's size that a proposal is asked for."""
    size = job_size(curve)
    if size is None or not size.is_sure:
        return ""
    if size.row is None:
        return (
            f"Job size: none beyond the base, as at the next {curve.unit} count the "
            f"efficiency is not surely above {size.target}."
        )
    at_least = "at least " if size.is_at_least else ""
    why = (
        "the most measured, where"
        if size.is_at_least
        else f"the most {curve.unit}s up to which"
    )
    return (
        f"Job size: {at_least}{shape_in_words(size.row)}, {why} "
        f"the efficiency is surely above {size.target}."
    )


def _shapes(rows: list[Row]) -> str:
    return text.listed([row.point.request.shape for row in rows])


def _launched_late(row: Row) -> int:
    return len(row.point.launches) - len(row.point.counted_s)


def _late(rows: list[Row]) -> str:
    more = [f"{_launched_late(row)} of {row.point.request.shape}" for row in rows]
    return (
        "Launches after the last planned look, left out of times and ratios: "
        f"{text.listed(more)}."
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


def _why_this_base(curve: Curve) -> str:
    if has_other_base(curve):
        return "its time was given to the import"
    is_told = curve.rule.kernel or curve.rule.cores
    return "as the study asks" if is_told else f"the fewest {curve.unit}s measured"


def _base_was_chosen(curve: Curve) -> bool:
    as_small = sum(row.units == curve.base.units for row in curve.measured)
    return as_small > 1 and not has_other_base(curve)


def _flags(row: Row, findings: Sequence[Finding]) -> str:
    flags = ["base"] if row.is_base else []
    flags += [DISTURBED] if row.point.is_disturbed else []
    if not row.point.launches:
        why = "no value" if row.point.left_out else "not run"
        flags += sorted({record.verdict for record in row.point.failed}) or [why]
    flags += sorted(
        {f.id for f in findings if f.grade != INFORMATION and row.point.id in f.where}
    )
    return " ".join(flags)
