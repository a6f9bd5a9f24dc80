# SPDX-License-Identifier: Apache-2.0
"""A point with the launches that count and the attempts that do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from scaling.read.record import Record
from scaling.read.request import Pairs, Request
from scaling.read.result import Measurement
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval
from scaling.statistics.warm_up import ALWAYS, warm_up


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch that is ok: the statistical unit.

    `dropped` repetitions at its head are warm-up; `is_steady` is False where the
    others settle nowhere, and then only the first is dropped.
    """

    record: Record
    measurement: Measurement
    time_s: float
    dropped: int
    is_steady: bool

    @property
    def skew_bound_s(self) -> float:
        """What the barriers leave unknown of a kept time, at the median repetition."""
        return self._kept(self.measurement.skew_bound_s)

    @property
    def useful_sum_s(self) -> float:
        """The ranks' useful times in sum; only where phases were recorded."""
        return self._kept(self.measurement.phases.useful_sum_s)

    @property
    def useful_max_s(self) -> float:
        """The useful time of the slowest rank; only where phases were recorded."""
        return self._kept(self.measurement.phases.useful_max_s)

    @property
    def reduction_s(self) -> float:
        """The reduction without the wait; only where phases were recorded."""
        return self._kept(self.measurement.phases.reduction_s)

    @property
    def start_up_s(self) -> float | None:
        """The worker's time outside its timed regions; None where it is not known."""
        total_s = self.record.result.total_s
        if total_s is None:
            return None
        return max(0.0, total_s - sum(self.measurement.makespan_s))

    def _kept(self, per_repetition: Sequence[float]) -> float:
        kept = per_repetition[self.dropped :]
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
        """Samples per second: work over the median time (Hoefler & Belli, rule 3)."""
        return self.time_s.divides(self.request.samples)

    @cached_property
    def useful_sum_s(self) -> float:
        """Median over launches; only where phases were recorded, as the next two."""
        return median(launch.useful_sum_s for launch in self.launches)

    @cached_property
    def useful_max_s(self) -> float:
        """Median over launches of the slowest rank's useful time."""
        return median(launch.useful_max_s for launch in self.launches)

    @cached_property
    def reduction_s(self) -> float:
        """Median over launches of the reduction without the wait."""
        return median(launch.reduction_s for launch in self.launches)

    @cached_property
    def start_up_s(self) -> float | None:
        """Median over launches; None where one does not tell."""
        found = [launch.start_up_s for launch in self.launches]
        return median(found) if found and None not in found else None

    @cached_property
    def noises(self) -> tuple[Mapping[str, float], ...]:
        """What the system did during the launches that recorded it."""
        found = (launch.record.result.noise for launch in self.launches)
        return tuple(noise for noise in found if noise)

    @cached_property
    def has_phases(self) -> bool:
        """Every launch recorded what each rank did."""
        return bool(self.launches) and all(
            launch.measurement.phases for launch in self.launches
        )

    @property
    def tallies(self) -> frozenset[Pairs]:
        """Every distinct answer its launches gave; one element if all is well."""
        return frozenset(launch.measurement.tallies for launch in self.launches)

    @property
    def z(self) -> float | None:
        """The estimate's distance from the exact value, in standard errors."""
        estimates = [launch.measurement.estimate for launch in self.launches]
        return next((found.z for found in estimates if found), None)


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
    if not record.result.measurement.makespan_s:
        return "it holds no repetition"
    return ""


def _launch(record: Record) -> Launch:
    measurement = record.result.measurement
    dropped = warm_up(measurement.makespan_s)
    first = ALWAYS if dropped is None else dropped
    time_s = median(measurement.makespan_s[first:])
    return Launch(record, measurement, time_s, first, dropped is not None)
