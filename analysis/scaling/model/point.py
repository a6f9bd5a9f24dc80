# SPDX-License-Identifier: Apache-2.0
"""A point with the launches that count and the attempts that do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist, median

import numpy as np

from scaling.model.launches import Launches
from scaling.records.metric import MAKESPAN, Metric
from scaling.records.record import DISTURBED, Record
from scaling.records.request import Pairs, Request
from scaling.records.rows import Rows, attempts, select
from scaling.statistics.looks import FIXED, Looks
from scaling.statistics.measured import Measured
from scaling.statistics.median import (
    FEWEST_FOR_INTERVAL,
    median_interval,
    median_within,
)
from scaling.statistics.within import Within, within


@dataclass(frozen=True)
class Point:
    """One configuration; `stop` is empty while its launches have not ended.

    `unusable` holds journal lines that ended ok and do not count, and why. `metric` is
    what its times are of, `gap` says which launches are missing since they gave no
    value of it, `zeros` which gave 0 or less, to which there is no ratio, and `whole`
    is the point that has them all. Of one that `is_disturbed` too few launches were
    quiet: it shows those that others disturbed too, and no interval. `copies` are the
    same in the jobs of points that are compared with it.
    """

    id: str
    request: Request
    series: tuple[str, ...]
    launches: Launches = Launches(())
    failed: tuple[Record, ...] = ()
    unusable: tuple[tuple[int, str], ...] = ()
    stop: str = ""
    looks: Looks = FIXED
    metric: Metric = MAKESPAN
    gap: str = ""
    zeros: str = ""
    whole: Point | None = None
    is_disturbed: bool = False
    copies: tuple[Point, ...] = ()

    def by(self, metric: Metric) -> Point:
        """The same point by another number of its launches.

        Those that lack it are left out. A time of 0, as a short phase is printed, is a
        time and has no ratio; of a rate all launches are left out where one gave none
        above 0: the others alone would be a choice.
        """
        whole = self.whole or self
        if metric == whole.metric:
            return whole
        values = whole.launches.values(metric)
        known = whole.launches.only([value == value for value in values])
        zeros = _share(values, lambda x: x <= 0) if metric.makes_ratios else ""
        return replace(
            whole,
            launches=Launches(()) if metric.is_rate and zeros else known,
            metric=metric,
            gap=f"{found} gave none" if (found := _share(values, math.isnan)) else "",
            zeros=f"{zeros} gave 0 or less" if zeros else "",
            whole=whole,
            copies=tuple(copy.by(metric) for copy in whole.copies),
        )

    def beside(self, point: Point) -> Point:
        """What the point is compared with: the copy in its job, where that was measured
        well, else this one."""
        return next(
            (
                copy
                for copy in self.copies
                if copy.request.job_nodes == point.request.nodes
                and copy.makes_ratios
                and not copy.is_disturbed
            ),
            self,
        )

    def led_by(self, metric: Metric) -> Point:
        """The point by the metric that leads, of which there is nothing without ratios:
        all launches are left out where one gave 0 or less."""
        found = self.by(metric)
        return replace(found, launches=Launches(())) if found.zeros else found

    @property
    def left_out(self) -> str:
        """Which launches are missing, and why; empty where none is."""
        return self.gap if self.launches else self.gap or self.zeros

    @property
    def makes_ratios(self) -> bool:
        """It has launches, each with a value that can be divided by."""
        return bool(self.launches) and not self.zeros

    @cached_property
    def times_s(self) -> tuple[float, ...]:
        """One value per launch, in launch order: that of a rate is its reciprocal."""
        return tuple(map(self.metric.as_time, self.launches.values(self.metric)))

    @cached_property
    def within_s(self) -> Within[tuple[float, ...]]:
        """What the times can be, of which a program printed so many digits."""
        metric, recorded = self.metric, self.launches.recorded
        if metric == MAKESPAN:
            return within(self.times_s, recorded("numbers", "resolution_s"))
        if not metric.makes_ratios:
            return within(self.times_s, [math.nan] * len(self.times_s))
        steps = recorded("numbers", metric.step_column)
        known = within(self.launches.values(metric), steps)
        return known.reciprocals() if metric.is_rate else known

    @cached_property
    def counted_s(self) -> tuple[float, ...]:
        """Those up to the last planned look; later ones were not to be looked at.

        All where every planned launch was made: those that failed make the last look
        come earlier, whatever the times of the others are.
        """
        if self.stop == "max" and self._has_all_planned:
            return self.times_s
        return self.times_s[: self.looks.of(len(self.times_s)).launches]

    @cached_property
    def counted_within_s(self) -> Within[tuple[float, ...]]:
        """What those can be."""
        n = len(self.counted_s)
        return self.within_s.map(lambda times: times[:n])

    @property
    def _has_all_planned(self) -> bool:
        """Not so where a study that had ended goes on with more launches a point."""
        made = [*self.launches.column("launch"), *(r.launch for r in self.failed)]
        return not self.looks.at or max(made, default=0) >= self.looks.at[-1].launches

    @cached_property
    def time_s(self) -> Measured:
        """Median of those that count, in seconds; only for a point with launches.

        Of a metric that is no time it is in that one's unit, or of a rate in one over
        it.
        """
        if self.is_disturbed:
            return Measured(median(self.counted_s))
        return median_within(self.counted_within_s, Looks(tail=self.looks.tail))

    @property
    def relative_error(self) -> float:
        """The standard error that its launches leave; without an interval what the
        printed digits do, 0 where they are exact."""
        found, times = self.time_s, self.within_s
        if found.low and found.high:
            ends = 2 * NormalDist().inv_cdf(1 - self.looks.tail)
            return math.log(found.high / found.low) / ends
        return math.log(median(times.most) / median(times.least)) / 2

    @cached_property
    def time_given_s(self) -> Measured:
        """The same of the times as they were given, by which the harness stops."""
        return median_interval(self.counted_s, Looks(tail=self.looks.tail))

    @property
    def recorded_metrics(self) -> tuple[Metric, ...]:
        """All that any of its launches gave, with curves or without."""
        kinds = (self.whole or self).launches.kinds
        found = (metric for kind in kinds for metric in kind.measurement.metrics)
        return tuple(dict.fromkeys(found))

    @property
    def value(self) -> Measured:
        """The metric in its unit: a rate is one over the median of reciprocals."""
        return self.time_s.divides(1) if self.metric.is_rate else self.time_s

    @property
    def run_s(self) -> Measured:
        """Seconds of the timed region, whatever the metric; of a program that gives no
        time, of the launch."""
        return self.time_s if self.metric.is_time else self.by(MAKESPAN).time_s

    @property
    def is_timed_by_wall(self) -> bool:
        """The times are those of the launcher, from start to end."""
        kinds = self.launches.kinds
        return self.metric.is_time and all(k.first.is_timed_by_wall for k in kinds)

    @property
    def work(self) -> int:
        """What is done in one of its times: the samples, of a rate one of its units."""
        return 1 if self.metric.is_rate else self.request.samples

    @cached_property
    def rate(self) -> Measured:
        """Samples per second: work over the median time (Hoefler & Belli, rule 3)."""
        return self.time_s.divides(self.work)

    @property
    def counts_samples(self) -> bool:
        """Its work is told by samples; that of a program without any is 1, or, where it
        grows with the resources, 1 a unit."""
        none = 1 if "strong" in self.series else self.request.units
        return not self.request.is_program or self.request.samples > none

    @cached_property
    def useful_sum_s(self) -> float:
        """Median over launches; only where phases were recorded, as the next two."""
        return median(self.launches.kept("useful_sum_s"))

    @cached_property
    def useful_max_s(self) -> float:
        """Median over launches of the slowest rank's useful time."""
        return median(self.launches.kept("useful_max_s"))

    @cached_property
    def reduction_s(self) -> float:
        """Median over launches of the reduction without the wait."""
        return median(self.launches.kept("reduction_s"))

    @cached_property
    def skew_bound_s(self) -> float:
        """Median over launches of what the barriers leave unknown of a time."""
        return median(self.launches.kept("skew_bound_s"))

    @property
    def skew_share(self) -> float:
        """The median skew bound relative to the median time."""
        return self.skew_bound_s / self.run_s.value

    @cached_property
    def start_up_s(self) -> float | None:
        """Median over launches; None where one does not tell."""
        found = self.launches.column("start_up_s")
        return median(found) if found and all(x == x for x in found) else None

    def noise(self, name: str) -> list[float]:
        """What the system did during the launches that recorded it under `name`."""
        return self.launches.optional("noise", name)

    def number(self, name: str) -> float | None:
        """Median of an optional number of a measurement; None where one lacks it."""
        found = self.launches.optional("numbers", name)
        return median(found) if found and len(found) == len(self.launches) else None

    @cached_property
    def has_phases(self) -> bool:
        """Every launch recorded what each rank did."""
        kinds = self.launches.kinds
        return bool(kinds) and all(kind.measurement.phases for kind in kinds)

    @cached_property
    def tallies(self) -> frozenset[Pairs]:
        """Every distinct answer its launches gave; one element if all is well."""
        return frozenset(kind.measurement.tallies for kind in self.launches.kinds)

    @property
    def standard_error(self) -> float | None:
        """The standard error of the estimate; None where there is no estimate."""
        estimates = (kind.measurement.estimate for kind in self.launches.kinds)
        return next((found.standard_error for found in estimates if found), None)

    @property
    def z(self) -> float | None:
        """The estimate's distance from the exact value, in standard errors."""
        estimates = (kind.measurement.estimate for kind in self.launches.kinds)
        return next((found.z for found in estimates if found), None)


