# SPDX-License-Identifier: Apache-2.0
"""Reads the records that the harness writes by templates, several times faster.

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
from typing import Any, NamedTuple

import numpy as np

from scaling.records.record import Record
from scaling.records.result import NUMBERS, over_ranks
from scaling.records.rows import Rows, concatenate, group_alike
from scaling.zipped import zip_equal

LARGEST_PENDING = 2**17
"""Times of the ranks, 1 MB of them, after which they are reduced to columns."""
MOST_TEMPLATES = 50_000
"""Distinct texts remembered; a journal with more is read, only slower."""

_NUMBER = r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?"
"""JSON's, less what a double may not hold."""
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
_REPETITION = re.compile(
    r'\{"barrier_s":\[([-+.0-9eE,]*)\],"reduce_s":\[([^]]*)\],"useful_s":\[([^]]*)\]'
)
_BETWEEN = len('{"barrier_s":[],"reduce_s":[],"useful_s":[]},')
_PID = re.compile(r'"pid":[0-9]{1,9}')
_NUMBERS = frozenset((int, float))
_scan = json.JSONDecoder().scan_once


class CutRecord(NamedTuple):
    """The parts of one line: `text` is all that is no number of its own.

    `scalars` are seconds of the launch, then the measurement's optional numbers, then
    the noise, NaN where there is none; `times` the makespans, the skew bounds, and the
    useful and the reduction times of all ranks, repetition by repetition.
    """

    text: tuple[Any, ...]
    counts: tuple[int, int, int]
    started_utc: str
    scalars: list[float]
    times: list[float]


def cut_record(line: str) -> CutRecord | None:
    """The parts of a line; None where it is not as our harness and worker write it."""
    head = _HEAD.match(line)
    argv = line.find(',"argv":[', head.end()) if head else -1
    middle = _MIDDLE.match(line, line.find('],"started_utc":', argv)) if argv > 0 else 0
    cuts = _cuts(line, middle.end()) if middle else None
    if cuts is None:
        return None
    point, block, launch, attempt = head.groups()
    started, wall, manifest, clock, overhead, resolution, total, *own = middle.groups()
    times, kept, noise, rest = cuts
    words = line[argv : middle.start()].replace(f"{point}-{launch}-{attempt}", "")
    try:
        sizes, every, names, noises = _times(times, noise)
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        return None
    numbers = [math.nan if number is None else float(number) for number in own]
    return CutRecord(
        (point, line[head.end() : argv], words, manifest, clock, resolution, kept,
         _PID.sub("", rest), sizes, names),
        (int(block), int(launch), int(attempt)), started,
        [float(wall), float(total), float(overhead), *numbers, *noises], every,
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


def _times(
    times: tuple[str, ...], noise: str
) -> tuple[tuple[int, int, int], list[float], tuple[str, ...], list[float]]:
    """Repetitions, skew bounds and ranks; the times; the noise's names and values.

    Raises ValueError where something else stands there.
    """
    makespan, skew, repetitions = times
    arrays = _REPETITION.findall(repetitions)
    useful = [found[2] for found in arrays]
    reduce = [found[1] for found in arrays]
    commas = {text.count(",") for text in (*useful, *reduce)}
    text = f"[{makespan},{skew},{','.join(useful)},{','.join(reduce)}]"
    every, end = _scan(text, 0)
    least = makespan.count(",") + 1
    skews = skew.count(",") + 1
    if (
        end != len(text)
        or len(commas) != 1
        # Nothing stands between the arrays: their lengths are that of the whole.
        or len("".join(map("".join, arrays))) + _BETWEEN * least - 2 != len(repetitions)
        or not _NUMBERS.issuperset(map(type, every))
        or not (min(every) >= 0 and max(every) < math.inf and min(every[:least]) > 0)
    ):
        raise ValueError
    noises, end = _scan(f"{{{noise}}}", 0)
    known = list(noises.values())
    if None in known:
        known = [math.nan if value is None else value for value in known]
    if (
        end != len(noise) + 2
        or not _NUMBERS.issuperset(map(type, known))
        or math.inf in map(abs, known)
    ):
        raise ValueError
    return (least, skews, commas.pop() + 1), every, tuple(noises), known


class RecordTemplates:
    """The rows of the lines read so far, by their text."""

    def __init__(self) -> None:
        self._templates: dict[tuple, _RecordTemplate] = {}
        self._done: list[Rows] = []

    def add(self, found: CutRecord, line: int) -> bool:
        """False where no line with this text was read in full."""
        template = self._templates.get(found.text)
        if template is None:
            return False
        template.add(found, line)
        return True

    def learn(self, found: CutRecord, record: Record) -> bool:
        """True where `record`, the same line read in full, says what was cut out.

        From then on its text stands for it.
        """
        if not _agree(found, record):
            return False
        if len(self._templates) >= MOST_TEMPLATES:
            self._done += self.rows()
            self._templates.clear()
        template = self._templates[found.text] = _RecordTemplate(record, found)
        template.add(found, record.line)
        return True

    def rows(self) -> list[Rows]:
        """All rows, those of one text together."""
        return [
            *self._done,
            *(template.rows() for template in self._templates.values()),
        ]


def _agree(found: CutRecord, record: Record) -> bool:
    """The whole record says what was cut out of it."""
    if not record.result or not record.result.measurement:
        return False
    rows = next(group_alike([record]))
    template = _RecordTemplate(record, found)
    template.add(found, record.line)
    return rows.equals(template.rows())


class _RecordTemplate:
    """Lines of one text: their numbers, in arrays of eight bytes a number."""

    def __init__(self, record: Record, found: CutRecord) -> None:
        self._first = record
        *_, (self._repetitions, self._skews, self._ranks), self._noise = found.text
        self._parts: list[Rows] = []
        self._clear()

    def _clear(self) -> None:
        self._counts, self._started = array("q"), []
        self._scalars, self._times = array("d"), array("d")

    def add(self, found: CutRecord, line: int) -> None:
        self._counts.extend((line, *found.counts))
        self._started.append(found.started_utc)
        self._scalars.extend(found.scalars)
        self._times.extend(found.times)
        if len(self._times) > LARGEST_PENDING:
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
                np.array(self._started, dtype="S"),
                *scalars[:3],
                dict(zip_equal(self._noise, scalars[3 + own :])),
                dict(zip_equal(NUMBERS, scalars[3 : 3 + own])),
                makespan_s.copy(),
                skew_bound_s.copy(),
                *over_ranks(useful_s, reduce_s),
            )  # fmt: skip
        )
        self._clear()
