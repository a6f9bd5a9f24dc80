# SPDX-License-Identifier: Apache-2.0
"""Where efficiency is lost: POP's tree of factors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from scaling.model.point import Point
from scaling.model.ratio import ratio_by_blocks
from scaling.records.metric import MAKESPAN
from scaling.records.witness import REGIONS
from scaling.statistics.looks import Looks
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Regions:
    """What the threads of a program of OpenMP did: sums over ranks, in seconds.

    `serial_s` outside of MPI and of parallel regions, `regions_s` within regions, and
    `in_regions_s` what all of a rank's `threads` worked there.
    """

    threads: int
    serial_s: float
    regions_s: float
    in_regions_s: float


@dataclass(frozen=True)
class Work:
    """What one point did: medians over its launches, or one launch of it.

    In seconds of a core: `useful_sum_s` over `units` cores, `time_s` the makespan, of a
    program the time between MPI_Init and MPI_Finalize, `samples` the work. What the
    mean and the busiest rank did outside of MPI, whatever their threads did meanwhile,
    is `useful_mean_s` and `useful_max_s`; the medians of the two have their order, so
    that no balance is above 1. Without `regions` a rank's threads are not timed apart:
    each of them counts as useful for as long as its rank.
    """

    units: int
    useful_sum_s: float
    useful_mean_s: float
    useful_max_s: float
    time_s: float
    samples: int
    regions: Regions | None = None

    @property
    def serial_loss(self) -> float:
        """The share of all cores' time in which one thread of a rank works alone."""
        found = self.regions
        if found is None:
            return 0.0
        return (found.threads - 1) * found.serial_s / (self.units * self.time_s)

    @property
    def regions_loss(self) -> float:
        """The share of all cores' time that threads do not work in parallel regions."""
        found = self.regions
        if found is None:
            return 0.0
        lost_s = found.threads * found.regions_s - found.in_regions_s
        return lost_s / (self.units * self.time_s)


@dataclass(frozen=True)
class Efficiencies:
    """Factors of the efficiency, 1 at best; `computation` is relative to a base.

    `process` is load balance times communication. Of a program of OpenMP it and
    `thread`, which is made of `serial` and `regions`, add up what they lose
    (POP's additive hybrid model); of others these three are None.
    """

    load_balance: float
    communication: float
    process: float
    parallel: float
    computation: float
    total: float
    thread: float | None = None
    serial: float | None = None
    regions: float | None = None


OWN = (
    "load_balance", "communication", "process", "serial", "regions", "thread",
    "parallel",
)  # fmt: skip
"""The factors that are the point's own, whatever the base."""
EVEN = 0.95
"""The load balance from which on no rank is a laggard."""


def work_of(point: Point) -> Work | None:
    """None where the ranks' own times were not recorded."""
    columns = _columns(point)
    if not columns:
        return None
    found = {name: median(column) for name, column in columns.items()}
    return _work(point, found)


def works_of(point: Point) -> list[Work]:
    """That of each launch which counts; empty where there is no work_of() it."""
    columns = _columns(point)
    rows = zip_equal(*columns.values()) if columns else ()
    return [_work(point, dict(zip_equal(columns, row))) for row in rows]


def busiest_rank(point: Point) -> int | None:
    """The rank that works longest in more than half of the launches that count; None
    where it is now this one and now that, or there is one only."""
    if not point.has_phases or point.request.ranks == 1:
        return None
    found = point.launches.column("slowest")[: len(point.counted_s)]
    rank, launches = Counter(found).most_common(1)[0]
    return int(rank) if 2 * launches > len(found) else None


def load_balance(point: Point) -> float | None:
    """What the mean rank works of what the busiest does; None where it is not known."""
    work = work_of(point)
    if work is None or not work.useful_max_s > 0:
        return None
    return work.useful_mean_s / work.useful_max_s


def laggard(point: Point) -> int | None:
    """The busiest_rank() where the load is uneven."""
    balance = load_balance(point)
    is_uneven = balance is not None and balance < EVEN
    return busiest_rank(point) if is_uneven else None


