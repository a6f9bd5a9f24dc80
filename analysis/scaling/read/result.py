# SPDX-License-Identifier: Apache-2.0
"""What a worker answered: the world as it saw it, its times and its tallies."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.read import fields
from scaling.read.fields import Json, MalformedError
from scaling.read.request import Pairs, Request


@dataclass(frozen=True)
class Rank:
    """Where one rank really ran; `cpus` in the list form of Linux.

    `thread_cpus` holds such a list for each thread, where the worker said it.
    """

    host: str
    cpus: str
    cores: int
    threads: int
    thread_cpus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clock:
    """The clock of the worker, in seconds; None where it is not known."""

    name: str
    resolution_s: float | None
    overhead_s: float | None


@dataclass(frozen=True)
class Estimate:
    """The physical quantity, its exact value, and one standard error."""

    value: float
    reference: float
    standard_error: float

    @property
    def z(self) -> float:
        """Distance from the exact value in standard errors."""
        return (self.value - self.reference) / self.standard_error


@dataclass(frozen=True)
class Measurement:
    """The raw times of one launch: one entry per repetition, the first included."""

    makespan_s: tuple[float, ...]
    skew_bound_s: tuple[float, ...]
    tallies: Pairs
    tallies_differ: bool
    missing_samples: int
    estimate: Estimate | None


@dataclass(frozen=True)
class Result:
    """A worker's answer, reduced to what the analysis uses."""

    worker: Pairs
    ranks: tuple[Rank, ...]
    clock: Clock
    measurement: Measurement | None


def parse_result(value: Json, request: Request) -> Result:
    """Picks the measurement that was asked for; raises MalformedError."""
    asked = [
        item
        for item in fields.each(value, "measurements", lambda found: found)
        if fields.text(item, "kernel") == request.kernel
        and fields.count(item, "samples") == request.samples
    ]
    world = fields.mapping(value, "world")
    return Result(
        worker=fields.pairs(value, "worker"),
        ranks=fields.each(world, "by_rank", _rank),
        clock=_clock(fields.mapping(value, "clock")),
        measurement=_measurement(asked[0]) if asked else None,
    )


def _rank(value: Json) -> Rank:
    return Rank(
        host=fields.text(value, "host", default=""),
        cpus=fields.text(value, "cpus", default=""),
        cores=fields.whole(value, "cores", default=0),
        threads=fields.whole(value, "threads", default=0),
        thread_cpus=fields.texts(value, "thread_cpus"),
    )


def _clock(value: Json) -> Clock:
    return Clock(
        name=fields.text(value, "name", default=""),
        resolution_s=fields.number(value, "resolution_s"),
        overhead_s=fields.number(value, "overhead_s"),
    )


def _measurement(value: Json) -> Measurement:
    makespan_s = fields.numbers(value, "makespan_s")
    if not all(time > 0 for time in makespan_s):
        raise MalformedError("makespan_s holds a time that is not above 0")
    return Measurement(
        makespan_s=makespan_s,
        skew_bound_s=fields.numbers(value, "skew_bound_s"),
        tallies=fields.pairs(value, "tallies"),
        tallies_differ=value.get("tallies_differ") is True,
        missing_samples=_missing_samples(value),
        estimate=_estimate(fields.mapping(value, "estimate")),
    )


def _missing_samples(value: Json) -> int:
    by_rank = fields.texts(value, "samples_by_rank")
    if not by_rank:
        return 0
    try:
        return fields.count(value, "samples") - sum(int(share) for share in by_rank)
    except ValueError as error:
        raise MalformedError("samples_by_rank holds a text that is no count") from error


def _estimate(value: Json) -> Estimate | None:
    numbers = [
        fields.number(value, name) for name in ("value", "reference", "standard_error")
    ]
    if any(found is None for found in numbers) or not numbers[2] > 0:
        return None
    return Estimate(*numbers)
