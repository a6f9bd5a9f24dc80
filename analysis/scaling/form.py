# SPDX-License-Identifier: Apache-2.0
"""The tables of the proposal form: A typical user cases, B strong, C weak.

The headings are the form's own, to the letter, but that GPUs are not called cores.
"""

from __future__ import annotations

from collections.abc import Sequence

from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.metric import WALL
from scaling.table import Cell, Column, Table
from scaling.words.names import base_in_words, curve_label, curve_title
from scaling.words.text import clean, plural, rounded, slug

CORES = Column("Number of cores", "Number of cores")
GPUS = Column("Number of GPUs", "Number of GPUs")
TIME = Column("Wall clock time", "Wall clock time", "s", digits=4)
SPEEDUP = Column("Speed-up vs the first one", "Speed-up vs the first one")
NODES = Column("Number of nodes", "Number of nodes")
PROCESSES = Column("Number of processes", "Number of processes")

_WITH_SPEEDUP = (TIME, SPEEDUP, NODES, PROCESSES)
_WITHOUT = (TIME, NODES, PROCESSES)


def form_tables(study: Study) -> tuple[Table, ...]:
    """One table A and B for each strong curve, one C for each weak one."""
    strong = [c for c in study.curves if c.kind == "strong" and c.base]
    weak = [c for c in study.curves if c.kind == "weak" and c.base]
    return (
        *(_table(study, c, "A typical user cases", c.fastest) for c in strong),
        *(_table(study, c, "B strong", _rows(c)) for c in strong),
        *(_table(study, c, "C weak", _rows(c)) for c in weak),
    )


def _rows(curve: Curve) -> list[Row]:
    """The measured rows by cores, the base first: the form's speed-up refers to it."""
    return sorted(curve.measured, key=lambda row: (row.units, not row.is_base))


def _table(study: Study, curve: Curve, heading: str, rows: Sequence[Row]) -> Table:
    label = curve_label(study, curve)
    columns = _columns(curve)
    return Table(
        slug=slug("form-" + "-".join(part for part in (heading[0], label) if part)),
        title=f"{heading} ({label})" if label else heading,
        columns=columns,
        rows=tuple(_cells(row, columns, _first_s(curve, rows)) for row in rows),
        notes=_notes(curve, rows, heading),
    )


def _columns(curve: Curve) -> tuple[Column, ...]:
    """Of nodes that were imported no more is known."""
    others = _WITH_SPEEDUP if curve.kind == "strong" else _WITHOUT
    if curve.unit == "node":
        return (NODES, *(c for c in others if c not in (NODES, PROCESSES)))
    return (CORES if curve.unit == "core" else GPUS, *others)


def _first_s(curve: Curve, rows: Sequence[Row]) -> float | None:
    """The time that speed-ups are over, where they are ratios of the times beside
    them: a reader who divides these must find what stands there."""
    if curve.metric.is_rate or not rows[0].is_base:
        return None
    return rounded(rows[0].point.run_s.value, TIME.digits)


def _cells(
    row: Row, columns: Sequence[Column], first_s: float | None
) -> tuple[Cell, ...]:
    request = row.point.request
    speedup = row.speedup.value
    if first_s is not None:
        speedup = first_s / rounded(row.point.run_s.value, TIME.digits)
    values: dict[Column, Cell] = {
        CORES: row.units,
        GPUS: row.units,
        TIME: row.point.run_s.value,
        SPEEDUP: speedup,
        NODES: row.units if columns[0] is NODES else request.nodes,
        PROCESSES: request.ranks,
    }
    return tuple(values[column] for column in columns)


def _what_time(curve: Curve) -> str:
    """What lies within the times of the form."""
    if curve.like.is_imported_rate:
        return "the time of one unit of work, one over the rate that was imported"
    if curve.like.imported:
        return "the time that was imported, of which the files alone say what it is"
    if not curve.like.is_program:
        return "the timed region, without the start of the processes"
    kinds = (kind for row in curve.measured for kind in row.point.launches.kinds)
    is_wall = all(kind.first.is_timed_by_wall for kind in kinds)
    name = "" if curve.metric.is_rate else clean(curve.metric.name)
    if name == WALL.name or (is_wall and not name):
        return "the whole launch, with the start of the processes and their end"
    return f"{name or 'the time'}, which the program says itself"


def _processes(curve: Curve, rows: Sequence[Row]) -> str:
    """How many threads they have; of what was imported nothing is known."""
    if curve.unit == "node":
        return "Cores and processes are not known of what was imported."
    if curve.like.imported:
        return (
            "Nodes and processes are not known of what was imported: all counts as on "
            f"one node, with a process for each {curve.unit}."
        )
    threads = sorted({row.point.request.threads for row in rows})
    each = " to ".join(str(t) for t in dict.fromkeys((threads[0], threads[-1])))
    return f"A process has {each} {'thread' if each == '1' else 'threads'}."


def _what_is_faster(curve: Curve) -> list[str]:
    """A rate is no function of the time beside it."""
    if not curve.metric.is_rate:
        return []
    return [f"Speed-up is of {clean(curve.metric.name)}, not of the time."]


def _of_what(curve: Curve, rows: Sequence[Row]) -> list[str]:
    """Why it may differ in its last digits from the tables of scaling."""
    if curve.kind != "strong" or _first_s(curve, rows) is None:
        return []
    return ["Speed-up is the ratio of the times shown."]


def _over_what(curve: Curve, rows: Sequence[Row]) -> list[str]:
    """The base, where it is not the first row that the form's heading names."""
    if curve.kind != "strong" or rows[0].is_base:
        return []
    return [f"Speed-up is over the base, {base_in_words(curve)}, not the first row."]


def _notes(curve: Curve, rows: Sequence[Row], heading: str) -> tuple[str, ...]:
    found = [
        f"{clean(curve_title(curve))}.",
        f"Wall clock time in seconds: median over launches of {_what_time(curve)}; its "
        "intervals are in the tables of scaling.",
        *_what_is_faster(curve),
        *_of_what(curve, rows),
        *_over_what(curve, rows),
        _processes(curve, rows),
    ]
    if heading.startswith("A"):
        found.append(f"At each number of {curve.unit}s the split with the least time.")
    left = len(curve.rows) - len(curve.measured)
    if left:
        found.append(f"{plural(left, 'planned point')} without a measurement left out.")
    return tuple(found)
