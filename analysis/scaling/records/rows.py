# SPDX-License-Identifier: Apache-2.0
"""Launches that differ in nothing but numbers, as columns: a million are no objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np

from scaling.arrays import Counts, Flags, Numbers, Texts
from scaling.records.record import Record
from scaling.records.result import Measurement, Result
from scaling.statistics.warm_up import middle, warm_ups


@dataclass(frozen=True, eq=False)
class Rows:
    """One row a launch that ran as asked; NaN is a number that was not recorded.

    `first` is one of them, whole: what it says beside the columns, all of them say.
    The columns `makespan_s` to `reduction_s` have one entry a repetition, in seconds:
    (rows, repetitions); all others are (rows,), those of `values` of tuples, and
    `by_rank` of bytes, as kept_times() makes them.
    """

    first: Record
    line: Counts
    block: Counts
    launch: Counts
    attempt: Counts
    started_utc: Texts
    wall_s: Numbers
    total_s: Numbers
    overhead_s: Numbers
    noise: Mapping[str, Numbers]
    numbers: Mapping[str, Numbers]
    makespan_s: Numbers
    skew_bound_s: Numbers
    useful_sum_s: Numbers | None
    useful_max_s: Numbers | None
    reduction_s: Numbers | None
    slowest: Counts | None
    by_rank: np.ndarray | None = None
    values: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.line)

    @cached_property
    def warm_up(self) -> tuple[Counts, Flags]:
        """How many repetitions each launch drops, and whether the others are steady."""
        return warm_ups(self.makespan_s)

    def equals(self, other: Rows) -> bool:
        """All columns are equal; a column of NaN is as good as none."""
        mine, others = _plain(self), _plain(other)
        return mine.keys() == others.keys() and all(
            np.array_equal(column, others[name], equal_nan=column.dtype.kind == "f")
            for name, column in mine.items()
        )

    def kept(self, name: str) -> Numbers:
        """The median of each row over all but its warm-up, 0 of nothing: (rows,)."""
        if name not in self._kept:
            self._kept[name] = self._median(getattr(self, name))
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, Numbers]:
        return {}

    def _median(self, column: Numbers) -> Numbers:
        dropped, _ = self.warm_up
        found = np.zeros(len(self))
        for count in np.unique(dropped):
            rows = dropped == count
            if count < column.shape[1]:
                found[rows] = middle(np.sort(column[rows, count:], axis=1))
        return found

    @property
    def job(self) -> np.ndarray:
        """The Slurm job of each launch; empty outside of one."""
        return np.full(len(self), self.first.job, dtype=object)

    @property
    def time_s(self) -> Numbers:
        """The time of each launch."""
        return self.kept("makespan_s")

    @cached_property
    def start_up_s(self) -> Numbers:
        """The worker's time outside its timed regions."""
        return np.maximum(0.0, self.total_s - self.makespan_s.sum(axis=1))

    def moved(self, lines: int) -> Rows:
        """The rows as they stand so many lines further down in the journal."""
        first = replace(self.first, line=self.first.line + lines)
        return replace(self, first=first, line=self.line + lines)

    @property
    def result(self) -> Result:
        """The result of `first`: true of all rows but for the numbers in columns."""
        return self.first.result

    @property
    def measurement(self) -> Measurement:
        """The measurement of `first`: true of all rows but for its times."""
        return self.first.result.measurement

    def argv(self, row: int) -> list[str]:
        """The command of one row, which names the directory of its attempt."""
        old = self.first.attempt_name
        new = f"{self.first.point}-{self.launch[row]}-{self.attempt[row]}"
        return [word.replace(old, new) for word in self.first.argv]


def concatenate(parts: list[Rows]) -> Rows:
    """All rows of the parts, which are alike, in one piece."""
    return parts[0] if len(parts) == 1 else _mapped_columns(parts, np.concatenate)


def select(rows: Rows, which: Flags) -> Rows:
    """The rows for which `which` is true."""
    return _mapped_columns([rows], lambda columns: columns[0][which])


def _mapped_columns(
    parts: list[Rows], change: Callable[[list[np.ndarray]], np.ndarray]
) -> Rows:
    """Rows with what `change` makes of each column in all parts."""
    columns = {}
    for one in fields(Rows)[1:]:
        values = [getattr(part, one.name) for part in parts]
        if isinstance(values[0], Mapping):
            columns[one.name] = {
                name: change([value[name] for value in values]) for name in values[0]
            }
        else:
            columns[one.name] = None if values[0] is None else change(values)
    return Rows(parts[0].first, **columns)


