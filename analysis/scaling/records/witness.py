# SPDX-License-Identifier: Apache-2.0
"""What a library in each process of a program saw of one launch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scaling.records import fields
from scaling.records.fields import Json, MalformedError
from scaling.records.result import Phases, Result, phases_of
from scaling.records.shared import shared
from scaling.zipped import zip_equal

NUMBERS = (
    "program_s",
    "before_program_s",
    "after_program_s",
    "processes_s",
    "processes_cpu_s",
    "memory_bytes",
    "memory_of_rank_bytes",
)
"""Of one launch, as numbers of its measurement; the times are of the slowest rank.

`program_s` is between the end of MPI_Init and the begin of MPI_Finalize, or the life of
a process without MPI; `processes_s` from the start of a process to its end;
`processes_cpu_s` and `memory_bytes` (largest resident) are sums over ranks, and
`memory_of_rank_bytes` is that of the rank with the most.
"""

KINDS = ("point_to_point", "waiting", "collective", "one_sided", "file")
"""Kinds of calls of MPI: `mpi_KIND_s` is the time in them of the busiest rank.

That of the rank that works longest outside of MPI, and so waits least for others.
"""

REGIONS = ("serial_s", "regions_s", "in_regions_s")
"""Of a program of OpenMP, sums over ranks: `serial_s` outside of MPI and of parallel
regions, `regions_s` within regions as their first thread saw them, and `in_regions_s`
what all threads worked there, without barriers and MPI."""

_BEFORE = ("loading_s", "before_init_s", "init_s")
_AFTER = ("finalize_s", "after_s")


@dataclass(frozen=True, order=True)
class Kernel:
    """A kernel of Kokkos: `pattern` is for, reduce or scan, `space` where it ran.

    Of its numbers, `count` and `time_s` are of the rank with the most, `mean_s` is over
    ranks.
    """

    name: str
    pattern: str
    space: str

    def column(self, number: str) -> str:
        """Under which a number of it stands among those of a measurement."""
        return f"kokkos {self.pattern} {self.space} {self.name} {number}"


KERNEL_NUMBERS = ("count", "time_s", "mean_s")


@dataclass(frozen=True, order=True)
class Phase:
    """A part of the program, begun by MPI_Pcontrol(`level`).

    Of its numbers, `count` and `time_s` are of the rank with the most, `mpi_s` is the
    time in MPI at the mean rank, `useful_mean_s` and `useful_max_s` are outside of it.
    """

    level: int

    def column(self, number: str) -> str:
        """Under which a number of it stands among those of a measurement."""
        return f"phase {self.level} {number}"


PHASE_NUMBERS = ("count", "time_s", "mpi_s", "useful_mean_s", "useful_max_s")


@dataclass(frozen=True)
class Witness:
    """`mpi` is the version by which the MPI names itself; empty without one.

    `hosts` are where each rank ran. `regions` tells how parallel regions of OpenMP were
    seen, `GOMP` or `OMPT`; it is empty where there were none.
    """

    executable: str
    mpi: str
    hosts: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    kernels: tuple[Kernel, ...] = ()
    regions: str = ""


def parse_witness(value: Json) -> Witness | None:
    """None where the program was not seen; raises MalformedError."""
    if not value:
        return None
    mpi = fields.mapping(value, "mpi")
    return Witness(
        sys.intern(fields.text(value, "executable", default="")),
        sys.intern(fields.text(mpi, "version", default="")) if mpi else "",
        _hosts(value.get("host", [])),
        tuple(sorted(phase for phase, _ in _each_phase(value))),
        tuple(sorted(kernel for kernel, _ in _each_kernel(value))),
        fields.text(fields.mapping(value, "openmp"), "runtime", default=""),
    )


@shared
def _hosts(names: Any) -> tuple[str, ...]:
    return fields.texts({"host": names}, "host")


def _each_phase(value: Json) -> Iterator[tuple[Phase, Json]]:
    for found in _items(value, "phases"):
        yield Phase(fields.whole(found, "level")), found


def _each_kernel(value: Json) -> Iterator[tuple[Kernel, Json]]:
    for found in _items(value, "kokkos"):
        words = (fields.text(found, name) for name in ("name", "pattern", "space"))
        yield Kernel(*map(sys.intern, words)), found


def _items(value: Json, name: str) -> list[Json]:
    return fields.each(value, name, lambda item: item) if name in value else []


def with_witness(result: Result, value: Json, threads: int, launch: int) -> Result:
    """The result of a program with the numbers and phases that the witness adds.

    `threads` were asked of each rank; `launch` is the number of this one.
    """
    if not value or result.measurement is None:
        return result
    try:
        value = _of_one_thread(value) if threads == 1 else value
        phases = _phases(*_rank_times_s(value), launch)
        measurement = replace(
            result.measurement,
            numbers={
                **result.measurement.numbers,
                **_numbers(value),
                **_kinds_s(value, phases.slowest),
                **_regions(value),
                **_parts(value),
            },
            phases=phases,
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise MalformedError("the witness lacks a rank's times") from error
    return replace(result, measurement=measurement)


def _sums_s(value: Json, names: tuple[str, ...]) -> list[float]:
    """For each rank the sum of these times: (ranks,)."""
    return [sum(times.get(name, 0.0) for name in names) for times in value["times"]]


def _of_each_rank(value: Json, column: list[float]) -> list[float]:
    """The column of `value`, which would be stretched or cut where it is of fewer or of
    more ranks than there are; raises ValueError."""
    if len(column) != len(value["times"]):
        raise ValueError("a column is not of each rank")
    return column


def _numbers(value: Json) -> Mapping[str, float]:
    program_s = _sums_s(value, ("program_s",))
    before_s, after_s = _sums_s(value, _BEFORE), _sums_s(value, _AFTER)
    lives_s = map(sum, zip_equal(program_s, before_s, after_s))
    cpu_s, children_cpu_s, memory_bytes = (
        _of_each_rank(value, value[name])
        for name in ("cpu_s", "children_cpu_s", "memory_bytes")
    )
    found = (
        max(program_s),
        max(before_s),
        max(after_s),
        max(lives_s),
        sum(cpu_s) + sum(children_cpu_s),
        sum(memory_bytes),
        max(memory_bytes),
    )
    return dict(zip_equal(NUMBERS, map(float, found)))


def _of_one_thread(value: Json) -> Json:
    """MPI within a region is MPI as anywhere: no other thread works meanwhile."""
    if "openmp" not in value:
        return value
    found = value["openmp"]
    work_s = _times(value, found["threads_s"]) - _times(value, found["threads_mpi_s"])
    none_s = np.zeros(len(work_s))
    alone = {"time_s": work_s, "threads_s": work_s, "threads_mpi_s": none_s}
    return {**value, "openmp": {**found, **alone, "mpi_s": none_s}}


def _rank_times_s(value: Json) -> tuple[np.ndarray, np.ndarray]:
    """What each rank's main thread spent outside of MPI and in it: (ranks,) each."""
    program_s = np.array(_sums_s(value, ("program_s",)))
    calls = (kinds or {} for kinds, _ in zip_equal(value["mpi_s"], program_s))
    in_mpi_s = np.array([sum(kinds.values()) for kinds in calls])
    # What the others do meanwhile counts among what the threads lose in their regions.
    if "openmp" in value:
        of_regions_s = _times(value, value["openmp"]["mpi_s"])
        in_mpi_s = np.maximum(0.0, in_mpi_s - of_regions_s)
    return np.maximum(0.0, program_s - in_mpi_s), in_mpi_s


