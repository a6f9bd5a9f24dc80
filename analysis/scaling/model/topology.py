# SPDX-License-Identifier: Apache-2.0
"""Which ranks and threads ran on which CPUs of a node, as the launch itself saw it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scaling.model.environment import environment_of, field_values
from scaling.model.launches import Launch
from scaling.model.placement import cpu_list
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.result import Rank
from scaling.words.caption import cores_per_node

Place = tuple[int, int]
"""Rank and thread."""


@dataclass(frozen=True)
class Node:
    """One node of one launch: for each of its `cpus` CPUs who could run there.

    `ranks` counts those of the whole launch, `hosts` its nodes.
    """

    point: Point
    launch: Launch
    host: str
    cpus: int
    on_cpu: Mapping[int, tuple[Place, ...]]
    ranks: int
    hosts: int

    def ranks_on(self, cpu: int) -> list[int]:
        """The ranks on a CPU in their order, each once."""
        return sorted({rank for rank, _ in self.on_cpu.get(cpu, ())})

    @property
    def shared(self) -> list[int]:
        """CPUs that several ranks could run on."""
        return [cpu for cpu in sorted(self.on_cpu) if len(self.ranks_on(cpu)) > 1]


def make_node(study: Study) -> Node | None:
    """The first node of the first launch with the most cores; None if none said."""
    measured = [p for p in study.points if p.launches and _reported(p.launches[0])]
    point = max(
        measured, key=lambda p: (p.request.cores, p.request.ranks), default=None
    )
    if point is None:
        return None
    launch = point.launches[0]
    ranks = launch.result.ranks
    host = ranks[0].host
    on_cpu: dict[int, list[Place]] = defaultdict(list)
    for number, rank in enumerate(ranks):
        if rank.host == host:
            for thread, cpus in enumerate(_by_thread(rank)):
                for cpu in cpu_list(cpus) or ():
                    on_cpu[cpu].append((number, thread))
    return Node(
        point=point,
        launch=launch,
        host=host,
        cpus=max(_cpus(study, point), max(on_cpu, default=0) + 1),
        on_cpu={cpu: tuple(places) for cpu, places in on_cpu.items()},
        ranks=len(ranks),
        hosts=len({rank.host for rank in ranks}),
    )


def _reported(launch: Launch) -> bool:
    ranks = launch.result.ranks
    return bool(ranks) and any(cpu_list(rank.cpus) for rank in ranks)


def _by_thread(rank: Rank) -> tuple[str, ...]:
    """Threads that said nothing may have run wherever their rank might."""
    return rank.thread_cpus or (rank.cpus,) * max(1, rank.threads)


def _cpus(study: Study, point: Point) -> int:
    """The hardware threads of a node, 0 where no manifest says it."""
    fields = environment_of([point], study.manifests)
    smt = field_values(fields, "threads_per_core")
    each = int(smt[0]) if len(smt) == 1 and smt[0].isdecimal() else 1
    return (cores_per_node(fields) or 0) * each
