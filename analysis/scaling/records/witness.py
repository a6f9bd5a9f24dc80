# SPDX-License-Identifier: Apache-2.0
"""What a library in each process of a program saw of one launch."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from scaling.records import fields
from scaling.records.fields import Json, MalformedError
from scaling.records.result import Phases, Result, over_ranks
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

_BEFORE = ("loading_s", "before_init_s", "init_s")
_AFTER = ("finalize_s", "after_s")


@dataclass(frozen=True)
class Witness:
    """`mpi` is the version by which the MPI names itself; empty without one."""

    executable: str
    mpi: str


def parse_witness(value: Json) -> Witness | None:
    """None where the program was not seen; raises MalformedError."""
    if not value:
        return None
    mpi = fields.mapping(value, "mpi")
    return Witness(
        sys.intern(fields.text(value, "executable", default="")),
        sys.intern(fields.text(mpi, "version", default="")) if mpi else "",
    )


def with_witness(result: Result, value: Json) -> Result:
    """The result of a program with the numbers and phases that the witness adds."""
    if not value or result.measurement is None:
        return result
    try:
        phases = _phases(*_rank_times_s(value))
        measurement = replace(
            result.measurement,
            numbers={
                **result.measurement.numbers,
                **_numbers(value),
                **_kinds_s(value, phases.slowest),
            },
            phases=phases,
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise MalformedError("the witness lacks a rank's times") from error
    return replace(result, measurement=measurement)


def _sums_s(value: Json, names: tuple[str, ...]) -> list[float]:
    """For each rank the sum of these times: (ranks,)."""
    return [sum(times.get(name, 0.0) for name in names) for times in value["times"]]


def _numbers(value: Json) -> Mapping[str, float]:
    program_s = _sums_s(value, ("program_s",))
    before_s, after_s = _sums_s(value, _BEFORE), _sums_s(value, _AFTER)
    lives_s = map(sum, zip_equal(program_s, before_s, after_s))
    cpu_s = sum(value["cpu_s"]) + sum(value["children_cpu_s"])
    found = (
        max(program_s),
        max(before_s),
        max(after_s),
        max(lives_s),
        cpu_s,
        sum(value["memory_bytes"]),
        max(value["memory_bytes"]),
    )
    return dict(zip_equal(NUMBERS, map(float, found)))


def _rank_times_s(value: Json) -> tuple[np.ndarray, np.ndarray]:
    """What each rank's main thread spent outside of MPI and in it: (ranks,) each."""
    program_s = np.array(_sums_s(value, ("program_s",)))
    in_mpi_s = np.array([sum((kinds or {}).values()) for kinds in value["mpi_s"]])
    return np.maximum(0.0, program_s - in_mpi_s), in_mpi_s


def _kinds_s(value: Json, busiest: int) -> Mapping[str, float]:
    of_rank = value["mpi_s"][busiest] or {}
    return {f"mpi_{kind}_s": float(of_rank.get(kind, 0.0)) for kind in KINDS}


def _phases(useful_s: np.ndarray, in_mpi_s: np.ndarray) -> Phases:
    """One repetition; useful is what is outside of MPI."""
    columns = over_ranks(useful_s[None, None, :], in_mpi_s[None, None, :])
    sums, most, reductions, slowest = columns
    return Phases(sums[0], most[0], reductions[0], int(slowest[0]))