def _regions(value: Json) -> Mapping[str, float]:
    """Of REGIONS; nothing without a parallel region."""
    if "openmp" not in value:
        return {}
    found = {name: _times(value, value["openmp"][name]) for name in _OF_REGIONS}
    useful_s, _ = _rank_times_s(value)
    # A region that ends within MPI_Finalize, or is seen by another clock, is no less.
    regions_s = np.minimum(found["time_s"], useful_s)
    in_regions_s = found["threads_s"] - found["threads_mpi_s"]
    sums = (useful_s - regions_s).sum(), regions_s.sum(), in_regions_s.sum()
    return dict(zip_equal(REGIONS, map(float, sums)))


_OF_REGIONS = ("time_s", "threads_s", "threads_mpi_s")


def _times(value: Json, column: list[float] | np.ndarray) -> np.ndarray:
    return np.array(_of_each_rank(value, column), dtype=float)


def _parts(value: Json) -> Mapping[str, float]:
    """The numbers of phases and kernels."""
    found = {}
    for phase, of_ranks in _each_phase(value):
        counts, time_s, mpi_s = (
            _times(value, of_ranks[name]) for name in ("count", "time_s", "mpi_s")
        )
        useful_s = np.maximum(0.0, time_s - mpi_s)
        numbers = (
            counts.max(), time_s.max(), mpi_s.mean(), useful_s.mean(), useful_s.max(),
        )  # fmt: skip
        for name, number in zip_equal(PHASE_NUMBERS, numbers):
            found[phase.column(name)] = float(number)
    for kernel, numbers in _each_kernel(value):
        for name in KERNEL_NUMBERS:
            found[kernel.column(name)] = float(numbers[name])
    return found


def _kinds_s(value: Json, busiest: int) -> Mapping[str, float]:
    of_rank = value["mpi_s"][busiest] or {}
    return {f"mpi_{kind}_s": float(of_rank.get(kind, 0.0)) for kind in KINDS}


def _phases(useful_s: np.ndarray, in_mpi_s: np.ndarray, launch: int) -> Phases:
    """One repetition; useful is what is outside of MPI."""
    return phases_of(useful_s[None, None, :], in_mpi_s[None, None, :], launch)
