# SPDX-License-Identifier: Apache-2.0
"""A study in which nothing is wrong, drawn again and again: every warning is false."""

from __future__ import annotations

from array import array

import numpy as np

from coverage_study.noise import Noise
from scaling.model.study import Study, make_study
from scaling.records.journal import Journal
from scaling.records.record import LaunchRule, Manifest, Planned, Record, Start, Stop
from scaling.records.request import Request
from scaling.records.result import (
    Clock,
    Estimate,
    Measurement,
    Phases,
    Rank,
    Result,
)
from scaling.records.rows import group_alike

REPETITIONS = 7
CORES_OF_NODE = 16
NODES = 8
SHAPES = ((1, 1), (1, 2), (1, 3), (1, 6), (1, 12), (1, 16), (2, 32), (3, 48), (4, 64))
"""Nodes and ranks: awkward counts among them, and from the fifth on whole nodes."""
WITHIN = 0.003
"""Noise of a repetition within its launch."""
IMBALANCE = 0.02
REDUCTION_S = 2e-5
STRONG_SAMPLES, WEAK_SAMPLES = 64 * 10**9, 10**9
RATE = 1e9

_MANIFEST = {
    "machine": {
        "host": "n1", "cpu_model": "Example CPU", "nodes": NODES,
        "cores_per_node": CORES_OF_NODE, "threads_per_core": 1,
        "memory_bytes": 2**36, "system": "Linux 6.1.0", "architecture": "x86_64",
        "governor": "performance", "clocksource": "tsc",
    },
    "build": {
        "assay": "0.1.0", "mpiexec": "Open MPI", "workers": {"openmp": "ab" * 32},
    },
    "environment": {"OMP_PROC_BIND": "close", "OMP_PLACES": "cores"},
}  # fmt: skip
_WORKER = (
    ("backend", "openmp"), ("build_type", "Release"), ("commit", "0123abc"),
    ("compiler", "GNU 12.2.0"), ("dirty", "false"), ("flags", "-O3 -march=native"),
    ("kokkos", "3.4.1"), ("mpi", "Open MPI v4.1.4"),
)  # fmt: skip
_CLOCK = Clock("CLOCK_MONOTONIC", 1e-9, 2.4e-8)


def draw(rng: np.random.Generator, noise: Noise, launches: int) -> Study:
    """Strong and weak curves to 64 cores, blocks in random order, one at a time."""
    planned, records, stops = [], [], []
    for index, (kind, nodes, ranks) in enumerate(_points()):
        request = _request(kind, nodes, ranks)
        point = f"{kind}-{ranks}"
        planned.append(Planned(point, request, (kind,)))
        # Launches of a block are seconds apart, and blocks a minute.
        for launch in range(1, launches + 1):
            record = _record(point, request, kind, launch, index, noise, rng)
            records.append(record)
        stops.append(Stop(point, "ci"))
    start = Start(
        "null", "null.yaml", "", "2026-01-01T00:00:00Z", "1",
        LaunchRule(launches, launches, 0.5), tuple(planned), (),
    )  # fmt: skip
    manifest = {"m": Manifest("m", _MANIFEST)}
    rows = list(group_alike(records))
    journal = Journal("null", [start], manifest, stops=stops, rows=rows)
    return make_study(journal, "null")


def _points() -> list[tuple[str, int, int]]:
    return [(kind, *shape) for kind in ("strong", "weak") for shape in SHAPES]


def _request(kind: str, nodes: int, ranks: int) -> Request:
    samples = STRONG_SAMPLES if kind == "strong" else WEAK_SAMPLES * ranks
    return Request(
        "pi", samples, nodes, ranks, 1, "openmp", "srun", "0x548c9decbce65297",
        REPETITIONS, (), (),
    )  # fmt: skip


def _record(
    point: str,
    request: Request,
    kind: str,
    launch: int,
    index: int,
    noise: Noise,
    rng: np.random.Generator,
) -> Record:
    second = 60 * launch + index
    return Record(
        line=1, point=point, block=launch, launch=launch, attempt=1, verdict="ok",
        detail="", request=request, series=(kind,), argv=("srun",),
        started_utc=f"2026-01-01T{second // 3600:02}:{second // 60 % 60:02}:"
        f"{second % 60:02}.000Z",
        wall_s=1.0, manifest="m", result=_result(request, noise, rng),
    )  # fmt: skip


def _estimate(rng: np.random.Generator) -> Estimate:
    """The estimate of independent samples: it is off by normal standard errors."""
    return Estimate(3.14 + float(rng.standard_normal()), 3.14, 1.0)


def _result(request: Request, noise: Noise, rng: np.random.Generator) -> Result:
    ideal_s = request.samples / request.cores / RATE
    times = (
        ideal_s * float(noise.draw(rng, 1)[0]) * rng.lognormal(0, WITHIN, REPETITIONS)
    )
    times[0] *= 1.3
    idle = IMBALANCE / 2 if request.ranks > 1 else 0.0
    reduction_s = REDUCTION_S * (request.ranks > 1)
    makespans = times + reduction_s
    phases = Phases(
        useful_sum_s=array("d", times * request.ranks * (1 - idle)),
        useful_max_s=array("d", times),
        reduction_s=array("d", [reduction_s] * REPETITIONS),
        slowest=int(rng.integers(request.ranks)),
    )
    return Result(
        worker=_WORKER,
        ranks=_ranks(request, rng),
        clock=_CLOCK,
        measurement=Measurement(
            array("d", makespans), array("d", [1e-6] * REPETITIONS), phases, {},
            (("hits", str(request.samples)),), _estimate(rng),
        ),
        total_s=1.02 * float(makespans.sum()),
        noise={"steal_share": 0.0, "others_cpus": 0.02},
    )  # fmt: skip


def _ranks(request: Request, rng: np.random.Generator) -> tuple[Rank, ...]:
    """On nodes that the scheduler picked."""
    hosts = rng.permutation(NODES)[: request.nodes]
    each = request.ranks // request.nodes
    return tuple(
        Rank(f"n{host + 1}", str(cpu), 1, 1) for host in hosts for cpu in range(each)
    )
