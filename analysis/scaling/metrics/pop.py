# SPDX-License-Identifier: Apache-2.0
"""Where efficiency is lost: POP's tree of factors."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.model.point import Point


@dataclass(frozen=True)
class Work:
    """What one point did: medians over its launches, in seconds of a core.

    `useful_sum_s` over `units` cores, `useful_max_s` that of the busiest rank,
    `time_s` the makespan, or of a program the time between MPI_Init and MPI_Finalize,
    `samples` the work. A rank's threads are not timed apart, so
    each of them counts as useful for as long as its rank.
    """

    units: int
    useful_sum_s: float
    useful_max_s: float
    time_s: float
    samples: int


@dataclass(frozen=True)
class Efficiencies:
    """Factors of the efficiency, 1 at best; `computation` is relative to a base."""

    load_balance: float
    communication: float
    parallel: float
    computation: float
    total: float


def work_of(point: Point) -> Work | None:
    """None where the ranks' own times were not recorded."""
    if not point.has_phases:
        return None
    request = point.request
    return Work(
        units=request.cores,
        useful_sum_s=request.threads * point.useful_sum_s,
        useful_max_s=point.useful_max_s,
        time_s=point.number("program_s") or point.run_s.value,
        samples=request.samples,
    )


def efficiencies(work: Work, base: Work) -> Efficiencies | None:
    """LB, CommE, PE = LB CommE, CompScal, GE = PE CompScal; None without any work.

    The efficiency relative to the base is GE / PE of the base.
    """
    if not work.useful_sum_s > 0 or not base.useful_sum_s > 0:
        return None
    mean_s = work.useful_sum_s / work.units
    load_balance = mean_s / work.useful_max_s
    communication = work.useful_max_s / work.time_s
    computation = (base.useful_sum_s / base.samples) / (
        work.useful_sum_s / work.samples
    )
    parallel = load_balance * communication
    return Efficiencies(
        load_balance, communication, parallel, computation, parallel * computation
    )
