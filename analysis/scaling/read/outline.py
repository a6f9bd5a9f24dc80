# SPDX-License-Identifier: Apache-2.0
"""Reads the records that the harness writes by their outline, several times faster.

Of the records of one point only numbers differ. A line is cut at the keys that our own
worker writes, in its order; if all text between the numbers is that of a line which
was read in full, the line has its meaning, and only its numbers are parsed. A line that
does not fit is no error: it is read in full.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from scaling.read.record import Record
from scaling.read.result import NUMBERS, over_ranks
from scaling.read.rows import Rows, joined

LARGEST_PENDING = 2**17
"""Times of the ranks, 1 MB of them, after which they are reduced to columns."""
MOST_SHAPES = 50_000
"""Distinct texts remembered; a journal with more is read, only slower."""

_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_COUNT = r"([1-9][0-9]{0,8})"
_HEAD = re.compile(
    r'\{"schema":1,"kind":"record","point":"([0-9a-f]{16})","block":([0-9]{1,9}),'
    rf'"launch":{_COUNT},"attempt":{_COUNT},"verdict":"ok","detail":"","requested":'
)
_MIDDLE = re.compile(
    rf'\],"started_utc":"([0-9TZ:.-]{{1,32}})","wall_s":({_NUMBER}),'
    r'"exit_code":0,"signal":0,("manifest":"[0-9A-Za-z]*"(?:,"slurm":\{[^{}]*\})?),'
    rf'"result":\{{"clock":\{{("name":"[A-Z_]*"),"overhead_s":({_NUMBER}),'
    rf'("resolution_s":{_NUMBER})\}},"launch":\{{"mpi_init_s":{_NUMBER},'
    rf'"runtime_init_s":{_NUMBER},"total_s":({_NUMBER})\}},"measurements":\[\{{'
    + "".join(rf'(?:"{name}":({_NUMBER}),)?' for name in NUMBERS)
)
_PID = re.compile(r'"pid":[0-9]{1,9}')
_TYPES = frozenset((int, float))
_scan = json.JSONDecoder().scan_once


class Outline(NamedTuple):
    """The parts of one line: `text` is all that is no number of its own."""

    text: tuple[str, ...]
    counts: tuple[int, int, int]
    started_utc: bytes
    seconds: tuple[float, float, float]
    numbers: tuple[float, ...]
    noise: dict[str, float]
    makespan_s: list[float]
    skew_bound_s: list[float]
    useful_s: list[list[float]]
    reduce_s: list[list[float]]


def outline(line: str) -> Outline | None:
    """None where the line is not written as our harness and worker write it."""
    head = _HEAD.match(line)
    argv = line.find(',"argv":[', head.end()) if head else -1
    middle = _MIDDLE.match(line, line.find('],"started_utc":', argv)) if argv > 0 else 0
    if not middle:
        return None
    cuts = _cuts(line, middle.end())
    if cuts is None:
        return None
    point, *counts = head.groups()
    started, wall, manifest, clock, overhead, resolution, total, *own = middle.groups()
    times, kept, noise, rest = cuts
    words = line[argv : middle.start()].replace("-".join((point, *counts[1:])), "")
    try:
        found = _times(times, noise)
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        return None
    if found is None:
        return None
    numbers = tuple(math.nan if number is None else float(number) for number in own)
    seconds = (float(wall), float(total), float(overhead))
    if max(*seconds, *(x for x in numbers if x == x), 0.0) == math.inf:
        return None
    return Outline(
        (point, line[head.end() : argv], words, manifest, clock, resolution, *kept,
         _PID.sub("", rest)),
        tuple(map(int, counts)), started.encode(), seconds, numbers, *found,
    )  # fmt: skip


def _cuts(line: str, start: int) -> tuple[tuple[str, ...], ...] | None:
    """The times, the text between them, the noise, and all that follows."""
    makespan = line.find('"makespan_s":[', start)
    after = line.find("]", makespan)
    repetitions = line.find(',"repetitions":[{', after)
    then = line.find('}],"', repetitions)
    skew = line.find(',"skew_bound_s":[', then)
    last = line.find("]", skew)
    end = line.find("}],", last)
    crc = line.rfind(',"crc32":')
    if min(makespan, after, repetitions, then, skew, last, end, crc) < 0:
        return None
    rest = end + 3
    noise = ""
    if line.startswith('"noise":{', rest):
        rest = line.find("}", rest)
        noise = line[end + 12 : rest]
    times = (
        line[makespan + 14 : after],
        line[skew + 17 : last],
        line[repetitions + 16 : then],
    )
    kept = (line[start:makespan], line[after:repetitions], line[then:skew],
            line[last:end])  # fmt: skip
    return times, kept, noise, line[rest:crc]


def _times(times: tuple[str, ...], noise: str) -> tuple[Any, ...] | None:
    makespan, skew, repetitions = times
    text = f"[[{makespan}],[{skew}],[{repetitions}}}],{{{noise}}}]"
    value, end = _scan(text, 0)
    makespan_s, skew_bound_s, found, noise_of = value
    useful = [one["useful_s"] for one in found]
    reduce = [one["reduce_s"] for one in found]
    ranks = len(useful[0])
    every = [*makespan_s, *skew_bound_s, *chain(*useful, *reduce)]
    if (
        end != len(text)
        or not ranks
        or len(makespan_s) != len(useful)
        or any(len(one) != ranks for one in (*useful, *reduce))
        or not _TYPES.issuperset(map(type, every))
        or not (min(every) >= 0 and max(every) < math.inf and min(makespan_s) > 0)
        or not _is_noise(noise_of)
    ):
        return None
    return noise_of, makespan_s, skew_bound_s, useful, reduce


def _is_noise(noise: dict[str, Any]) -> bool:
    known = [value for value in noise.values() if value is not None]
    return _TYPES.issuperset(map(type, known)) and all(
        -math.inf < value < math.inf for value in known
    )


class Shapes:
    """The rows of the lines read so far, by their text."""

    def __init__(self) -> None:
        self._shapes: dict[tuple, _Shape] = {}
        self._done: list[Rows] = []

    def add(self, found: Outline, line: int) -> bool:
        """False where no line with this text was read in full."""
        shape = self._shapes.get(_key(found))
        if shape is None:
            return False
        shape.add(found, line)
        return True

    def learn(self, found: Outline, record: Record) -> bool:
        """True where `record`, the same line read in full, says what was cut out.

        From then on its text stands for it.
        """
        if not _agree(found, record):
            return False
        if len(self._shapes) >= MOST_SHAPES:
            self._done += self.rows()
            self._shapes.clear()
        shape = self._shapes[_key(found)] = _Shape(record, found)
        shape.add(found, record.line)
        return True

    def rows(self) -> list[Rows]:
        """All rows, those of one text together."""
        return [*self._done, *(shape.rows() for shape in self._shapes.values())]


def _key(found: Outline) -> tuple:
    return (
        *found.text, len(found.makespan_s), len(found.skew_bound_s),
        len(found.useful_s[0]), *found.noise, *(x == x for x in found.numbers),
    )  # fmt: skip


def _agree(found: Outline, record: Record) -> bool:
    result = record.result
    measured = result.measurement if result else None
    if measured is None or measured.phases is None:
        return False
    numbers = dict(zip(NUMBERS, found.numbers, strict=True))
    return (
        (record.block, record.launch, record.attempt) == found.counts
        and record.started_utc.encode() == found.started_utc
        and (record.wall_s, result.total_s, result.clock.overhead_s) == found.seconds
        and measured.numbers == {k: v for k, v in numbers.items() if v == v}
        and result.noise == {k: v for k, v in found.noise.items() if v is not None}
        and list(measured.makespan_s) == found.makespan_s
        and list(measured.skew_bound_s) == found.skew_bound_s
        and list(measured.phases.useful_max_s) == [max(one) for one in found.useful_s]
        and list(measured.phases.reduction_s) == [min(one) for one in found.reduce_s]
    )


class _Shape:
    """Lines of one text: their numbers, in arrays of eight bytes a number."""

    def __init__(self, record: Record, found: Outline) -> None:
        self._first = record
        self._noise = tuple(found.noise)
        self._repetitions = len(found.makespan_s)
        self._skews = len(found.skew_bound_s)
        self._ranks = len(found.useful_s[0])
        self._parts: list[Rows] = []
        self._clear()

    def _clear(self) -> None:
        self._counts, self._started = array("q"), []
        self._scalars, self._times = array("d"), array("d")

    def add(self, found: Outline, line: int) -> None:
        self._counts.append(line)
        self._counts.extend(found.counts)
        self._started.append(found.started_utc)
        self._scalars.extend(found.seconds)
        self._scalars.extend(found.numbers)
        self._scalars.extend(
            math.nan if value is None else value for value in found.noise.values()
        )
        self._times.extend(found.makespan_s)
        self._times.extend(found.skew_bound_s)
        self._times.extend(chain(*found.useful_s, *found.reduce_s))
        if len(self._times) > LARGEST_PENDING:
            self._reduce()

    def rows(self) -> Rows:
        """All of them in one piece."""
        if self._started:
            self._reduce()
        self._parts = [joined(self._parts)]
        return self._parts[0]

    def _reduce(self) -> None:
        rows = len(self._started)
        counts = np.array(self._counts).reshape(rows, -1).T.copy()
        scalars = np.array(self._scalars).reshape(rows, -1).T.copy()
        times = np.array(self._times).reshape(rows, -1)
        ends = np.cumsum([self._repetitions, self._skews])
        makespan_s, skew_bound_s, phases = np.split(times, ends, axis=1)
        useful_s, reduce_s = np.split(
            phases.reshape(rows, 2 * self._repetitions, self._ranks), 2, axis=1
        )
        own = len(NUMBERS)
        self._parts.append(
            Rows(
                self._first,
                *counts,
                np.array(self._started),
                *scalars[:3],
                dict(zip(self._noise, scalars[3 + own :], strict=True)),
                dict(zip(NUMBERS, scalars[3 : 3 + own], strict=True)),
                makespan_s.copy(),
                skew_bound_s.copy(),
                *over_ranks(useful_s, reduce_s),
            )  # fmt: skip
        )
        self._clear()
