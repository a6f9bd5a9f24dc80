# SPDX-License-Identifier: Apache-2.0
"""The curve that a report opens with: its job size, its table and its factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scaling import curve_table
from scaling.brief_table import brief_title
from scaling.finding import INFORMATION, Finding
from scaling.job_columns import (
    efficiency_column,
    lost_to_column,
    speedup_column,
    value_column,
)
from scaling.job_size import JobSize, job_size
from scaling.metrics.losses import FACTORS, factors_of, losses
from scaling.model.curve import Curve, Row
from scaling.overview import Overview, finished
from scaling.table import (
    Columns,
    Table,
    table_of,
    without_empty_columns,
)
from scaling.words.names import NODES, RANKS, THREADS, curve_slug, units_column
from scaling.zipped import zip_equal

MOST_IN_TREE = 5
"""Unit counts of the tree of factors: what a page of a phone can hold."""
NAMES = {
    "total": "Global efficiency",
    "parallel": "Parallel efficiency",
    "process": "Processes",
    "thread": "Threads",
    "serial": "Serial regions",
    "regions": "Parallel regions",
}
_OF_RANKS = (
    ("total", 0), ("parallel", 1), ("load_balance", 2), ("communication", 2),
    ("computation", 1),
)  # fmt: skip
_OF_THREADS = (
    ("total", 0), ("parallel", 1), ("process", 2), ("load_balance", 3),
    ("communication", 3), ("thread", 2), ("serial", 3), ("regions", 3),
    ("computation", 1),
)  # fmt: skip
"""Fields of Efficiencies with their depth in the tree."""
GOOD, FAIR = 0.95, 0.8
"""A factor from here on costs little, or is worth a look; below it is worth work."""


def leading_curves(overview: Overview) -> list[Curve]:
    """The curve with the most cores or GPUs of each kind, measured and imported ones
    apart; of several as large the one with the best rate."""
    groups: dict[tuple, list[Curve]] = defaultdict(list)
    for curve in overview.study.curves:
        groups[curve.kind, curve.unit, bool(curve.like.imported)].append(curve)
    return [max(curves, key=_reached) for curves in groups.values()]


def _reached(curve: Curve) -> tuple[int, float]:
    last = curve.largest
    return (last.units, last.point.rate.value) if last else (0, 0.0)


def lead_size(overview: Overview) -> JobSize | None:
    """What the report recommends: by the first leading curve that grows beyond its
    base, strong ones first."""
    found = (job_size(curve) for curve in leading_curves(overview))
    return next((size for size in found if size), None)


def lead_table(overview: Overview, size: JobSize) -> Table:
    """The fastest row of each unit count, in at most seven columns."""
    curve = size.curve
    rows = _rows(curve)
    alone = replace(curve, rows=rows)
    columns = [
        (units_column(curve.unit), [row.units for row in rows]),
        _placed(rows),
        value_column(alone),
        speedup_column(alone),
        efficiency_column(alone),
        *_launches(rows),
        lost_to_column(rows, _losses(curve, rows, overview.findings)),
    ]
    table = table_of(
        f"lead-{curve_slug(overview.study, curve)}",
        brief_title(overview.study, curve),
        columns,
        points=frozenset(row.point.id for row in rows),
    )
    return without_empty_columns(finished(table, overview.study))


def _rows(curve: Curve) -> tuple[Row, ...]:
    """The fastest of each count; the base in place of another of its count."""
    base = curve.base
    return tuple(
        base if row.units == base.units and _is_own(curve) else row
        for row in curve.fastest
    )


def _is_own(curve: Curve) -> bool:
    return any(row.is_base for row in curve.rows)


def _placed(rows: Sequence[Row]) -> tuple:
    """Nodes where they differ, else ranks where threads share the cores; threads where
    the ranks are as many in each row."""
    requests = [row.point.request for row in rows]
    if any(request.nodes > 1 for request in requests):
        return NODES, [request.nodes for request in requests]
    is_hybrid = any(r.threads > 1 and not r.imported for r in requests)
    if is_hybrid and len({r.ranks for r in requests}) == 1:
        return THREADS, [r.threads for r in requests]
    return RANKS, [r.ranks if is_hybrid else None for r in requests]


def _launches(rows: Sequence[Row]) -> Columns:
    column = replace(curve_table.LAUNCHES, heading="Launches")
    return [(column, [len(row.point.counted_s) for row in rows])]


def _losses(
    curve: Curve, rows: Sequence[Row], findings: Sequence[Finding]
) -> list[str]:
    """The largest loss by POP's factors, and the codes of warnings that do not name
    every row: those are said once, below."""
    found = [codes(row, findings) for row in rows]
    common = set(found[0]).intersection(*found) if len(rows) > 1 else set()
    told = []
    for row, own in zip_equal(rows, found):
        lost = [] if row.is_base else losses(curve, row)
        words = [f"{lost[0].name} {lost[0].percents}"] if lost else []
        told.append(" ".join([*words, *(id for id in own if id not in common)]))
    return told


def codes(row: Row, findings: Sequence[Finding]) -> list[str]:
    """The warnings, of the grades that bear on its numbers, that name a row."""
    graded = (f for f in findings if f.grade != INFORMATION)
    return sorted({f.id for f in graded if row.point.id in f.where})


@dataclass(frozen=True)
class Factor:
    """A line of the tree: `depth` below the global efficiency, a value a column."""

    name: str
    depth: int
    values: tuple[float, ...]

    def grade(self, value: float) -> str:
        """`good`, `fair` or `poor`: the colour of its cell."""
        if value >= GOOD:
            return "good"
        return "fair" if value >= FAIR else "poor"


@dataclass(frozen=True)
class Tree:
    """POP's factors at a few unit counts."""

    rows: tuple[Row, ...]
    factors: tuple[Factor, ...]


def tree(size: JobSize) -> Tree | None:
    """None where the ranks' own times were not recorded."""
    curve = size.curve
    known = [row for row in _rows(curve) if factors_of(curve, row)]
    beyond = [row for row in known if not row.is_base]
    if not beyond:
        return None
    rows = _few(beyond, size)
    found = [factors_of(curve, row) for row in rows]
    are_timed = all(of.thread is not None for of in found)
    have_several = any(row.point.request.threads > 1 for row in rows)
    lines = _OF_THREADS if are_timed and have_several else _OF_RANKS
    factors = (
        Factor(_name(key), depth, tuple(getattr(of, key) for of in found))
        for key, depth in lines
    )
    return Tree(tuple(rows), tuple(factors))


def _name(key: str) -> str:
    if key == "computation":
        return "Computation scaling"
    return NAMES.get(key) or FACTORS[key].capitalize()


def _few(rows: list[Row], size: JobSize) -> list[Row]:
    """Evenly taken from the largest down, and the job size among them."""
    step = -(-len(rows) // MOST_IN_TREE) or 1
    kept = rows[::-1][::step]
    if size.row and size.row.units not in {row.units for row in kept}:
        nearest = min(kept[1:] or kept, key=lambda r: abs(r.units - size.row.units))
        kept[kept.index(nearest)] = next(
            (row for row in rows if row.units == size.row.units), nearest
        )
    return sorted(kept, key=lambda row: row.units)
