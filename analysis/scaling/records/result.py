# SPDX-License-Identifier: Apache-2.0
"""What a worker answered: the world as it saw it, its times and its tallies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from scaling.records import fields
from scaling.records.by_rank import NOTHING, after_first, kept_times
from scaling.records.fields import Json, MalformedError
from scaling.records.metric import Metric, parse_metric
from scaling.records.request import Pairs, Request
from scaling.records.shared import shared
from scaling.zipped import zip_equal

Numbers = Sequence[float]


@dataclass(frozen=True)
class Rank:
    """Where one rank really ran; `cpus` in the list form of Linux.

    `thread_cpus` holds such a list for each thread, where the worker said it; `device`
    is the id of the GPU that it computes on.
    """

    host: str
    cpus: str
    cores: int
    threads: int
    thread_cpus: tuple[str, ...] = ()
    device: str = ""


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
class Phases:
    """What the ranks' own times come to in each repetition.

    `useful_sum_s` and `useful_max_s` over ranks; `reduction_s` is the shortest time a
    rank spent in the reduction, which is that of the rank that waited for no other.
    `slowest` is the rank with the most useful time in all but the first repetition, and
    `by_rank` what kept_times() leaves of each.
    """

    useful_sum_s: Numbers
    useful_max_s: Numbers
    reduction_s: Numbers
    slowest: int
    by_rank: bytes = NOTHING


@dataclass(frozen=True)
class Measurement:
    """The raw times of one launch: one entry per repetition, the first included.

    `numbers` are optional fields that every launch has its own value of;
    `kernel_event_s`, empty without a device, is its own time of each repetition;
    `checks` name what the answer of a program was held against, and are None for a
    kernel and where an earlier harness wrote the record. The values of `metrics` are
    among the numbers; `values` holds all of which one of them is made, by its name.
    """

    makespan_s: Numbers
    skew_bound_s: Numbers
    phases: Phases | None
    numbers: Mapping[str, float]
    tallies: Pairs
    estimate: Estimate | None
    kernel_event_s: tuple[float, ...] = ()
    checks: tuple[str, ...] | None = None
    metrics: tuple[Metric, ...] = ()
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A worker's answer, reduced to what the analysis uses.

    `total_s` is from the start of the worker to its end; `noise` what the system did
    meanwhile, by the names of results/README.md.
    """

    worker: Pairs
    ranks: tuple[Rank, ...]
    clock: Clock
    measurement: Measurement | None
    total_s: float | None
    noise: Mapping[str, float]


def parse_result(value: Json, request: Request, launch: int) -> Result:
    """Picks the measurement that was asked for; raises MalformedError.

    `launch` is its number, of which depends what is kept of it.
    """
    asked = [
        item
        for item in fields.each(value, "measurements", lambda found: found)
        if fields.text(item, "kernel") == request.kernel
        and fields.count(item, "samples") == request.samples
    ]
    ranks = _ranks(_places(fields.mapping(value, "world")))
    return Result(
        worker=_worker(fields.mapping(value, "worker")),
        ranks=ranks,
        clock=_clock(fields.mapping(value, "clock")),
        measurement=_measurement(asked[0], ranks, launch) if asked else None,
        total_s=fields.number(fields.mapping(value, "launch"), "total_s"),
        noise=_noise(value["noise"]) if value.get("noise") else _QUIET,
    )


_QUIET: Mapping[str, float] = {}


@shared
def _worker(value: Json) -> Pairs:
    return tuple(sorted((k, fields.plain(v)) for k, v in value.items()))


_WITHOUT_DEVICE = ("host", "cpus", "cores", "threads", "thread_cpus")
_PLACE = (*_WITHOUT_DEVICE, "device")


def _places(world: Json) -> list[Any]:
    """What is used of every rank, without what no two launches share, as its pid."""
    found = fields.each(world, "by_rank", lambda rank: rank)
    return [
        [*map(rank.get, _WITHOUT_DEVICE), _device(rank) if "device" in rank else None]
        for rank in found
    ]


def _device(rank: Json) -> str | None:
    """The device's id alone: how much memory is free is of one launch."""
    return fields.text(fields.mapping(rank, "device"), "id", default="") or None


@shared
def _ranks(places: list[Any]) -> tuple[Rank, ...]:
    return tuple(map(_rank, places))


@shared
def _rank(place: list[Any]) -> Rank:
    value = {
        name: found for name, found in zip_equal(_PLACE, place) if found is not None
    }
    return Rank(
        host=fields.text(value, "host", default=""),
        cpus=fields.text(value, "cpus", default=""),
        cores=fields.whole(value, "cores", default=0),
        threads=fields.whole(value, "threads", default=0),
        thread_cpus=fields.texts(value, "thread_cpus"),
        device=fields.text(value, "device", default=""),
    )


def _clock(value: Json) -> Clock:
    return Clock(
        name=fields.text(value, "name", default=""),
        resolution_s=fields.number(value, "resolution_s"),
        overhead_s=fields.number(value, "overhead_s"),
    )


def _noise(value: Json) -> Mapping[str, float]:
    """Numbers only: null is a counter that could not be read, and stays unknown."""
    if not isinstance(value, dict):
        raise MalformedError("noise is not an object")
    return _present(value, value)


def _present(value: Json, names: Iterable[str]) -> Mapping[str, float]:
    found = {name: fields.number(value, name) for name in names}
    return {name: number for name, number in found.items() if number is not None}


NUMBERS = ("ceiling_samples_per_s", "energy_j")
"""Optional numbers of a measurement that every launch has its own value of."""
_OF_PROGRAMS = ("resolution_s",)
"""The same of a program's, which our worker does not write."""
_OWN = frozenset(
    (
        "repetitions", "makespan_s", "skew_bound_s", "devices", "checked", "metrics",
        *NUMBERS, *_OF_PROGRAMS,
    )
)  # fmt: skip
"""What differs between launches; the rest of a measurement is nearly always shared."""