def _share(values: Sequence[float], concerns: Callable[[float], bool]) -> str:
    """How many of the launches such values are of, in words; empty for none."""
    found = sum(map(concerns, values))
    return f"{found} of {len(values)} launches" if found else ""


def make_point(
    id: str,
    request: Request,
    series: tuple[str, ...],
    records: Sequence[Record],
    rows: Sequence[Rows],
    stop: str = "",
    looks: Looks = FIXED,
) -> Point:
    """Sorts the attempts of one point into what is measured, failed and unusable."""
    failed = [record for record in records if record.verdict != "ok"]
    good = (record for record in records if record.verdict == "ok")
    unusable = [(record.line, _why_unusable(record, request)) for record in good]
    fitting: list[Rows] = []
    for found in rows:
        if why := _why_unusable(found.first, request):
            unusable += [(line, why) for line in found.line.tolist()]
        else:
            fitting.append(found)
    quiet = [found for found in fitting if found.first.verdict != DISTURBED]
    disturbed = [found for found in fitting if found.first.verdict == DISTURBED]
    launches, repeated = Launches.of(quiet)
    unusable += [(line, f"launch {n} has an ok record already") for line, n in repeated]
    is_disturbed = bool(disturbed) and len(launches) < _enough(looks)
    if is_disturbed:
        launches, disturbed = _with_disturbed(quiet, disturbed)
    for found in disturbed:
        failed += attempts(found, np.ones(len(found), dtype=bool), DISTURBED)
    return Point(
        id,
        request,
        series,
        launches,
        tuple(sorted(failed, key=lambda record: record.line)),
        tuple(sorted(unusable)),
        stop,
        looks,
        is_disturbed=is_disturbed,
    )


