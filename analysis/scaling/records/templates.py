# SPDX-License-Identifier: Apache-2.0
"""Reads the records of launches that share all but numbers as columns.

Of the records of one point only numbers differ, and most of the rest stands in lines
that they refer to. Where all else in a record is that of one which was read in full, it
has its meaning, and only its numbers are taken. A record that does not fit is no error:
it is read in full.
"""

from __future__ import annotations

import marshal
import math
from array import array
from typing import Any, NamedTuple

import numpy as np

from scaling.records.compact import numbers_in_planes, unpacked
from scaling.records.fields import LARGEST_WHOLE, Json
from scaling.records.record import Record
from scaling.records.result import NUMBERS, over_ranks
from scaling.records.rows import Rows, concatenate, group_alike, select
from scaling.zipped import zip_equal

LARGEST_PENDING = 2**20
"""Bytes of the times of ranks after which they are reduced to columns."""
MOST_TEMPLATES = 50_000
"""Distinct texts remembered; a journal with more is read, only slower."""
_NUMBERS = frozenset((int, float))
_COUNTS = ("block", "launch", "attempt")
_LAUNCH = 1 + _COUNTS.index("launch")
"""Where it stands behind the number of the line."""
_OF_EACH_LAUNCH = frozenset((*_COUNTS, "started_utc", "wall_s", "result", "crc32"))


class Sizes(NamedTuple):
    """How many times a launch has, and of how many ranks; 0 where they are not told."""

    repetitions: int
    skews: int
    ranks: int


class CutRecord(NamedTuple):
    """The parts of one record: `likeness` is all that is no number of its own.

    `scalars` are seconds of the launch, then the measurement's optional numbers, then
    the noise, NaN where there is none; `times` the makespans and the skew bounds;
    `of_ranks` the times of the ranks, as they are packed.
    """

    likeness: bytes
    sizes: Sizes
    noise: tuple[str, ...]
    counts: tuple[int, ...]
    started_utc: str
    scalars: list[float]
    times: list[float]
    of_ranks: bytes


def cut_record(record: Json) -> CutRecord | None:
    """The parts of a record; None where it is not as our harness and worker write."""
    if not record.get("shared") or record.get("verdict") != "ok" or "witness" in record:
        return None
    try:
        return _cut(record)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        return None


def _cut(record: Json) -> CutRecord:
    """Raises one of what cut_record() catches where something else stands there."""
    result = {**record["result"]}
    (measured,) = result.pop("measurements")
    measured = {**measured}
    clock, launch = {**result.pop("clock")}, result.pop("launch")
    noise = result.pop("noise", {})
    for column in ("pids", "free_bytes"):
        result.pop(column, None)
    makespan_s, skew_s = measured.pop("makespan_s"), measured.pop("skew_bound_s")
    ranks, of_ranks = _of_ranks(measured.pop("repetitions"), len(makespan_s))
    numbers = [measured.pop(name, None) for name in NUMBERS]
    scalars = [record["wall_s"], launch["total_s"], clock.pop("overhead_s")]
    scalars += [_number_or_nan(x) for x in (*numbers, *noise.values())]
    counts = tuple(record[name] for name in _COUNTS)
    started = record["started_utc"]
    if measured or not (
        _are_times(scalars[:3])
        and _are_times([*makespan_s, *skew_s])
        and min(makespan_s) > 0
        and all(type(x) is int and 0 < x <= LARGEST_WHOLE for x in counts)
        and started.isascii()
    ):
        raise ValueError
    sizes = Sizes(len(makespan_s), len(skew_s), ranks)
    rest = {k: v for k, v in record.items() if k not in _OF_EACH_LAUNCH}
    # Version 2 of the format has no back references: equal content, equal bytes.
    likeness = marshal.dumps([rest, result, clock, list(noise), *sizes], 2)
    return CutRecord(
        likeness, sizes, tuple(noise), counts, started, scalars,
        [*makespan_s, *skew_s], of_ranks,
    )  # fmt: skip


def _of_ranks(found: Any, repetitions: int) -> tuple[int, bytes]:
    """The number of ranks and their times; none where they are not told apart."""
    if found == []:
        return 0, b""
    ranks, packed = found["ranks"], unpacked(found)
    if type(ranks) is not int or ranks < 1 or len(packed) != 24 * ranks * repetitions:
        raise ValueError
    return ranks, packed


def _number_or_nan(value: Any) -> float:
    if value is None:
        return math.nan
    if type(value) not in _NUMBERS or not math.isfinite(value):
        raise ValueError
    return value