def _plain(rows: Rows) -> dict[str, np.ndarray]:
    """All columns by their names, less those without a number."""
    columns = {}
    for one in fields(Rows)[1:]:
        value = getattr(rows, one.name)
        if isinstance(value, Mapping):
            columns |= {f"{one.name} {name}": found for name, found in value.items()}
        elif value is not None:
            columns[one.name] = value
    return {
        name: column
        for name, column in columns.items()
        if column.dtype.kind != "f" or not np.isnan(column).all()
    }


def attempts(found: Rows, which: Flags, verdict: str, detail: str = "") -> list[Record]:
    """Those rows as attempts that count nowhere; `detail` where they have none."""
    first = found.first
    return [
        replace(
            first, line=int(found.line[i]), block=int(found.block[i]),
            launch=int(found.launch[i]), attempt=int(found.attempt[i]),
            started_utc=found.started_utc[i].decode(), wall_s=float(found.wall_s[i]),
            argv=tuple(found.argv(i)), verdict=verdict, detail=first.detail or detail,
        )
        for i in np.flatnonzero(which)
    ]  # fmt: skip


def group_alike(records: Iterable[Record]) -> Iterator[Rows]:
    """Records with a measurement as rows: those that are alike together."""
    alike: dict[tuple, list[Record]] = defaultdict(list)
    for record in records:
        alike[_likeness(record)].append(record)
    for group in alike.values():
        yield _columns(group)


def _likeness(record: Record) -> tuple:
    """Equal for records that may share rows; equal JSON was parsed to one object."""
    result, measured = record.result, record.result.measurement
    phases = measured.phases
    return (
        record.point, record.verdict, record.detail, record.manifest, record.request,
        record.series, record.job, id(result.worker), id(result.ranks),
        result.clock.name, result.clock.resolution_s, tuple(result.noise),
        tuple(measured.numbers),
        len(measured.makespan_s), len(measured.skew_bound_s),
        phases is None or len(phases.useful_sum_s), measured.tallies,
        measured.estimate,
        record.witness,
        measured.kernel_event_s, measured.checks, measured.metrics,
        tuple(measured.values),
        tuple(w.replace(record.attempt_name, "") for w in record.argv),
    )  # fmt: skip


def _columns(group: list[Record]) -> Rows:
    results = [record.result for record in group]
    measured = [result.measurement for result in results]
    has_phases = measured[0].phases is not None

    def phase(name: str) -> Numbers | None:
        found = [getattr(m.phases, name) for m in measured] if has_phases else None
        return None if found is None else np.array(found)

    return Rows(
        first=group[0],
        line=np.array([record.line for record in group]),
        block=np.array([record.block for record in group]),
        launch=np.array([record.launch for record in group]),
        attempt=np.array([record.attempt for record in group]),
        started_utc=np.array([r.started_utc.encode(errors="replace") for r in group]),
        wall_s=np.array([record.wall_s for record in group]),
        total_s=_column(result.total_s for result in results),
        overhead_s=_column(result.clock.overhead_s for result in results),
        noise=_mapped([result.noise for result in results]),
        numbers=_mapped([m.numbers for m in measured]),
        makespan_s=np.array([m.makespan_s for m in measured]),
        skew_bound_s=np.array([m.skew_bound_s for m in measured]),
        useful_sum_s=phase("useful_sum_s"),
        useful_max_s=phase("useful_max_s"),
        reduction_s=phase("reduction_s"),
        slowest=phase("slowest"),
        by_rank=_objects([m.phases.by_rank for m in measured]) if has_phases else None,
        values=_tuples([m.values for m in measured]),
    )


def _column(values: Iterable[float | None]) -> Numbers:
    return np.array([np.nan if value is None else value for value in values])


def _tuples(rows: list[Mapping[str, tuple]]) -> dict[str, np.ndarray]:
    return {name: _objects([row[name] for row in rows]) for name in rows[0]}


def _objects(values: list[tuple] | list[bytes]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _mapped(rows: list[Mapping[str, float]]) -> dict[str, Numbers]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}
