# SPDX-License-Identifier: Apache-2.0
"""The launches of a point that count: a sequence of views, and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

import numpy as np

from scaling.arrays import Counts, Flags, Numbers
from scaling.records.metric import MAKESPAN, WALL, Metric
from scaling.records.record import Record
from scaling.records.result import Result
from scaling.records.rows import Rows, select
from scaling.zipped import zip_equal

Value = TypeVar("Value")


class Launch:
    """One launch that is ok: the statistical unit; a row of a table."""

    __slots__ = ("_row", "_rows")

    def __init__(self, rows: Rows, row: int) -> None:
        self._rows, self._row = rows, row

    @property
    def argv(self) -> list[str]:
        """The command that started it."""
        return self._rows.argv(self._row)

    @property
    def result(self) -> Result:
        """What it answered, but for the numbers, which are those of a launch alike."""
        return self._rows.result

    @property
    def number(self) -> int:
        """The launch's number in the journal, which counts from 1 at each point."""
        return int(self._rows.launch[self._row])

    @property
    def time_s(self) -> float:
        """The median over the repetitions that are no warm-up."""
        return float(self._rows.time_s[self._row])


def _by_number(parts: Sequence[Rows]) -> Counts:
    """Indices into the rows of all parts: by launch, then by line."""
    line = np.concatenate([part.line for part in parts])
    return np.lexsort((line, np.concatenate([part.launch for part in parts])))


class Launches(Sequence[Launch]):
    """Launches by their numbers. `kinds` has one for all that are alike."""

    def __init__(self, parts: Sequence[Rows], order: Counts | None = None) -> None:
        """`order` are indices into the rows of all parts, one after the other."""
        self._parts = tuple(parts)
        sizes = [len(part) for part in self._parts]
        self._starts = list(accumulate(sizes, initial=0))
        self._order = np.arange(sum(sizes)) if order is None else order

    @classmethod
    def of(cls, parts: Sequence[Rows]) -> tuple[Launches, list[tuple[int, int]]]:
        """The first row of every launch; the line and the launch of each repetition."""
        if not parts:
            return cls(()), []
        order = _by_number(parts)
        number, line = (
            np.concatenate([getattr(part, name) for part in parts])[order]
            for name in ("launch", "line")
        )
        again = np.flatnonzero(np.diff(number) == 0) + 1
        if not len(again):
            return cls(parts, order), []
        which = np.ones(len(order), dtype=bool)
        which[order[again]] = False
        repeated = zip_equal(line[again].tolist(), number[again].tolist())
        return _selected(parts, which), list(repeated)

    def only(self, which: Sequence[bool]) -> Launches:
        """Those for which it is true."""
        if all(which):
            return self
        of_rows = np.zeros(len(self), dtype=bool)
        of_rows[self._order] = which
        return _selected(self._parts, of_rows)

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self._view(at) for at in self._order[index]]
        return self._view(self._order[index])

    def __iter__(self) -> Iterator[Launch]:
        return map(self._view, self._order)

    def _view(self, at: int) -> Launch:
        part = self._part_of(int(at))
        return Launch(self._parts[part], int(at) - self._starts[part])

    def _part_of(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    @cached_property
    def kinds(self) -> list[Rows]:
        """Launches that differ in nothing but numbers, together; the earliest first."""
        place = np.argsort(self._order)
        ends = zip_equal(self._starts[:-1], self._starts[1:])
        first = [int(place[begin:end].min()) for begin, end in ends]
        return [self._parts[i] for i in np.argsort(first)]

    def values(self, metric: Metric) -> list[float]:
        """What each gave of a metric, NaN where it gave nothing."""
        if metric == MAKESPAN:
            return self.column("time_s")
        return self._ordered(
            [
                part.numbers.get(metric.column, _without(metric, part))
                for part in self._parts
            ]
        )

    def all_values(self, metric: Metric) -> list[tuple[float, ...]]:
        """The values that each made it of; empty where it gave one alone."""
        found = []
        for part in self._parts:
            empty = np.empty(len(part), dtype=object)
            empty[:] = [()] * len(part)
            found.append(part.values.get(metric.name, empty))
        return self._ordered(found)

    def column(self, name: str) -> list:
        """A number or text of every launch, as `Rows` names it."""
        return self._ordered([getattr(part, name) for part in self._parts])

    def kept(self, name: str) -> list[float]:
        """Medians over the kept repetitions; only where all launches recorded them."""
        return self._ordered([part.kept(name) for part in self._parts])

    @property
    def is_steady(self) -> list[bool]:
        """False where the repetitions settle nowhere."""
        return self._ordered([part.warm_up[1] for part in self._parts])

    @property
    def started_utc(self) -> list[str]:
        """Times in ISO 8601; empty where one was not recorded."""
        return [found.decode(errors="replace") for found in self.column("started_utc")]

    @cached_property
    def span_utc(self) -> tuple[str, str] | None:
        """The first and the last start; None where one was not recorded."""
        # Texts of numpy have no minimum before release 2, but an order.
        ends = [np.sort(part.started_utc)[[0, -1]] for part in self._parts]
        found = sorted(text.decode(errors="replace") for pair in ends for text in pair)
        return (found[0], found[-1]) if found and found[0] else None

    def optional(self, kind: str, name: str) -> list[float]:
        """The values of a column of `noise` or `numbers`, without what is unknown."""
        found = self._recorded(kind, name)
        return found[~np.isnan(found)].tolist()

    def recorded(self, kind: str, name: str) -> list[float]:
        """The same of every launch, NaN where it is unknown."""
        return self._recorded(kind, name).tolist()

    def _recorded(self, kind: str, name: str) -> Numbers:
        missing = (np.full(len(part), np.nan) for part in self._parts)
        return self._in_order(
            [
                getattr(part, kind).get(name, nothing)
                for part, nothing in zip_equal(self._parts, missing)
            ]
        )

    def shared(self, value: Callable[[Record], Value]) -> list[Value]:
        """What `value` makes of the record that each launch shares, one per launch."""
        each = [value(part.first) for part in self._parts]
        return [each[self._part_of(at)] for at in self._order.tolist()]

    def repetitions_s(self) -> list[list[float]]:
        """All times of every launch, its warm-up too."""
        every = [row for part in self._parts for row in part.makespan_s.tolist()]
        return [every[at] for at in self._order.tolist()]

    def _ordered(self, columns: list[np.ndarray]) -> list:
        return self._in_order(columns).tolist()

    def _in_order(self, columns: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(columns)[self._order] if columns else np.empty(0)


def _without(metric: Metric, rows: Rows) -> Numbers:
    """The values of launches that gave none: the wall time is known all the same."""
    return rows.wall_s if metric == WALL else np.full(len(rows), np.nan)


def _selected(parts: Sequence[Rows], which: Flags) -> Launches:
    """The launches of those rows of all parts, one after the other, that are true."""
    kept = np.split(which, np.cumsum([len(part) for part in parts[:-1]]))
    parts = [select(p, w) for p, w in zip_equal(parts, kept) if w.any()]
    return Launches(parts, _by_number(parts) if parts else None)