def _are_times(values: list[Any]) -> bool:
    return _NUMBERS.issuperset(map(type, values)) and all(
        0 <= value < math.inf for value in values
    )


class RecordTemplates:
    """The rows of the records read so far, by what they have in common."""

    def __init__(self) -> None:
        self._templates: dict[bytes, _RecordTemplate] = {}
        self._done: list[_RecordTemplate] = []

    def add(self, found: CutRecord, line: int) -> bool:
        """False where no record that is like this one was read in full."""
        template = self._templates.get(found.likeness)
        if template is None:
            return False
        template.add(found, line)
        return True

    def learn(self, found: CutRecord, record: Record) -> bool:
        """True where `record`, the same one read in full, says what was cut out.

        From then on it stands for those that are like it.
        """
        if not _agree(found, record):
            return False
        if len(self._templates) >= MOST_TEMPLATES:
            self._done += self._templates.values()
            self._templates.clear()
        template = self._templates[found.likeness] = _RecordTemplate(record, found)
        template.add(found, record.line)
        return True

    def rows(self) -> tuple[list[Rows], list[int]]:
        """All rows, those that are alike together, and the lines that have none: the
        times of their ranks are not all of at least 0."""
        templates = [*self._done, *self._templates.values()]
        rows = [template.rows() for template in templates]
        return rows, [line for template in templates for line in template.refused]


def _agree(found: CutRecord, record: Record) -> bool:
    """The whole record says what was cut out of it."""
    if not record.result or not record.result.measurement:
        return False
    rows = next(group_alike([record]))
    template = _RecordTemplate(record, found)
    template.add(found, record.line)
    return rows.equals(template.rows())


class _RecordTemplate:
    """Records that are alike: their numbers, in arrays of eight bytes a number."""

    def __init__(self, record: Record, found: CutRecord) -> None:
        self._first = record
        self._sizes, self._noise = found.sizes, found.noise
        self._parts: list[Rows] = []
        self.refused: list[int] = []
        self._clear()

    def _clear(self) -> None:
        self._counts, self._started = array("q"), []
        self._scalars, self._times = array("d"), array("d")
        self._of_ranks, self._pending = [], 0

    def add(self, found: CutRecord, line: int) -> None:
        self._counts.extend((line, *found.counts))
        self._started.append(found.started_utc)
        self._scalars.extend(found.scalars)
        self._times.extend(found.times)
        self._of_ranks.append(found.of_ranks)
        self._pending += len(found.of_ranks) + 8 * len(found.times)
        if self._pending > LARGEST_PENDING:
            self._reduce()

    def rows(self) -> Rows:
        """All of them in one piece."""
        if self._started:
            self._reduce()
        self._parts = [concatenate(self._parts)]
        return self._parts[0]

    def _reduce(self) -> None:
        rows = len(self._started)
        counts = np.array(self._counts).reshape(rows, -1).T.copy()
        scalars = np.array(self._scalars).reshape(rows, -1).T.copy()
        times = np.array(self._times).reshape(rows, -1)
        makespan_s, skew_bound_s = np.split(times, [self._sizes.repetitions], axis=1)
        phases, are_good = self._phases(counts[_LAUNCH])
        own = len(NUMBERS)
        part = Rows(
            self._first,
            *counts,
            np.array(self._started, dtype="S"),
            *scalars[:3],
            dict(zip_equal(self._noise, scalars[3 + own :])),
            dict(zip_equal(NUMBERS, scalars[3 : 3 + own])),
            makespan_s.copy(),
            skew_bound_s.copy(),
            *phases,
        )
        self.refused += part.line[~are_good].tolist()
        self._parts.append(part if are_good.all() else select(part, are_good))
        self._clear()

    def _phases(
        self, launch: np.ndarray
    ) -> tuple[tuple[np.ndarray | None, ...], np.ndarray]:
        """What the times of the ranks come to, and where they are times."""
        rows, sizes = len(self._started), self._sizes
        if not sizes.ranks:
            return (None,) * 5, np.full(rows, fill_value=True)
        numbers = numbers_in_planes(b"".join(self._of_ranks), rows)
        barrier, useful, end = np.moveaxis(
            numbers.reshape(rows, sizes.repetitions, 3, sizes.ranks), 2, 0
        )
        reduce = end - useful
        least = np.minimum(np.minimum(barrier, useful), reduce)
        columns = over_ranks(useful / 1e9, reduce / 1e9, launch)
        return columns, least.min(axis=(1, 2)) >= 0
