# SPDX-License-Identifier: Apache-2.0
"""A point with the launches that count and the attempts that do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from scaling.read.record import Record
from scaling.read.request import Pairs, Request
from scaling.read.result import Measurement
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval

WARM_UP = 1
"""Repetitions at the head of a launch that are never kept (METHOD 3.5)."""


@dataclass(frozen=True)
class Launch:
    """One launch that is ok: the statistical unit."""

    record: Record
    measurement: Measurement
    time_s: float

    @property
    def skew_bound_s(self) -> float:
        """What the barriers leave unknown of a kept time, at the median repetition."""
        kept = self.measurement.skew_bound_s[WARM_UP:]
        return median(kept) if kept else 0.0


@dataclass(frozen=True)
class Point:
    """One configuration; `stop` is empty while its launches have not ended."""

    id: str
    request: Request
    series: tuple[str, ...]
    launches: tuple[Launch, ...] = ()
    failed: tuple[Record, ...] = ()
    unusable: tuple[tuple[Record, str], ...] = ()
    stop: str = ""

    @cached_property
    def times_s(self) -> tuple[float, ...]:
        """One value per launch, in launch order."""
        return tuple(launch.time_s for launch in self.launches)

    @cached_property
    def time_s(self) -> Measured:
        """Median over launches, in seconds; only for a point that has launches."""
        return median_interval(self.times_s)

    @cached_property
    def rate(self) -> Measured:
        """Samples per second: work over the median time (METHOD 1, rule 3)."""
        return self.time_s.divides(self.request.samples)

    @property
    def tallies(self) -> frozenset[Pairs]:
        """Every distinct answer its launches gave; one element if all is well."""
        return frozenset(launch.measurement.tallies for launch in self.launches)

    @property
    def z(self) -> float | None:
        """The estimate's distance from the exact value, in standard errors."""
        estimates = [launch.measurement.estimate for launch in self.launches]
        return next((found.z for found in estimates if found), None)


def kept_repetitions(times_s: Sequence[float]) -> Sequence[float]:
    """What is left of a launch's repetitions when the warm-up is dropped.

    A program is a launch of one repetition, and that one is its time.
    """
    return times_s[WARM_UP:] if len(times_s) > WARM_UP else times_s


def make_point(
    id: str,
    request: Request,
    series: tuple[str, ...],
    records: Iterable[Record],
    stop: str = "",
) -> Point:
    """Sorts the records of one point into what is measured, failed and unusable."""
    launches: dict[int, Launch] = {}
    failed: list[Record] = []
    unusable: list[tuple[Record, str]] = []
    for record in records:
        if record.verdict != "ok":
            failed.append(record)
        elif record.launch in launches:
            unusable.append(
                (record, f"launch {record.launch} has an ok record already")
            )
        elif why := _why_unusable(record, request):
            unusable.append((record, why))
        else:
            launches[record.launch] = _launch(record)
    ordered = tuple(launches[number] for number in sorted(launches))
    return Point(id, request, series, ordered, tuple(failed), tuple(unusable), stop)


def _why_unusable(record: Record, request: Request) -> str:
    if record.request != request:
        return "it was asked for something else than the point it names"
    if record.result is None or record.result.measurement is None:
        return "verdict ok, but no measurement of what was asked"
    if not kept_repetitions(record.result.measurement.makespan_s):
        return "it holds no repetition"
    return ""


def _launch(record: Record) -> Launch:
    measurement = record.result.measurement
    return Launch(record, measurement, median(kept_repetitions(measurement.makespan_s)))
