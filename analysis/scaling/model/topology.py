# SPDX-License-Identifier: Apache-2.0
"""Which ranks and threads ran on which CPUs of a node, as the launch itself saw it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

from scaling.model.environment import environment_of, field_values
from scaling.model.launches import Launch
from scaling.model.placement import cpu_list
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.result import Rank
from scaling.words.caption import cores_per_node

Place = tuple[int, int]
"""Rank and thread."""
MOST_CPUS = 8192
"""That Linux counts in a node."""
MOST_PLACES = 2**19
"""A thread for each of 512 CPUs, none of them bound, and as much again."""


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
    """The first node of the first launch with the most cores.

    None where no launch said it, or it says more than any machine has.
    """
    measured = [p for p in study.points if p.launches and _reported(p.launches[0])]
    point = max(
        measured, key=lambda p: (p.request.cores, p.request.ranks), default=None
    )
    if point is None:
        return None
    launch = point.launches[0]
    ranks = launch.result.ranks
    host = ranks[0].host
    here = [(number, rank) for number, rank in enumerate(ranks) if rank.host == host]
    on_cpu = _by_cpu(here)
    cpus = max(_cpus(study, point), max(on_cpu or {}, default=0) + 1)
    if on_cpu is None or cpus > MOST_CPUS:
        return None
    return Node(
        point=point,
        launch=launch,
        host=host,
        cpus=cpus,
        on_cpu={cpu: tuple(places) for cpu, places in on_cpu.items()},
        ranks=len(ranks),
        hosts=len({rank.host for rank in ranks}),
    )


def _by_cpu(ranks: Iterable[tuple[int, Rank]]) -> dict[int, list[Place]] | None:
    """Who could run on each CPU; None where that is more than MOST_PLACES."""
    on_cpu: dict[int, list[Place]] = defaultdict(list)
    places = 0
    for number, rank in ranks:
        for thread, text in enumerate(_by_thread(rank)):
            cpus = cpu_list(text) or ()
            places += max(1, len(cpus))
            if places > MOST_PLACES:
                return None
            for cpu in cpus:
                on_cpu[cpu].append((number, thread))
    return on_cpu


def _reported(launch: Launch) -> bool:
    ranks = launch.result.ranks
    return bool(ranks) and any(cpu_list(rank.cpus) for rank in ranks)


def _by_thread(rank: Rank) -> Iterable[str]:
    """Threads that said nothing may have run wherever their rank might."""
    return rank.thread_cpus or repeat(rank.cpus, max(1, rank.threads))


def _cpus(study: Study, point: Point) -> int:
    """The hardware threads of a node, 0 where no manifest says it."""
    fields = environment_of([point], study.manifests)
    smt = field_values(fields, "threads_per_core")
    each = int(smt[0]) if len(smt) == 1 and smt[0].isdecimal() else 1
    return (cores_per_node(fields) or 0) * each