def _columns(point: Point) -> Mapping[str, Sequence[float]]:
    """The times of each launch that counts, by their names; empty where the ranks' are
    not known."""
    if not point.has_phases:
        return {}
    launches = point.launches
    columns = {
        "useful_sum_s": launches.kept("useful_sum_s"),
        "useful_max_s": launches.kept("useful_max_s"),
        "time_s": launches.recorded("numbers", "program_s"),
    }
    if point.number("program_s") is None:
        timed = point if point.metric.is_time else point.by(MAKESPAN)
        columns["time_s"] = timed.times_s
    if all(point.number(name) is not None for name in REGIONS):
        columns |= {name: launches.recorded("numbers", name) for name in REGIONS}
    counted = len(point.counted_s)
    return {name: column[:counted] for name, column in columns.items()}


def _work(point: Point, found: Mapping[str, float]) -> Work:
    request, regions = point.request, None
    useful_sum_s = request.threads * found["useful_sum_s"]
    if REGIONS[0] in found:
        regions = Regions(request.threads, *(found[name] for name in REGIONS))
        useful_sum_s = regions.serial_s + regions.in_regions_s
    return Work(
        units=request.cores,
        useful_sum_s=useful_sum_s,
        useful_mean_s=found["useful_sum_s"] / request.ranks,
        useful_max_s=found["useful_max_s"],
        time_s=found["time_s"],
        samples=request.samples,
        regions=regions,
    )


def efficiencies(work: Work, base: Work) -> Efficiencies | None:
    """LB, CommE, PE = LB CommE, CompScal, GE = PE CompScal; None without any work.

    Where threads were timed, PE is less by what they lose. The efficiency relative to
    the base is GE / PE of the base.
    """
    if not work.useful_sum_s > 0 or not base.useful_sum_s > 0:
        return None
    load_balance = work.useful_mean_s / work.useful_max_s
    communication = work.useful_max_s / work.time_s
    computation = (base.useful_sum_s / base.samples) / (
        work.useful_sum_s / work.samples
    )
    process = load_balance * communication
    lost = work.serial_loss + work.regions_loss
    parallel = process - lost
    factors = load_balance, communication, process, parallel, computation
    if work.regions is None:
        return Efficiencies(*factors, parallel * computation)
    return Efficiencies(
        *factors,
        parallel * computation,
        thread=1 - lost,
        serial=1 - work.serial_loss,
        regions=1 - work.regions_loss,
    )


def measured_efficiencies(point: Point, base: Point) -> Mapping[str, Measured]:
    """The factors by their names, with intervals; empty where they are not known.

    The value is that of efficiencies(). The interval of a point's own factor is that of
    the median over launches, of one relative to the base that of the ratio of launches
    in the same blocks, and neither leaves the value out.
    """
    base = base.beside(point)
    work, of_base = work_of(point), work_of(base)
    values = efficiencies(work, of_base) if work and of_base else None
    if values is None:
        return {}
    launches, of_launches = works_of(base), works_of(point)
    each = [efficiencies(one, one) for one in of_launches]
    found = {}
    for name in OWN:
        value = getattr(values, name)
        if value is not None:
            own = [getattr(e, name) for e in each if e]
            found[name] = measured_of(point, value, own)
    for name, part in (("computation", _of_work), ("total", _of_time)):
        value = getattr(values, name)
        if point.id == base.id:
            found[name] = found["parallel"] if name == "total" else Measured(value)
            continue
        ratio = ratio_by_blocks(
            (base, [_of_work(one) for one in launches]),
            (point, [part(one) for one in of_launches]),
        )
        found[name] = _holding(value, ratio)
    return found


def measured_of(point: Point, value: float, values: Sequence[float]) -> Measured:
    """A value of medians, with the interval of the median of what the launches that
    count gave, which does not leave it out."""
    if point.is_disturbed or len(values) < len(point.counted_s):
        return Measured(value)
    return _holding(value, median_interval(values, Looks(tail=point.looks.tail)))


def _holding(value: float, found: Measured | None) -> Measured:
    if found is None or found.low is None or found.high is None:
        return Measured(value)
    return Measured(value, min(value, found.low), max(value, found.high))


def _of_work(work: Work) -> float:
    """Seconds of a core that a sample takes."""
    return work.useful_sum_s / work.samples


def _of_time(work: Work) -> float:
    """The same with all that cores wait, of the work that is done."""
    return work.units * work.time_s / work.samples