def _measurement(value: Json, ranks: tuple[Rank, ...], launch: int) -> Measurement:
    makespan_s = fields.numbers(value, "makespan_s")
    if makespan_s and min(makespan_s) <= 0:
        raise MalformedError("makespan_s holds a time that is not above 0")
    answer = _answer({k: found for k, found in value.items() if k not in _OWN})
    metrics, of_metrics, values = _metrics(fields.mapping(value, "metrics"))
    return Measurement(
        makespan_s,
        fields.numbers(value, "skew_bound_s"),
        _phases(value.get("repetitions", []), len(makespan_s), launch),
        {
            **_present(value, (*NUMBERS, *_OF_PROGRAMS)),
            **_devices(value, ranks, len(makespan_s)),
            **_checked(value),
            **of_metrics,
        },
        *answer,
        metrics,
        values,
    )


def _metrics(
    value: Json,
) -> tuple[tuple[Metric, ...], dict[str, float], dict[str, tuple[float, ...]]]:
    """The metrics with a number, their numbers and resolutions, and all values."""
    metrics, numbers, values = [], {}, {}
    for name in value:
        given = fields.mapping(value, name)
        number = fields.number(given, "value")
        if number is None:
            continue
        metric, factor = parse_metric(name, given)
        metrics.append(metric)
        numbers[metric.column] = number * factor
        step = fields.number(given, "resolution")
        if step is not None:
            numbers[metric.step_column] = step * factor
        if "values" in given:
            values[name] = tuple(x * factor for x in fields.reals(given, "values"))
    return tuple(metrics), numbers, values


def _checked(value: Json) -> Mapping[str, float]:
    """A value of a program, and how far another may be from it."""
    if "checked" not in value:
        return {}
    checked = fields.mapping(value, "checked")
    found = _present(checked, ("value", "within"))
    return {f"checked_{name}": number for name, number in found.items()}


def _devices(
    value: Json, ranks: tuple[Rank, ...], repetitions: int
) -> Mapping[str, float]:
    """`devices_energy_j`: the mean of a repetition over all GPUs, a shared one once.

    Their counters are read before and after all repetitions, the first one included.
    """
    if "devices" not in value:
        return {}
    joules: dict[str, float] = {}
    readings = fields.each(value, "devices", lambda found: found)
    for rank, found in zip(ranks, readings):
        before, after = (
            fields.number(fields.mapping(found, when), "energy_j")
            for when in ("before", "after")
        )
        if not rank.device or before is None or after is None or after < before:
            return {}
        joules[rank.device] = max(after - before, joules.get(rank.device, 0.0))
    if not joules or len(joules) < len({rank.device for rank in ranks}):
        return {}
    return {"devices_energy_j": sum(joules.values()) / repetitions}


@shared
def _answer(value: Json) -> tuple[Any, ...]:
    """The last four fields of a Measurement."""
    return (
        _tallies(fields.mapping(value, "tallies")),
        _estimate(fields.mapping(value, "estimate")),
        tuple(fields.numbers({"kernel_event_s": []} | value, "kernel_event_s")),
        _checks(value),
    )


def _checks(value: Json) -> tuple[str, ...] | None:
    found = value.get("checks")
    return tuple(map(str, found)) if isinstance(found, list) else None


def _phases(found: list[Json], repetitions: int, launch: int) -> Phases | None:
    """None where the ranks' times are not given, as for a program of the user's."""
    if found == []:
        return None
    try:
        useful = [item["useful_s"] for item in found]
        reduce = [item["reduce_s"] for item in found]
        # One check of all times at once: it costs half of what one a list would.
        times = fields.numbers({"times": [*chain(*useful, *reduce)]}, "times")
        ranks = len(times) // (2 * repetitions) if repetitions else 0
        if (
            ranks == 0
            or len(found) != repetitions
            or any(len(one) != ranks for one in (*useful, *reduce))
        ):
            raise MalformedError("repetitions differ in their number or in their ranks")
    except (TypeError, KeyError, AttributeError) as error:
        raise MalformedError(
            "an entry of repetitions lacks the ranks' times"
        ) from error
    useful_s, reduce_s = (np.array([one], dtype=float) for one in (useful, reduce))
    return phases_of(useful_s, reduce_s, launch)


def phases_of(useful_s: np.ndarray, rest_s: np.ndarray, launch: int) -> Phases:
    """Of one launch, from times (1, repetitions, ranks)."""
    sums, most, reductions, slowest, by_rank = (
        column[0] for column in over_ranks(useful_s, rest_s, np.array([launch]))
    )
    return Phases(sums, most, reductions, int(slowest), by_rank)


def over_ranks(
    useful_s: np.ndarray, rest_s: np.ndarray, launch: np.ndarray
) -> tuple[np.ndarray, ...]:
    """The columns of Phases in order, from times (launches, repetitions, ranks) and
    the numbers of the launches."""
    later_s = after_first(useful_s)
    return (
        useful_s.sum(axis=2),
        useful_s.max(axis=2),
        rest_s.min(axis=2),
        later_s.argmax(axis=1),
        kept_times(later_s, rest_s, launch),
    )


def _tallies(value: Json) -> Pairs:
    return tuple(sorted((k, fields.plain(v)) for k, v in value.items()))


def _estimate(value: Json) -> Estimate | None:
    numbers = [
        fields.number(value, name) for name in ("value", "reference", "standard_error")
    ]
    if any(found is None for found in numbers) or not numbers[2] > 0:
        return None
    return Estimate(*numbers)