def _enough(looks: Looks) -> int:
    """Quiet launches: for an interval, or as many as were asked for."""
    asked = looks.at[0].launches if looks.at else 1
    return min(asked, FEWEST_FOR_INTERVAL)


def _with_disturbed(
    quiet: Sequence[Rows], disturbed: Sequence[Rows]
) -> tuple[Launches, list[Rows]]:
    """The quiet launches and, of those without, the last attempt; the attempts left."""
    last = {n for found in quiet for n in found.launch.tolist()}
    shown, left = [*quiet], []
    for found in sorted(disturbed, key=lambda rows: -int(rows.line.max())):
        order = np.argsort(-found.line)
        is_new = np.zeros(len(found), dtype=bool)
        for i in order.tolist():
            n = int(found.launch[i])
            is_new[i] = n not in last
            last.add(n)
        shown += [select(found, is_new)] if is_new.any() else []
        left += [select(found, ~is_new)] if not is_new.all() else []
    return Launches.of(shown)[0], left


def _why_unusable(record: Record, request: Request) -> str:
    if record.request != request:
        return "it was asked for something else than the point it names"
    if record.result is None or record.result.measurement is None:
        return "verdict ok, but no measurement of what was asked"
    if not len(record.result.measurement.makespan_s):
        return "it holds no repetition"
    return ""
